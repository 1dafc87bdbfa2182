"""The letters to contributors: one function each, named after what it tells. Those to staff stand in telling.py.

Each takes the submission and the event that it tells of, puts one letter into the outbox, and gives it; or None where
there is nobody to write to. The event's id is the letter's key, so nothing is told twice. Subjects carry the reference
and nothing that a stranger typed. Until the address is confirmed, a letter echoes nothing at all, for it may go to
somebody who never wrote to us; and no mailbox gets more than MOST_UNASKED of those in a day.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as L

from ccsis import letters
from ccsis.models import Letter
from submissions.models import Contributor, State, mailbox_of
from submissions.table import BY_ACTION, HELD_FOR

# What may reach somebody who never wrote to us.
UNASKED = tuple(f"submission_{name}" for name in ("from_mail", "draft_saved", "confirm", "coauthor", "links"))
MOST_UNASKED = 5  # in a day, to one mailbox
AGAIN_AFTER = timedelta(minutes=15)  # the same letter about the same submission
SAY = "message"  # in place of a move: words outside any decision


_PAGE = f"{settings.SITE_URL}/submissions/…/"
_REFERENCE = {"reference": "SIM-4F7K-2M9Q", "page": _PAGE}
_TITLED = {**_REFERENCE, "title": "The queue below the mountain"}
_WORDS = "1. Where does the number of 40 metres come from?\n2. Who pays the ferry?"


def _sample(label, name, values, **more):
    return letters.Sample(label, f"submission_{name}", {**values, **more})


SAMPLES = [
    _sample(L("Link to a draft"), "draft_saved", _REFERENCE),
    _sample(L("To who mailed us a text"), "from_mail", _REFERENCE),
    _sample(L("Request to confirm the address"), "confirm", _REFERENCE),
    _sample(L("Receipt"), "received", _REFERENCE, days=21),
    _sample(L("Receipt of a changed text"), "received", _REFERENCE, is_changed=True),
    _sample(L("Question to a co-author"), "coauthor", _REFERENCE),
    _sample(L("Message from an editor"), "message", _REFERENCE, message=_WORDS),
    _sample(L("Request for changes"), "changes_requested", _REFERENCE, message=_WORDS, until="4 December 2026"),
    _sample(L("Acceptance"), "accepted", _TITLED),
    _sample(L("Refusal"), "declined", _TITLED, message="We published a piece on the same ferry in October."),
    _sample(L("Final text to approve"), "proof", _TITLED, approve=_PAGE),
    _sample(L("Notice of publication"), "published", _TITLED, address=f"{settings.SITE_URL}/simulations/the-queue/"),
    _sample(L("Notice of retraction"), "retracted", _TITLED),
    _sample(L("Public again"), "published", _TITLED, address=f"{settings.SITE_URL}/simulations/…/", is_again=True),
    _sample(L("Notice that it is read again"), "reopened", _TITLED),
    _sample(L("Confirmation of withdrawal"), "withdrawn", _REFERENCE),
    _sample(L("Notice that it was closed"), "expired", _REFERENCE),
    _sample(L("Confirmation that everything is erased"), "erased", {"reference": "SIM-4F7K-2M9Q"}),
    _sample(L("Reminder of a draft"), "reminder", _REFERENCE, kind="draft", until="4 December 2026"),
    _sample(L("Reminder of changes"), "reminder", _REFERENCE, kind="changes", until="4 December 2026"),
    _sample(L("Reminder of the final text"), "reminder", _REFERENCE, kind="proof", approve=_PAGE),
    _sample(L("My links"), "links", {"pages": f"SIM-4F7K-2M9Q (The open call)\n{_PAGE}"}),
]


def draft_saved(submission, email):
    """Where a draft is kept, mailed to the address that its writer gave."""
    return _put_unasked("draft_saved", submission, email, is_draft=True)


def from_mail(submission, email):
    """To somebody who mailed us a text: a draft was made of it, and they send it by this link if they want."""
    return _put_unasked("from_mail", submission, email, is_draft=True, key=f"from-mail-{submission.pk}")


def confirm(submission, event=None, *, message="", address=None):
    """Asks to confirm the address. What looks like spam gets none: our form must not fill a stranger's mailbox."""
    if submission.looks_like_spam:
        return None
    return _put_unasked("confirm", submission, _address_of(submission), event=event)


def confirm_again(submission, now=None):
    """The same once more, for somebody who did not get it; None within a quarter of an hour."""
    earlier = Letter.objects.filter(about=_about(submission), template="submission_confirm").exclude(status="cancelled")
    if earlier.filter(created_at__gt=(now or timezone.now()) - AGAIN_AFTER).exists():
        return None
    return confirm(submission)


def received(submission, event, *, message="", address=None):
    """We have the text, or the changed one."""
    days, is_changed = submission.call.response_days, event.action == "resubmit"
    return _put("received", submission, event, days=days, is_changed=is_changed)


def changes_requested(submission, event, *, message="", address=None):
    return _put("changes_requested", submission, event, message=message, until=_day(submission, submission.due_at))


def accepted(submission, event, *, message="", address=None):
    return _put("accepted", submission, event, message=message, title=submission.title)


def declined(submission, event, *, message="", address=None):
    return _put("declined", submission, event, message=message, title=submission.title)


def withdrawn(submission, event, *, message="", address=None):
    """Not where the address was never confirmed: whoever has it may not know of us."""
    return _put("withdrawn", submission, event) if submission.is_confirmed else None


def expired(submission, event, *, message="", address=None):
    """Only of a request for changes that was not answered; drafts and unproven addresses end without a word."""
    return _put("expired", submission, event) if event.from_state == State.CHANGES_REQUESTED else None


def proof(submission, event, *, message="", address=None):
    """The final text waits for the contributor's word."""
    extra = {"approve": ["submissions.links.proof", submission.pk]}
    return _put("proof", submission, event, message=message, title=submission.title, links=extra)


def published(submission, event, *, message="", address=None):
    """The simulation is public at `address`, for the first time or again."""
    values = {"title": submission.title, "address": address or "", "is_again": event.action == "restore"}
    return _put("published", submission, event, **values)


def retracted(submission, event, *, message="", address=None):
    return _put("retracted", submission, event, title=submission.title)


def reopened(submission, event, *, message="", address=None):
    return _put("reopened", submission, event, message=message, title=submission.title)


def said(submission, message):
    """What a moderator wrote to the contributor, outside any decision. Takes the Message."""
    return _put("message", submission, key=f"message-{message.pk}", message=message.text)


def preview(submission, action, *, message="", due_at=None):
    """The letter as it will arrive after this move (or the message SAY), as a Sample; None where none will go.

    Where it has the secret address of the private page, this has ccsis.letters.SECRET.
    """
    name = "message" if action == SAY else BY_ACTION[action].letter
    if not name or not _address_of(submission) or (name == "withdrawn" and not submission.is_confirmed):
        return None
    values = {
        "reference": submission.reference,
        "title": submission.title,
        "message": message.strip(),
        "until": _day(submission, due_at),
        "days": submission.call.response_days,
        "page": letters.SECRET,
        "approve": letters.SECRET,
    }
    return letters.Sample(name, f"submission_{name}", values, language_of(submission))


def erased(submission, address):
    """Says that everything is erased, to the address that is forgotten once this has left."""
    return letters.put(
        "submission_erased",
        address,
        params={"reference": submission.reference, "is_public": submission.state == State.PUBLISHED},
        language=language_of(submission),
        about=f"erased:{submission.reference}",
    )


def coauthor(row):
    """Asks somebody who is named as a co-author whether they agree. Takes the CoAuthor."""
    links = {"page": ["submissions.links.agree", row.pk]}
    return _put_unasked("coauthor", row.submission, row.email, links=links, key=f"coauthor-{row.pk}")


def my_links(email):
    """The links to everything that came from this address, for who asks for them.

    Whether anything did is asked when the letter is written, not now: from our answer, and from the time it takes,
    nobody learns who wrote to us. Then a letter about nothing goes nowhere, and forgets the address.
    """
    email = email.strip().lower()
    if _had_enough(email):
        return None
    links = {"pages": ["submissions.links.all_of", email]}
    language = translation.get_language() or settings.LANGUAGE_CODE  # that of the page where they asked
    return letters.put("submission_links", email, links=links, language=language, harmless_twice=True)


def remind(submission, kind, *, key, until=None):
    """One reminder: `kind` is draft, changes or proof; `key` makes it once."""
    email = submission.draft.email if kind == "draft" else None
    links = {"approve": ["submissions.links.proof", submission.pk]} if kind == "proof" else None
    return _put("reminder", submission, email=email, key=key, links=links, kind=kind, until=_day(submission, until))


def _address_of(submission):
    contributor = Contributor.objects.filter(submission=submission).first()
    return contributor.email if contributor else ""


def _put_unasked(name, submission, email, *, event=None, links=None, key=None, is_draft=False):
    """A letter to an address that nobody has confirmed yet: few of them, and nothing in them that was typed."""
    if not email or _had_enough(email):
        return None
    if links is None:
        maker = "manage" if is_draft else "confirm"
        links = {"page": [f"submissions.links.{maker}", submission.pk]}
    return letters.put(
        f"submission_{name}",
        email,
        params={"reference": submission.reference},
        links=links,
        language=language_of(submission),
        key=key or (f"submission-{event.pk}" if event else None),
        about=_about(submission),
        harmless_twice=True,
    )


def _had_enough(email):
    """Whether this mailbox got as many letters today as one that never asked for any may get."""
    since = timezone.now() - timedelta(days=1)
    mailbox = mailbox_of(email)
    host = mailbox.rpartition("@")[2]
    today = Letter.objects.filter(template__in=UNASKED, created_at__gt=since, recipient__iendswith=f"@{host}")
    return sum(mailbox_of(each) == mailbox for each in today.values_list("recipient", flat=True)) >= MOST_UNASKED


def _put(name, submission, event=None, *, email=None, key=None, links=None, **values):
    email = email if email is not None else _address_of(submission)
    if not email:  # erased: nobody is left to write to
        return None
    return letters.put(
        f"submission_{name}",
        email,
        params={"reference": submission.reference, **values},
        links={"page": ["submissions.links.manage", submission.pk], **(links or {})},
        language=language_of(submission),
        key=key or f"submission-{event.pk}",
        about=_about(submission),
        hold=HELD_FOR if event and BY_ACTION[event.action].can_be_undone else None,
    )


def _about(submission):
    return f"submission:{submission.pk}"


def language_of(submission):
    """The submission's language where the site speaks it, else the site's own."""
    return submission.language if submission.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _day(submission, moment):
    with translation.override(language_of(submission)):
        return date_format(timezone.localtime(moment), "DATE_FORMAT") if moment else ""
