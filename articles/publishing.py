"""The moves of a piece, one function each; the only place where its state changes, and the only bridge from the desk's
row to the readers'.

To know what may be done, read MOVES in articles.table. Every move reads in the same order: may it move? move it (a
conditional UPDATE on id, state and row_version is the lock); record the event; do what follows. All of that in one
transaction. `by` is the member of staff who does it, whose permission is asked; None is the house itself: the worker,
an import, the demo.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import checklist, edition, history, letters, relief_files
from articles.locking import CannotMove, NotAllowed, record, take_row, take_text
from articles.models import (
    Article,
    Byline,
    Correction,
    EventNote,
    Notice,
    Publication,
    Revision,
)
from articles.numbers import next_numbers
from articles.parts import Parts
from articles.table import BY_ACTION, MOVES, STILL_THE_AUTHORS
from ccsis.html import is_empty
from ccsis.models import Redirect

State = Article.State


# What may be asked


def obstacles(article, now=None, *, is_checked=True):
    """Why this piece cannot be published now: a list of sentences, empty where nothing stands in the way.

    `is_checked`: whether the required items of the checklist are asked, too.
    """
    found = gaps(article) + [_("On hold: %s") % hold.reason for hold in article.holds.all()]
    if article.embargo_until and article.embargo_until > (now or timezone.now()):
        found.append(_("Under embargo until %s.") % _moment(article.embargo_until))
    return list(dict.fromkeys(found + checklist.obstacles(article))) if is_checked else found


def gaps(article):
    """Why the text itself cannot be published: a list of sentences."""
    found = []
    if not article.title.strip():
        found.append(_("The piece has no title."))
    if is_empty(article.body):
        found.append(_("The piece has no text."))
    return found


def standing(article):
    """Where a piece stands for readers: `draft`, `published`, `pending` (published, with unpublished changes),
    `retracted` or `expired`."""
    publication = Publication.objects.filter(article=article).only("row_version").first()
    if publication:
        return "published" if publication.row_version >= article.readers_version else "pending"
    notice = Notice.objects.filter(article=article).only("is_expired").first()
    if notice:
        return "expired" if notice.is_expired else "retracted"
    return "draft"


def may_write(article, user):
    """Whether this person may change the text as it stands: its authors until it is passed on, then those who
    approve."""
    if article.state not in STILL_THE_AUTHORS and not user.has_perm("articles.approve_article"):
        return False
    return is_theirs(article, user)


def is_theirs(article, user):
    """Whether the desk opens this piece to this person."""
    return Article.objects.editable_by(user).filter(pk=article.pk).exists()


def open_moves(article, user):
    """The moves that this person may make now, in the table's order; whether something is missing is asked later."""
    if not is_theirs(article, user):
        return []
    return [move for move in MOVES if _permits(move, user) and move.fits(article)]


def _permits(move, user):
    return bool(move.permission) and user.has_perm(f"articles.{move.permission}")


# May it move? Move it. Record it


def _may(article, action, by):
    """The row of the table. Raises NotAllowed or CannotMove where the move is not open."""
    move = BY_ACTION[action]
    if by is not None and not (_permits(move, by) and is_theirs(article, by)):
        raise NotAllowed(_("You may not do this. Ask a colleague who may: %s.") % move.label)
    if not move.fits(article):
        raise CannotMove(_cannot(move, article))
    return move


def _cannot(move, article):
    if article.state in move.sources:
        return _("Only a published piece can take this step: %s.") % move.label
    label = State(article.state).label
    return _("This step cannot be taken while the piece is %(state)s: %(step)s.") % {"state": label, "step": move.label}


def _move(article, action, *, by, now, note="", details=None, **changes):
    """Ask, lock, record. Gives the event."""
    source = _take(article, action, by=by, now=now, **changes)
    made = record(article, action, by=by, now=now, source=source, **(details or {}))
    if note.strip():
        EventNote.objects.create(event=made, text=note.strip())
    return made


def _take(article, action, *, by, now, **changes):
    """Ask and lock. Gives the state that the piece came from."""
    move = _may(article, action, by)
    source = article.state
    if move.to != State.SCHEDULED:
        changes |= {"publish_at": None, "scheduled_by": None}
    take_row(article, now=now, state=move.to, **changes)
    return source


# The way to the readers


@transaction.atomic
def plan(*, title, by, now=None, **fields):
    """A piece that is only planned yet: it has a title and no text. Gives the Article. `fields` are fields of it."""
    now = now or timezone.now()
    article = Article(title=title, state=State.PLANNED, created_by=by, created_at=now, **fields)
    article.save()
    record(article, "plan", by=by, now=now)
    return article


@transaction.atomic
def write(article, *, by, now):
    """Lock a piece whose text is about to be saved, and begin it where it was only planned and has a text now.

    Raises NotAllowed where this person may no longer write on it, Conflict where somebody was first.
    """
    if by is not None and not may_write(article, by):
        raise NotAllowed(_("It has been passed on since: who approves pieces may change it now. Yours was not saved."))
    if article.state == State.PLANNED and not is_empty(article.body):
        _move(article, "begin", by=by, now=now)
    take_text(article, now=now)


@transaction.atomic
def begin(article, *, by=None, now=None):
    """Work on a planned piece begins."""
    _move(article, "begin", by=by, now=now or timezone.now())


@transaction.atomic
def hand_in(article, *, by=None, note="", now=None):
    """The author is done; somebody shall read it. Raises CannotMove with what the text lacks."""
    now = now or timezone.now()
    _may(article, "hand_in", by)
    if found := gaps(article):
        raise CannotMove(*found)
    if standing(article) == "published":
        raise CannotMove(_("Readers already see this text. There is nothing to hand in."))
    made = _move(article, "hand_in", by=by, now=now, note=note)
    history.keep(article, by=by, note=note, kind=Revision.Kind.HAND_IN, now=now)
    letters.handed_in(article, made)
    return made


@transaction.atomic
def take_back(article, *, by=None, note="", now=None):
    """The author goes on writing after all."""
    return _move(article, "take_back", by=by, now=now or timezone.now(), note=note)


@transaction.atomic
def send_back(article, *, by=None, note, now=None):
    """An editor gives it back to the author, with a note that says what is missing."""
    _may(article, "send_back", by)
    if not note.strip():
        raise CannotMove(_("Write a note: the author wants to know what to do."))
    made = _move(article, "send_back", by=by, now=now or timezone.now(), note=note)
    letters.sent_back(article, made)
    return made


@transaction.atomic
def pass_on(article, *, by=None, note="", now=None):
    """It was read; the copy-editor may have it."""
    return _move(article, "pass_on", by=by, now=now or timezone.now(), note=note)


@transaction.atomic
def approve(article, *, by=None, note="", now=None):
    """The text is good as it is. Raises CannotMove with what it lacks."""
    now = now or timezone.now()
    _may(article, "approve", by)
    if found := gaps(article):
        raise CannotMove(*found)
    made = _move(article, "approve", by=by, now=now, note=note)
    history.keep(article, by=by, note=note, kind=Revision.Kind.APPROVE, now=now)
    return made


@transaction.atomic
def schedule(article, *, by=None, at, note="", now=None):
    """Let the worker publish it, or its changes, at a time to come; also to move that time.

    Raises CannotMove where the time is past, or with what stands in the way of publishing.
    """
    now = now or timezone.now()
    _may(article, "schedule", by)
    if at is None or at <= now:
        raise CannotMove(_("This time is past. Choose a later one, or publish at once."))
    if in_the_way := obstacles(article, now=at):
        raise CannotMove(*in_the_way)
    if standing(article) == "published":
        raise CannotMove(_("Readers already see this text. There is nothing to schedule."))
    if article.expire_at and at >= article.expire_at:
        raise CannotMove(_("It would be taken down before that: %s.") % _moment(article.expire_at))
    details = {"at": at.isoformat(), "text": article.text_version}
    return _move(article, "schedule", by=by, now=now, note=note, details=details, publish_at=at, scheduled_by=by)


@transaction.atomic
def unschedule(article, *, by=None, note="", now=None):
    """Take it off the schedule; it stays ready."""
    return _move(article, "unschedule", by=by, now=now or timezone.now(), note=note)


@transaction.atomic
def miss(article, *, reasons, now=None):
    """The worker could not publish it on its date: it goes back to the desk, with why."""
    return _move(article, "miss", by=None, now=now or timezone.now(), note=" ".join(reasons))


@transaction.atomic
def set_dates(article, *, by=None, expire_at=None, embargo_until=None, review_on=None, now=None):
    """Say when it shall be taken down, until when nobody may publish it, and when somebody shall look at it again.

    None takes a date away. None of it publishes or takes down anything now. Raises NotAllowed, Conflict, or
    CannotMove where the dates contradict each other.
    """
    now = now or timezone.now()
    if by is not None and not (by.has_perm("articles.publish_article") and is_theirs(article, by)):
        raise NotAllowed(_("You may not set the dates of a piece. Ask a publisher."))
    if expire_at and expire_at != article.expire_at and expire_at <= now:
        raise CannotMove(_("The time to take it down is past. Retract it, or choose a later time."))
    at = article.publish_at
    if at and expire_at and expire_at <= at:
        raise CannotMove(_("It would be taken down before it is published: %s.") % _moment(at))
    if at and embargo_until and embargo_until > at:
        raise CannotMove(_("It is scheduled for a time within the embargo: %s.") % _moment(at))
    take_row(article, now=now, expire_at=expire_at, embargo_until=embargo_until, review_on=review_on)
    return record(article, "set_dates", by=by, now=now)


def _moment(at):
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M %Z")


@transaction.atomic
def publish(article, *, by=None, at=None, note="", minor=False, now=None):
    """Make the piece public as it stands, or bring its publication up to date.

    Takes the Article as the caller read it, who does it, `at`: the time of first publication where it lies in the
    past (imports), a note for the history, and `minor`: do not move "updated". Gives the Publication. Raises
    CannotMove with the obstacles, Conflict where somebody changed the piece meanwhile.
    """
    return _carry_over(article, "publish", by=by, at=at, note=note, minor=minor, now=now or timezone.now())


@transaction.atomic
def correct(article, *, by=None, type, text, now=None):
    """Publish the piece as it stands with a correction that tells readers what changed.

    Takes the Article, who does it, one of Correction.Type (not a retraction) and the words for readers. Gives the
    Publication. Raises as `publish` does, and CannotMove where it is not public or the words are missing.
    """
    now = now or timezone.now()
    _may(article, "correct", by)
    if type not in Correction.Type or type == Correction.Type.RETRACTION:
        raise CannotMove(_("Say what it is: a correction, a clarification or an update."))
    if not text.strip():
        raise CannotMove(_("Write what changed: readers will see it with the piece."))
    publication = _carry_over(article, "correct", by=by, note=text.strip()[:300], now=now)
    Correction.objects.create(article=article, type=type, text=text.strip(), version=publication.version, at=now, by=by)
    return publication


def _carry_over(article, action, *, by, at=None, note="", minor=False, now):
    _may(article, action, by)
    in_the_way = obstacles(article, now, is_checked=_is_checked(article, by))
    if in_the_way:
        raise CannotMove(*in_the_way)
    source = _take(article, action, by=by, now=now)
    if article.holds.exists():  # placed since we asked, by somebody who had the row locked
        raise CannotMove(*obstacles(article, now, is_checked=False))
    is_first = article.first_published_at is None
    if is_first:
        _give_number(article, at or now)
    keep_relief(article)
    parts = Parts.of(article)
    Byline.objects.bulk_update(edition.freeze_titles(parts.bylines), ["title"])
    old = notice = None
    if not is_first:
        old = Publication.objects.filter(article=article).first()
        notice = Notice.objects.filter(article=article).first()
    version = Revision.objects.filter(article=article, version__isnull=False).count() + 1
    kept = {"note": note, "version": version, "is_minor": minor and not is_first, "kind": Revision.Kind.PUBLISH}
    revision = history.keep(article, parts=parts, by=by, now=now, **kept)
    draft = edition.draft(article, parts)
    publication = edition.save(draft, old, version=version, updated_at=_updated(old, is_first, minor, now))
    if notice:
        notice.delete()
    if known := old or notice:
        Redirect.objects.leave(known.get_absolute_url(), publication.get_absolute_url())
    record(article, action, by=by, now=now, source=source, revision=revision.pk, version=version)
    return publication


def _is_checked(article, by):
    """Whether the checklist is asked of what is about to be published.

    Of whatever a person publishes. Of what the worker publishes on its date only where the text is not the one that
    somebody scheduled: that one was checked then, and a date that was promised does not fail because a rule, a term or
    a page elsewhere has changed since. Not of what the house itself brings, such as an import.
    """
    if by is not None:
        return True
    if article.state != State.SCHEDULED:
        return False
    scheduled = article.events.filter(action="schedule").order_by("-at", "-id").first()
    return scheduled is None or scheduled.details.get("text") != article.text_version


@transaction.atomic
def retract(article, *, by=None, reason, now=None):
    """Take a published piece back. Its address stays and says why.

    Takes the Article, who does it, and the reason that readers will see. Gives the Notice. Raises CannotMove where
    the piece is not public or no reason is given, Conflict where somebody was first.
    """
    now = now or timezone.now()
    publication = _public_row(article, "retract", by)
    if not reason.strip():
        raise CannotMove(_("Write the reason: readers will see it in place of the piece."))
    _move(article, "retract", by=by, now=now, details={"version": publication.version})
    Correction.objects.create(
        article=article,
        type=Correction.Type.RETRACTION,
        text=reason.strip(),
        version=publication.version,
        at=now,
        by=by,
    )
    return _leave_notice(article, publication, now=now, reason=reason.strip())


@transaction.atomic
def expire(article, *, now=None):
    """Take a piece down because its time is over. Its address stays and says so. Gives the Notice."""
    now = now or timezone.now()
    publication = _public_row(article, "expire", None)
    _move(article, "expire", by=None, now=now, details={"version": publication.version}, expire_at=None)
    return _leave_notice(article, publication, now=now, reason="", is_expired=True)


def _public_row(article, action, by):
    _may(article, action, by)
    return Publication.objects.get(article=article)


def _leave_notice(article, publication, *, now, reason, is_expired=False):
    notice = Notice.objects.create(
        article=article,
        kind=publication.kind,
        language=publication.language,
        slug=publication.slug,
        title=publication.title,
        number=publication.number,
        published_at=publication.published_at,
        retracted_at=now,
        reason=reason,
        is_expired=is_expired,
    )
    edition.take_away(publication)
    return notice


def _updated(old, is_first, minor, now):
    if is_first:
        return None
    if minor:
        return old.updated_at if old else None
    return now


def _give_number(article, at):
    article.first_published_at, [article.number] = at, next_numbers([(article.kind, at)])
    Article.objects.filter(pk=article.pk).update(first_published_at=at, number=article.number)


def keep_relief(article):
    """Give a piece its relief once, from its first title; a later title changes nothing. It is drawn later."""
    if not article.relief:
        [article.relief] = relief_files.names_for([article])
        Article.objects.filter(pk=article.pk).update(relief=article.relief)
