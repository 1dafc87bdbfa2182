"""What comes in from contributors: drafts that wait, texts that are sent, changed and sent back.

    submission = start(call, nonce=…)       # or an earlier draft
    keep_draft(submission, typed)           # as often as they like
    send(submission, filled)                # then the address has to be confirmed

One form is one submission, however often it is posted. States change in submissions.moves alone.
"""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ccsis import letters as outbox
from ccsis.commonmark import to_html
from ccsis.html import plain_text
from ccsis.scripts import count_words
from submissions import letters, links, moves, searching
from submissions.models import (
    CoAuthor,
    Consent,
    Contributor,
    Draft,
    Flag,
    Link,
    Point,
    Revision,
    State,
    Submission,
    fingerprint,
)
from submissions.models.submission import new_reference


@dataclass
class Filled:
    """A form that was filled in, checked and clean."""

    title: str
    source: str  # CommonMark
    contributor: dict  # fields of Contributor
    consents: dict = field(default_factory=dict)  # wording, like publish-1 -> its text
    language: str = "en"
    scenario: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)  # to the call's questions, none that are personal
    coauthors: list = field(default_factory=list)  # dicts of fields of CoAuthor, in their order
    flags: list = field(default_factory=list)  # unsaved Flags


def start(call, *, nonce=None, language="en", reference=None, now=None):
    """The draft of a form, made when the form first has something to keep; the same nonce gives the same one."""
    now = now or timezone.now()
    if nonce and (earlier := Submission.objects.filter(nonce=nonce).first()):
        return earlier
    try:
        with transaction.atomic():
            return Submission.objects.create(
                call=call,
                language=language,
                nonce=nonce,
                reference=reference or new_reference(),
                state_since=now,
                created_at=now,
            )
    except IntegrityError:  # the same form, at the same moment
        return Submission.objects.get(nonce=nonce)


class Overtaken(Exception):
    """Somebody saved other words meanwhile. `draft` is what stands there now."""

    def __init__(self, draft):
        super().__init__()
        self.draft = draft


@transaction.atomic
def keep_draft(submission, typed, *, email="", may_replace=None, now=None):
    """Keep what was typed, as it was typed; where `email` is given and new, a letter takes the link there.

    Gives the Draft. A draft that was sent meanwhile keeps the words as a change that is not sent. `may_replace` is
    asked whether the writer knows the Draft that stands there. Raises Overtaken where not; then nothing has changed.
    """
    now = now or timezone.now()
    state = Submission.objects.select_for_update().values_list("state", flat=True).get(pk=submission.pk)
    draft = Draft.objects.filter(submission=submission).first()
    if draft and may_replace and not may_replace(draft):
        raise Overtaken(draft)
    draft = draft or Draft(submission=submission)
    draft.typed, draft.saved_at = typed, now
    if state == State.DRAFT:
        Submission.objects.filter(pk=submission.pk).update(state_since=now)
        if email and email != draft.email and letters.draft_saved(submission, email):
            draft.email = email
    draft.save()
    return draft


def take(call, filled, *, nonce=None, reference=None, now=None):
    """Take in a form that is sent without having been a draft. Gives the Submission."""
    submission = start(call, nonce=nonce, language=filled.language, reference=reference, now=now)
    return send(submission, filled, now=now)


def send(submission, filled, *, now=None):
    """Send a draft: text, contributor and consents become rows, and a letter asks to confirm the address.

    Gives the Submission; one that was sent before is given as it is, and nothing is written.
    """
    now = now or timezone.now()
    if submission.state != State.DRAFT:
        return submission
    score = sum(flag.points for flag in filled.flags)
    Submission.objects.filter(pk=submission.pk, state=State.DRAFT).update(language=filled.language, spam_score=score)
    submission.language, submission.spam_score = filled.language, score
    try:
        return moves.transition(
            submission, "send", actor=moves.CONTRIBUTOR, write=lambda row: _write_all(row, filled, now), now=now
        )
    except moves.Conflict:
        return Submission.objects.select_related("call", "revision").get(pk=submission.pk)


def confirm(link, *, now=None):
    """Confirm the address by its link: the submission counts from now on. Gives the Submission.

    Raises TooMany where the call takes no more from this mailbox; then nothing has changed.
    """
    now = now or timezone.now()
    submission = link.submission
    with transaction.atomic():
        if submission.state == State.UNCONFIRMED:
            _refuse_more_than_agreed(submission)
            moves.transition(submission, "confirm", actor=moves.CONTRIBUTOR, now=now)
        links.use_up(link, now=now)
    return submission


class TooMany(Exception):
    """The call takes no more from this person. Its text is a sentence for them."""


def _refuse_more_than_agreed(submission):
    limit = submission.call.per_person
    if limit is None:
        return
    others = Submission.objects.filter(
        call=submission.call,
        confirmed_at__isnull=False,
        erased_at=None,
        contributor__mailbox=submission.contributor.mailbox,
    ).exclude(Q(pk=submission.pk) | Q(state__in=(State.WITHDRAWN, State.EXPIRED)))
    if others.count() >= limit:
        raise TooMany(
            _("This call takes %(limit)d from one person, and you have sent as many. Withdraw one of them first.")
            % {"limit": limit}
        )


def revise(submission, filled, *, now=None):
    """A changed text of something that was sent. Gives the Submission.

    The moderator who read the older one learns of it before deciding. Raises moves.CannotMove where it is too late.
    """
    now = now or timezone.now()
    return moves.transition(
        submission, "revise", actor=moves.CONTRIBUTOR, write=lambda row: _write_change(row, filled, now), now=now
    )


def resubmit(submission, answers, *, message="", now=None):
    """Send back what changes were asked for. `answers` are texts by the number of the point. Gives the Submission."""
    now = now or timezone.now()
    return moves.transition(
        submission,
        "resubmit",
        actor=moves.CONTRIBUTOR,
        message=message,
        write=lambda row: _write_answers(row, answers, now),
        now=now,
    )


def keep_answers(submission, answers):
    """Put answers by, however incomplete, as they were typed; nobody but the contributor sees them.

    Takes texts by the number of the point. Gives whether the points are still open.
    """
    if submission.state != State.CHANGES_REQUESTED:
        return False
    for point in open_points(submission):
        Point.objects.filter(pk=point.pk, answered_at=None).update(answer=answers.get(point.n, ""))
    return True


def open_points(submission):
    """The points of the last request for changes, in their order."""
    request = submission.events.filter(action="request_changes").order_by("-version").first()
    return list(request.points.all()) if request else []


@transaction.atomic
def change_address(submission, email, *, now=None):
    """Another address for a submission that waits to be confirmed: the old confirm links end, a new letter goes.

    Gives whether it was changed.
    """
    now = now or timezone.now()
    waits = Submission.objects.filter(pk=submission.pk, confirmed_at=None, state__in=_WAIT_TO_BE_CONFIRMED)
    if not waits.exists():
        return False
    links.end(submission, Link.Purpose.CONFIRM, now=now)
    outbox.cancel_waiting(f"submission:{submission.pk}", "submission_confirm")
    submission.contributor.email = email
    submission.contributor.save()
    searching.take(submission)
    letters.confirm_again(submission)
    return True


_WAIT_TO_BE_CONFIRMED = (State.UNCONFIRMED, State.QUARANTINED)


def add_revision(submission, filled, *, by_contributor=True, now=None):
    """A new text of the submission, rendered and counted. Gives the Revision; the caller makes it the current one."""
    html, notes = to_html(filled.source)
    words = plain_text(html)
    last = submission.revisions.order_by("-n").values_list("n", flat=True).first() or 0
    return Revision.objects.create(
        submission=submission,
        n=last + 1,
        title=filled.title,
        source=filled.source,
        html=html,
        notes=notes,
        words=count_words(words),
        fingerprint=fingerprint(words),
        scenario=filled.scenario,
        answers=filled.answers,
        by_contributor=by_contributor,
        created_at=now or timezone.now(),
    )


def _write_all(submission, filled, now):
    Contributor.objects.create(submission=submission, created_at=now, **filled.contributor)
    _write_consents(submission, filled, now)
    _write_coauthors(submission, filled)
    for flag in filled.flags:
        flag.submission = submission
    Flag.objects.bulk_create(filled.flags)
    Draft.objects.filter(submission=submission).delete()
    return add_revision(submission, filled, now=now)


def _write_change(submission, filled, now):
    Contributor.objects.filter(submission=submission).first()
    contributor = submission.contributor
    for name, value in filled.contributor.items():
        if name != "email":  # an address is changed only by proving the new one
            setattr(contributor, name, value)
    contributor.save()
    _write_consents(submission, filled, now)
    _write_coauthors(submission, filled)
    Draft.objects.filter(submission=submission).delete()
    if submission.language != filled.language:
        submission.language = filled.language
        Submission.objects.filter(pk=submission.pk).update(language=filled.language)
    return add_revision(submission, filled, now=now)


def _write_consents(submission, filled, now):
    known = set(submission.consents.values_list("wording", flat=True))
    Consent.objects.bulk_create(
        Consent(submission=submission, wording=wording, text=text, given_at=now)
        for wording, text in filled.consents.items()
        if wording not in known
    )


def _write_coauthors(submission, filled):
    """The co-authors as they are written now. Who answered already keeps the answer, and the name as it is there."""
    known = {row.email.lower(): row for row in submission.coauthors.all()}
    kept = []
    for place, fields in enumerate(filled.coauthors, start=1):
        row = known.get(fields["email"].lower()) or CoAuthor(submission=submission)
        if not row.has_answered:
            for name, value in fields.items():
                setattr(row, name, value)
        row.position = place
        row.save()
        kept.append(row.pk)
    submission.coauthors.exclude(pk__in=kept).delete()


def _write_answers(submission, answers, now):
    for point in open_points(submission):
        Point.objects.filter(pk=point.pk).update(answer=answers.get(point.n, "").strip(), answered_at=now)
