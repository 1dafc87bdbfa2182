"""The front page of the desk: what waits for this person, what is due, what comes next, who is on what.

Only pieces that the desk opens to this person are named; the number of queries does not grow with them.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles import linkcheck, working
from articles.desk.broken_links import broken_for
from articles.models import Article, ArticleEvent, Assignment, Comment, Presence, Publication
from articles.table import BY_ACTION

State = Article.State
MOST = 5  # rows of a block
SOON = timedelta(days=7)


@dataclass
class Row:
    """A line: what it leads to, what is said of it, since or until when, and whether that is over."""

    title: str
    address: str
    said: str = ""
    at: object = None  # a date or a moment
    is_late: bool = False
    language: str = ""


@dataclass
class Block:
    """A part of the page: its heading, the whole list that it leads to, its first rows, and what stands there where
    there are none."""

    name: str
    label: str
    address: str
    nothing: str = ""
    rows: list = field(default_factory=list)
    has_more: bool = False


def today(user, now=None):
    """{"mine": Blocks with something in them that waits for this person, "others": Blocks} or {} for who has no
    pieces."""
    if not user.has_perm("articles.change_article"):
        return {}
    now = now or timezone.now()
    mine = [block(user, now) for block in MINE]
    return {"mine": [each for each in mine if each.rows], "others": [block(user, now) for block in OTHERS]}


# What all of them use


def _pieces(user):
    return Article.objects.editable_by(user)


def _list(**filters):
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return reverse("admin:articles_article_changelist") + (f"?{query}" if query else "")


def _desk(pk, place=""):
    return reverse("admin:articles_article_change", args=[pk]) + place


def _row(piece, **said):
    return Row(str(piece), _desk(piece.pk), language=piece.language, **said)


def _block(name, label, address, found, make, nothing=""):
    """A Block of the first rows that a query finds; one more is read, to know whether there are."""
    rows = list(found[: MOST + 1])
    return Block(name, label, address, nothing, [make(row) for row in rows[:MOST]], len(rows) > MOST)


# What waits for this person


def assigned(user, now):
    rows = (
        Assignment.objects.filter(to=user, article__in=_pieces(user).values("pk"))
        .select_related("article")
        .defer("article__body")
        .order_by(F("due_on").asc(nulls_last=True), "-priority", "id")
    )
    day = timezone.localdate(now)

    def make(row):
        late = bool(row.due_on and row.due_on < day)
        said = _("%(state)s, from %(who)s") if row.set_by_name and row.set_by_id != user.pk else "%(state)s"
        words = said % {"state": row.article.get_state_display(), "who": row.set_by_name}
        return _row(row.article, said=words, at=row.due_on, is_late=late)

    return _block("assigned", _("Assigned to you"), _list(assigned="me"), rows, make)


def handed_in(user, now):
    """What lies before those who approve, and what is ready before those who publish."""
    states = [State.REVIEW, State.COPYEDIT] if user.has_perm("articles.approve_article") else []
    states += [State.READY] if user.has_perm("articles.publish_article") else []
    rows = _with_last_move(_pieces(user).filter(state__in=states)) if states else Article.objects.none()

    def make(piece):
        words = piece.get_state_display()
        if piece.moved_by:
            words = _("%(state)s, from %(who)s") % {"state": words, "who": piece.moved_by}
        return _row(piece, said=words, at=piece.moved_at)

    address = _list(state__in=",".join(states))
    return _block("handed-in", _("To be read, approved or published"), address, rows, make)


def sent_back(user, now):
    """The own pieces that an editor gave back and nobody has handed in since."""
    own = Q(created_by=user) | Q(bylines__person__user=user)
    own_ids = Article.objects.filter(own, state=State.DRAFT).values("pk")
    rows = _with_last_move(_pieces(user).filter(pk__in=own_ids)).filter(last_move="send_back")

    def make(piece):
        return _row(piece, said=_("from %s") % (piece.moved_by or _("an editor")), at=piece.moved_at)

    return _block("sent-back", _("Sent back to you"), _list(state__exact=State.DRAFT), rows, make)


def _with_last_move(pieces):
    """Pieces with who last moved them, how and when, the longest waiting first."""
    moves = ArticleEvent.objects.filter(article=OuterRef("pk"), action__in=[*BY_ACTION]).order_by("-at", "-id")
    return pieces.annotate(
        last_move=Subquery(moves.values("action")[:1]),
        moved_by=Subquery(moves.values("actor_name")[:1]),
        moved_at=Subquery(moves.values("at")[:1]),
    ).order_by(F("moved_at").asc(nulls_last=True), "pk").defer("body")  # fmt: skip


def named(user, now):
    """Comments that name this person, are not resolved, and have no later answer of theirs."""
    thread = Q(answers_to=OuterRef("pk")) | Q(answers_to=OuterRef("answers_to")) & ~Q(answers_to=None)
    answered = Comment.objects.filter(thread, author=user, at__gt=OuterRef("at"))
    is_open = Q(answers_to=None, resolved_at=None) | Q(answers_to__isnull=False, answers_to__resolved_at=None)
    rows = (
        Comment.objects.filter(is_open, mentions=user, article__in=_pieces(user).values("pk"))
        .exclude(author=user)
        .exclude(Exists(answered))
        .select_related("article")
        .defer("article__body")
        .order_by("at", "id")
    )

    def make(comment):
        words = f"{comment.author_name}: {Truncator(comment.text).chars(80)}"
        place = f"#comment-{comment.answers_to_id or comment.pk}"
        piece = comment.article
        return Row(str(piece), _desk(piece.pk, place), said=words, at=comment.at, language=piece.language)

    return _block("named", _("Comments that name you"), _list(), rows, make)


MINE = (sent_back, named, assigned, handed_in)


# What happens at the desk


def due(user, now):
    day = timezone.localdate(now)
    rows = (
        Assignment.objects.filter(due_on__lte=day + SOON, article__in=_pieces(user).values("pk"))
        .select_related("article", "to")
        .defer("article__body")
        .order_by("due_on", "-priority", "id")
    )

    def make(row):
        return _row(row.article, said=str(row.to or _("nobody")), at=row.due_on, is_late=row.due_on < day)

    address = reverse("admin:articles_article_changelist") + "?due=overdue"
    nothing = _("Nothing is due within a week.")
    return _block("due", _("Due and overdue"), address, rows, make, nothing)


def scheduled(user, now):
    rows = _pieces(user).filter(state=State.SCHEDULED).select_related("scheduled_by").defer("body")

    def make(piece):
        who = piece.scheduled_by
        said = _("scheduled by %s") % who if who else ""
        return _row(piece, said=said, at=piece.publish_at, is_late=piece.publish_at < now)

    address = _list(state__exact=State.SCHEDULED)
    nothing = _("Nothing is scheduled.")
    return _block("scheduled", _("Published next"), address, rows.order_by("publish_at", "pk"), make, nothing)


def overdue_for_review(user, now=None):
    """The public pieces whose day to be looked at again has come, the longest overdue first."""
    day = timezone.localdate(now)
    return _pieces(user).filter(review_on__lte=day, publication__isnull=False).order_by("review_on", "pk")


def freshness(user, now):
    day = timezone.localdate(now)

    def make(piece):
        return _row(piece, at=piece.review_on, is_late=piece.review_on < day)

    rows = overdue_for_review(user, now).defer("body")
    nothing = _("Everything that readers see was looked at in time.")
    return _block("review", _("To be looked at again"), _list(review="overdue"), rows, make, nothing)


def links(user, now):
    def make(link):
        said = f"{linkcheck.said(link.status)}: {link.address}"
        return _row(link.article, said=said, at=link.broken_since)

    address = reverse("admin:articles_checkedlink_changelist")
    rows = broken_for(user).order_by("-broken_since", "id")
    return _block("links", _("Broken links"), address, rows, make, _("Every link that was looked at works."))


def people(user, now):
    """Who has a piece open this minute, and who has been given which: a row for each person and piece."""
    mine = _pieces(user).values("pk")
    here = Presence.objects.filter(article__in=mine, seen_at__gte=now - working.STALE).exclude(user=user)
    here = list(here.select_related("article", "user").defer("article__body").order_by("-seen_at")[: MOST + 1])
    open_now = {(each.user_id, each.article_id) for each in here}
    given = Assignment.objects.filter(article__in=mine, to__isnull=False).exclude(to=user).order_by("-set_at", "id")
    given = list(given.select_related("article", "to").defer("article__body")[: MOST + 1])
    rows = [_row(each.article, said=_("%s has it open now") % each.user) for each in here]
    rows += [_row(each.article, said=str(each.to)) for each in given if (each.to_id, each.article_id) not in open_now]
    nothing = _("Nobody else is at a piece, and none is assigned.")
    address = _list(assigned="somebody")
    return Block("people", _("Who is on what"), address, nothing, rows[:MOST], len(rows) > MOST)


def published(user, now):
    rows = Publication.objects.select_related("article").only(
        *("title", "slug", "kind", "language", "number", "version", "published_at", "updated_at", "article__id")
    )

    def make(row):
        return Row(row.title, row.get_absolute_url(), row.number, row.last_changed_at, language=row.language)

    newest = rows.order_by("-published_at", "-id")
    nothing = _("Nothing is published yet.")
    return _block("published", _("Published last"), _list(standing="published"), newest, make, nothing)


OTHERS = (due, scheduled, freshness, links, people, published)
