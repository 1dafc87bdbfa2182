"""The outbox: put a letter in, send what is due. Knows nothing of the apps.

A letter is put in the transaction of what it tells about, so it is there exactly if that happened. The worker writes
and sends it later, outside any transaction. Templates: letters/<name>.subject.txt and letters/<name>.txt.
"""

import logging
import re
import smtplib
import textwrap
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError
from django.urls import NoReverseMatch
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.module_loading import import_string

from ccsis.models import Letter, SiteSettings

logger = logging.getLogger(__name__)

BATCH = 50
PAUSES = [timedelta(minutes=m) for m in (1, 2, 5, 15, 60, 120, 240, 480, 1440, 1440, 1440)]
MOST_TRIES = len(PAUSES) + 1
HALF_SENT_AFTER = timedelta(minutes=10)
LINE = 76
SECRET = "[link]"  # noqa: S105 - stands in the kept text where the letter had a secret address

# What goes wrong while a letter is written: a mistake in a template, its values or its address. Tried again, for a
# corrected template heals it.
UNWRITABLE = (
    AttributeError,
    ImportError,
    LookupError,
    NoReverseMatch,
    TemplateDoesNotExist,
    TemplateSyntaxError,
    TypeError,
    ValueError,
)
# The mail server says no to this letter and will listen to the next; a ValueError is an address that it cannot be told.
REFUSED = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, ValueError)
ONE_ADDRESS = re.compile(r"[^\s,;<>()]+@[^\s,;<>()@]+")


def put(template, to, *, params=None, links=None, language="en", key=None, about="", hold=None, harmless_twice=False):
    """Put a letter into the outbox, inside the caller's transaction. Gives the Letter.

    `links` is {"name": ["dotted.path.of.maker", argument…]}: each maker is called at sending and gives a full address,
    which is not kept; one that raises an ObjectDoesNotExist cancels the letter. `key` makes doubles impossible: a
    second letter with it is the first one. `about` names the row, like "submission:12". `hold` is a timedelta or a
    time until which cancel() can still stop it. `harmless_twice`: after a crash it may go again by itself.
    """
    Engine.get_default().get_template(f"letters/{template}.txt")  # a wrong name fails here, not at night
    now = timezone.now()
    hold_until = now + hold if isinstance(hold, timedelta) else hold
    values = {
        "template": template,
        "recipient": to,
        "params": params or {},
        "links": links or {},
        "language": language,
        "about": about,
        "status": Letter.Status.HELD if hold_until else Letter.Status.QUEUED,
        "hold_until": hold_until,
        "send_at": hold_until or now,
        "harmless_twice": harmless_twice,
    }
    if key is None:
        return Letter.objects.create(**values)
    return Letter.objects.get_or_create(key=key, defaults=values)[0]


def cancel(about):
    """Stop the letters about a row that are still held: what they tell is undone. Gives how many.

    Their keys become free, so that the same may be told again. What has left, or is leaving, is not counted.
    """
    held = Letter.objects.filter(about=about, status=Letter.Status.HELD)
    return held.update(status=Letter.Status.CANCELLED, key=None)


def release(about):
    """Let the held letters about a row go now: what they tell can no longer be undone. Gives how many."""
    held = Letter.objects.filter(about=about, status=Letter.Status.HELD)
    return held.update(status=Letter.Status.QUEUED, send_at=timezone.now(), hold_until=None)


def cancel_waiting(about, template):
    """Stop the letters of one kind about a row that have not left, and free their keys. Gives how many."""
    waiting = Letter.objects.waiting().filter(about=about, template=template)
    return waiting.update(status=Letter.Status.CANCELLED, key=None)


def stop(letter):
    """Cancel one letter that waits. Its key stays taken: it will not be written again. Gives whether it was in time."""
    return Letter.objects.waiting().filter(pk=letter.pk).update(status=Letter.Status.CANCELLED) == 1


def resend(letter):
    """Send a letter (again) at once: one that waits, was given up or is uncertain. Gives whether it could be queued."""
    status = Letter.Status
    again = Letter.objects.filter(pk=letter.pk, status__in=[status.QUEUED, status.FAILED, status.UNCERTAIN])
    again = again.exclude(recipient="")
    return again.update(status=status.QUEUED, send_at=timezone.now(), tries=0, error="", sending_since=None) == 1


def forget(about):
    """Erase what the letters about a row say and to whom; that there were letters remains. Gives how many."""
    return _forget(Letter.objects.filter(about=about))


def forget_kind(template, before):
    """The same for letters of one kind that are about no row, where they were written before this time."""
    return _forget(Letter.objects.filter(template=template, created_at__lt=before).exclude(recipient=""))


def _forget(letters):
    letters.waiting().update(status=Letter.Status.CANCELLED)
    # One that is leaving at this moment finds its row changed and keeps nothing.
    letters.filter(status=Letter.Status.SENDING).update(status=Letter.Status.UNCERTAIN)
    return letters.update(recipient="", params={}, links={}, subject="", text="", error="", sending_since=None)


def send_due():
    """Send what is due, a batch at most. Gives how many left. Stops early while the mail server is away."""
    settle_half_sent()
    sent = 0
    for pk in list(Letter.objects.due(timezone.now()).values_list("pk", flat=True)[:BATCH]):
        letter = _claim(pk)
        if letter is None:
            continue
        try:
            sent += _send(letter)
        except MailServerAway:
            break
    return sent


def settle_half_sent():
    """Letters whose sender died on the way: uncertain, or queued again where a double does no harm."""
    half_sent = Letter.objects.filter(status=Letter.Status.SENDING, sending_since__lt=timezone.now() - HALF_SENT_AFTER)
    once_more = half_sent.filter(harmless_twice=True, tries__lt=MOST_TRIES)
    once_more.update(status=Letter.Status.QUEUED, sending_since=None)
    half_sent.update(
        status=Letter.Status.UNCERTAIN, error="The sender stopped before it knew whether the letter had left."
    )


@dataclass(frozen=True)
class Sample:
    """A letter with made-up values, to be looked at."""

    label: str
    template: str
    values: dict = field(default_factory=dict)
    language: str = "en"

    @property
    def subject(self):
        return self._written[0]

    @property
    def text(self):
        return self._written[1]

    @cached_property
    def _written(self):
        letter = Letter(template=self.template, params=self.values, language=self.language)
        return _written(letter, SiteSettings.load(), {})


def samples():
    """Every letter of the house as a Sample, in the order of settings.LETTER_SAMPLES."""
    return [sample for path in settings.LETTER_SAMPLES for sample in import_string(path)]


class MailServerAway(Exception):
    """No letter can leave just now."""


def _claim(pk):
    """Take a due letter for this worker, or None where another was first."""
    now = timezone.now()
    mine = Letter.objects.due(now).order_by().filter(pk=pk)
    if not mine.update(status=Letter.Status.SENDING, sending_since=now, tries=F("tries") + 1):
        return None
    return Letter.objects.get(pk=pk)


def _send(letter):
    """Write and send one claimed letter. Gives 1 if it left, else 0; raises MailServerAway."""
    site = SiteSettings.load()
    try:
        message = _message(letter, site, _addresses(letter))
        subject, text = _written(letter, site, dict.fromkeys(letter.links, SECRET))
    except ObjectDoesNotExist as error:
        # Nobody needs the address any more of whom we do not write to.
        _close(letter, Letter.Status.CANCELLED, recipient="", links={}, error=f"What it is about is gone: {error}")
        return 0
    except UNWRITABLE as error:
        logger.error("Letter %s (%s) cannot be written: %s", letter.pk, letter.template, type(error).__name__)
        _postpone(letter, error)
        return 0
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # smtplib's own errors are OSErrors too
        _postpone(letter, error)
        raise MailServerAway from error
    try:
        connection.send_messages([message])
    except REFUSED as error:
        _postpone(letter, error)
        return 0
    except OSError as error:
        _leave_uncertain(letter, error)
        raise MailServerAway from error
    finally:
        _hang_up(connection)
    _close(letter, Letter.Status.SENT, subject=subject[:300], text=text, sent_at=timezone.now(), error="")
    return 1


def _hang_up(connection):
    try:
        connection.close()
    except OSError as error:
        logger.info("The mail server did not say goodbye: %s", type(error).__name__)


def _addresses(letter):
    """Its addresses, of pages in its own language."""
    with translation.override(letter.language):
        return {name: import_string(path)(*arguments) for name, (path, *arguments) in letter.links.items()}


def _written(letter, site, addresses):
    """(subject, text) in the letter's language, with these addresses for its links."""
    values = {"site": site, "SITE_URL": settings.SITE_URL, **letter.params, **addresses}
    engine = Engine.get_default()
    with translation.override(letter.language):
        subject, text = (
            engine.get_template(f"letters/{letter.template}{ending}").render(Context(values, autoescape=False))
            for ending in (".subject.txt", ".txt")
        )
        text = f"{text.strip()}\n\n-- \n{site.signature}\n"
    return _one_line(subject), wrapped(text)


def _one_line(text):
    """Text that may stand in a header: line breaks of any kind, control characters and runs of spaces are one space."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text).split())


def wrapped(text):
    """Break long lines at spaces, never inside an address; quoted and indented lines keep their beginning."""
    lines = []
    for line in re.sub(r"\n{3,}", "\n\n", text.replace("\r\n", "\n")).split("\n"):
        begin = re.match(r"[> \t]*", line).group()[:20]
        hanging = re.match(r"(?:[-*•] )?", line[len(begin) :]).group()
        if len(line) <= LINE:
            lines.append(line)
            continue
        indent = begin + " " * len(hanging)
        lines += textwrap.wrap(line, LINE, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines)


def _message(letter, site, addresses):
    """The message, complete: a header that cannot be is a ValueError here and not on the way."""
    if not ONE_ADDRESS.fullmatch(letter.recipient):
        raise ValueError("the recipient is not one address")
    message = EmailMessage(
        *_written(letter, site, addresses),
        settings.DEFAULT_FROM_EMAIL,
        [letter.recipient],
        reply_to=[site.contact_address] if site.contact_address else None,
        headers={"Message-ID": _message_id(letter), "Auto-Submitted": "auto-generated"},
    )
    message.message()
    return message


def _message_id(letter):
    # The same for every try, so that a mailbox can see that a double is one.
    name = salted_hmac("ccsis.letters", f"{letter.pk}:{letter.created_at.isoformat()}").hexdigest()[:24]
    return f"<{name}@{urlsplit(settings.SITE_URL).hostname}>"


def _postpone(letter, error):
    """It has certainly not left: try again after a pause, or give up."""
    if letter.tries >= MOST_TRIES:
        logger.error("Letter %s (%s) is given up", letter.pk, letter.template)
        return _close(letter, Letter.Status.FAILED, error=_said(letter, error))
    send_at = timezone.now() + PAUSES[letter.tries - 1]
    return _close(letter, Letter.Status.QUEUED, error=_said(letter, error), send_at=send_at, sending_since=None)


def _leave_uncertain(letter, error):
    """The line broke while the letter was handed over: it may have left."""
    if letter.harmless_twice:
        return _postpone(letter, error)
    logger.error("Letter %s (%s) is uncertain", letter.pk, letter.template)
    return _close(letter, Letter.Status.UNCERTAIN, error=_said(letter, error))


def _said(letter, error):
    """What an error says, without the person."""
    return f"{type(error).__name__}: {error}".replace(letter.recipient or "\n", "[recipient]")[:500]


def _close(letter, status, **changes):
    """Write down how a try ended, unless the row was taken from this try meanwhile."""
    mine = Letter.objects.filter(pk=letter.pk, sending_since=letter.sending_since)
    return mine.filter(status__in=[Letter.Status.SENDING, Letter.Status.UNCERTAIN]).update(status=status, **changes)
