"""What colleagues say about a piece: on the whole of it or on one paragraph, answered, resolved, opened again.

A paragraph is known by a fingerprint of its words. Where they changed, or the paragraph went, the comment stays, with
the words that it was about. Readers see none of it.
"""

import hashlib
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles import letters
from articles.colleagues import colleagues, concerned
from articles.locking import CannotMove
from articles.models import Comment
from ccsis import mentions
from ccsis.html import plain_text
from ccsis.scripts import fold

LONGEST = 5000
QUOTED = 200  # letters of a paragraph that a comment keeps


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text as it stands: its place, its words, and what it is known by."""

    n: int
    text: str
    fingerprint: str

    @property
    def beginning(self):
        return Truncator(self.text).chars(60)


@dataclass
class Thread:
    """A comment with its answers. `paragraph` is None for the whole piece; `is_gone`: its words stand there no more."""

    comment: Comment
    paragraph: Paragraph | None = None
    is_gone: bool = False
    answers: list = field(default_factory=list)

    @property
    def place(self):
        """Where it is shown: the whole piece first, then in the order of the text, then what has gone."""
        return (2, 0) if self.is_gone else (1, self.paragraph.n) if self.paragraph else (0, 0)


def paragraphs(html):
    """The paragraphs of a text, headings and rows of tables included."""
    lines = [(line, _fingerprint(line)) for line in plain_text(html).split("\n")]
    known_by = [(line, fingerprint) for line, fingerprint in lines if fingerprint]
    return [Paragraph(n, line, fingerprint) for n, (line, fingerprint) in enumerate(known_by, start=1)]


def _fingerprint(text):
    """Case, accents and spacing make no difference: a repaired comma is no other paragraph."""
    words = "".join(sign if sign.isalnum() else " " for sign in fold(text)).split()
    return hashlib.sha256(" ".join(words).encode()).hexdigest() if words else ""


# Reading


def threads(article):
    """Every Thread of a piece in the order of its text, in three queries whatever their number."""
    known = {paragraph.fingerprint: paragraph for paragraph in reversed(paragraphs(article.body))}
    rows = list(article.comments.select_related("author", "link").prefetch_related("mentions"))
    found = {row.pk: _thread(row, known) for row in rows if row.answers_to_id is None}
    for row in rows:
        if row.answers_to_id in found:
            found[row.answers_to_id].answers.append(row)
    return sorted(found.values(), key=lambda thread: (thread.place, thread.comment.at, thread.comment.pk))


def _thread(comment, known):
    paragraph = known.get(comment.paragraph) if comment.paragraph else None
    return Thread(comment, paragraph, is_gone=bool(comment.paragraph) and paragraph is None)


def unresolved(article):
    """How many comments of a piece wait for somebody; answers belong to what they answer."""
    return Comment.objects.filter(article=article, answers_to=None, resolved_at=None).count()


def unresolved_for(pieces):
    """A query of pieces with `comments_open`, counted beside each row."""
    rows = Comment.objects.filter(article=OuterRef("pk"), answers_to=None, resolved_at=None).order_by()
    counted = rows.values("article").annotate(n=Count("pk")).values("n")
    return pieces.annotate(comments_open=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


# Saying


@transaction.atomic
def comment(article, *, by, text, paragraph="", now=None):
    """Say something about a piece, or about the paragraph of this fingerprint. Gives the Comment.

    Those named as @username, who began the piece and to whom it is assigned get a letter. Raises CannotMove where
    nothing is said, or the paragraph is not in the saved text.
    """
    return _say(article, by=by, text=text, now=now, **_about(article, paragraph))


@transaction.atomic
def comment_by_link(link, text, *, paragraph="", now=None):
    """The same, said by an outsider to whom the piece was shown."""
    return _say(link.article, link=link, text=text, now=now, **_about(link.article, paragraph))


def said_by(link):
    """What an outsider said by a link, in its order; what colleagues answered is not for them."""
    return list(Comment.objects.filter(link=link))


@transaction.atomic
def answer(comment, *, by, text, now=None):
    """Answer a comment. Gives the answer. What was resolved opens again, because somebody has more to say."""
    comment = comment.answers_to or comment
    made = _say(comment.article, by=by, text=text, now=now, answers_to=comment)
    reopen(comment)
    return made


def _about(article, fingerprint):
    """What a comment keeps of its paragraph."""
    if not fingerprint:
        return {}
    for paragraph in paragraphs(article.body):
        if paragraph.fingerprint == fingerprint:
            return {"paragraph": fingerprint, "quote": Truncator(paragraph.text).chars(QUOTED)}
    raise CannotMove(_("This paragraph was changed meanwhile. Choose it again, or comment on the whole piece."))


def _say(article, *, text, by=None, link=None, now=None, **about):
    text = text.strip()[:LONGEST]
    if not text:
        raise CannotMove(_("Write your comment first."))
    name = str(by or link)
    made = Comment.objects.create(
        article=article, author=by, link=link, author_name=name, text=text, at=now or timezone.now(), **about
    )
    # An outsider knows no user names; whoever happens to have one is not meant.
    named = [user for user in mentions.named(text, colleagues(article)) if user != by] if by else []
    made.mentions.set(named)
    for colleague in named:
        letters.mentioned(made, colleague)
    for colleague in _others(made, by):
        if colleague not in named:
            letters.commented(made, colleague)
    return made


def _others(comment, by):
    """Whom a comment concerns without naming them: of the piece, of the comment that it answers, of the link by which
    an outsider says it."""
    asked = comment.answers_to.author if comment.answers_to else None
    shown_by = comment.link.created_by if comment.link else None
    also = [user for user in (asked, shown_by) if user and user.is_active and user != by]
    return list(dict.fromkeys([*concerned(comment.article, without=by), *also]))


def resolve(comment, *, by, now=None):
    """Somebody has done what it asks for. Gives whether it was still open."""
    waiting = Comment.objects.filter(pk=comment.pk, answers_to=None, resolved_at=None)
    return waiting.update(resolved_at=now or timezone.now(), resolved_by_name=str(by)) == 1


def reopen(comment):
    """It waits for somebody again. Gives whether it was resolved."""
    resolved = Comment.objects.filter(pk=comment.pk, answers_to=None, resolved_at__isnull=False)
    return resolved.update(resolved_at=None, resolved_by_name="") == 1
