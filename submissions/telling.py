"""The letters to staff: what has come, who has it now, who is named, what waits.

None carries a word of the contributor's or of a colleague's, a title, or anything personal: the reference, and the
address of a page where rights are asked. Each gives its letters; the key of what it tells of makes it once.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as L

from ccsis import letters
from ccsis.models import User
from submissions.models import State

_PAGE = f"{settings.SITE_URL}/admin/…"

SAMPLES = [
    letters.Sample(
        L("To a moderator: handed over"),
        "desk_handed_over",
        {"reference": "SIM-4F7K-2M9Q", "by": "Murad S.", "address": _PAGE},
    ),
    letters.Sample(
        L("To a colleague: named in a comment"),
        "desk_mentioned",
        {"reference": "SIM-4F7K-2M9Q", "by": "Murad S.", "address": _PAGE},
    ),
    letters.Sample(
        L("To a moderator: a text has come"),
        "desk_arrived",
        {"reference": "SIM-4F7K-2M9Q", "call": "The open call", "address": _PAGE},
    ),
    *(
        letters.Sample(label, "desk_answered", {"reference": "SIM-4F7K-2M9Q", "kind": kind, "address": _PAGE})
        for kind, label in (
            ("resubmit", L("To a moderator: changes have come")),
            ("message", L("To a moderator: the contributor writes")),
            ("object", L("To a moderator: the contributor objects to the final text")),
        )
    ),
    letters.Sample(
        L("To a moderator: what waits, each day"),
        "desk_digest",
        {
            **{"ours": "9", "overdue": "2", "unclaimed": "4", "mine": "3", "quarantined": "1", "hour": "09:00"},
            "oldest": [
                {"reference": "SIM-4F7K-2M9Q", "call": "The open call", "days": 23, "is_late": True},
                {"reference": "SIM-8H3N-6T2W", "call": "Winter 2027", "days": 16, "is_late": False},
            ],
            "address": f"{settings.SITE_URL}/admin/submissions/queue/",
            "front": f"{settings.SITE_URL}/admin/",
        },
    ),
]


def arrived(submission, event):
    """Tells those who look after the call that a text has come and counts. Gives the letters."""
    key, call = f"desk-{event.pk}", submission.call.title
    return [_put("desk_arrived", submission, moderator, key, call=call) for moderator in _moderators(submission)]


def answered(submission, event):
    """Tells whoever has it, else those who look after the call, that the contributor sent the changes or objected."""
    return _tell_who_has_it(submission, event.action, f"desk-{event.pk}")


def wrote(submission, message):
    """The same of a message of the contributor's. Its words stay on the page, where rights are asked."""
    return _tell_who_has_it(submission, "message", f"desk-message-{message.pk}")


def _tell_who_has_it(submission, kind, key):
    """Gives the letters. Of what was put aside as doubtful nobody is told: our form must not fill our mailboxes."""
    if submission.state == State.QUARANTINED:
        return []
    holder = submission.holder
    colleagues = [holder] if holder and holder.is_active else _moderators(submission)
    return [_put("desk_answered", submission, each, key, "#conversation", kind=kind) for each in colleagues]


def _moderators(submission):
    return submission.call.moderators.filter(is_active=True).order_by("pk")


def handed_over(submission, event):
    """Tells a colleague that they have it now."""
    colleague = User.objects.filter(pk=event.details.get("to"), is_active=True).first()
    if colleague is None:
        return None
    return _put("desk_handed_over", submission, colleague, f"desk-{event.pk}", by=event.actor_name)


def mentioned(comment, colleague):
    """Tells a colleague that a comment names them."""
    key, by = f"comment-{comment.pk}", comment.author_name
    return _put("desk_mentioned", comment.submission, colleague, key, "#comments", by=by)


def digest(user, day, hour, counts, oldest):
    """Tells a colleague who asked for it what waits on this day; once, whatever runs twice.

    `counts` are by the name of a view; `oldest` are dicts with reference, call, days and is_late.
    """
    return letters.put(
        "desk_digest",
        user.email,
        params={
            **counts,
            "oldest": oldest,
            "hour": f"{hour:02d}:00",
            "address": settings.SITE_URL + reverse("admin:submissions_queue"),
            "front": settings.SITE_URL + reverse("admin:index"),
        },
        key=f"digest-{user.pk}-{day:%Y%m%d}",
        harmless_twice=True,
    )


def _put(template, submission, colleague, key, anchor="", **values):
    """One letter to a colleague, which leads to a place on the review page."""
    page = reverse("admin:submissions_submission_review", args=[submission.pk])
    return letters.put(
        template,
        colleague.email,
        params={"reference": submission.reference, "address": f"{settings.SITE_URL}{page}{anchor}", **values},
        key=f"{key}-{colleague.pk}",
        about=f"submission:{submission.pk}",
    )
