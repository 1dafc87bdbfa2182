"""The letters to contributors: one function each, named after what it tells.

Each takes the submission and the event that it tells of, puts one letter into the outbox, and gives it. The event's
id is the letter's key, so nothing is told twice. Subjects carry the reference and nothing that a stranger typed; the
letter of receipt echoes nothing at all, for its address may belong to somebody who never wrote to us.
"""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

from ccsis import letters
from submissions.models import Contributor


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
    return _put("withdrawn", submission, event)


def proof(submission, event, *, message="", address=None):
    """The final text waits for the contributor's word. `message` says where it is read, or holds it."""
    return _put("proof", submission, event, message=message, title=submission.title)


def published(submission, event, *, message="", address=None):
    """The simulation is public at `address`, for the first time or again."""
    values = {"title": submission.title, "address": address or "", "is_again": event.action == "restore"}
    return _put("published", submission, event, **values)


def retracted(submission, event, *, message="", address=None):
    return _put("retracted", submission, event, title=submission.title)


def reopened(submission, event, *, message="", address=None):
    return _put("reopened", submission, event, message=message, title=submission.title)


def _put(name, submission, event, **values):
    contributor = Contributor.objects.filter(submission=submission).first()
    if contributor is None or not contributor.email:  # erased: nobody is left to write to
        return None
    return letters.put(
        f"submission_{name}",
        contributor.email,
        params={"reference": submission.reference, **values},
        language=_language(submission),
        key=f"submission-{event.pk}",
        about=f"submission:{submission.pk}",
    )


def _language(submission):
    """The submission's language where the site speaks it, else the site's own."""
    return submission.language if submission.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _day(submission, moment):
    with translation.override(_language(submission)):
        return date_format(timezone.localtime(moment), "DATE_FORMAT") if moment else ""
