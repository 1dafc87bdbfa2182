"""Pieces that come from elsewhere: many at a time, in as few questions to the database as one.

Nobody else can know them yet, so there is nothing to lock, no hold to respect and no older publication. What is
written is what articles.publishing writes for one piece: history, number, readers' row, events.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from articles import body, edition, history, locking, publishing, relief_files
from articles.models import Article, ArticleEvent, Revision
from articles.numbers import next_numbers
from articles.parts import Parts, hang_on


@dataclass
class Newcomer:
    """A piece on its way in: the row, new or saved in this transaction with its earlier versions; what hangs on it.

    `at`: since when it is public, or None for a draft. `n`: the number of its next revision. `page`: the page of its
    text, where that is made already.
    """

    article: Article
    parts: Parts
    at: datetime | None = None
    n: int = 1
    page: body.Page | None = None


@transaction.atomic(savepoint=False)
def take_in(newcomers, *, action, note, now, find_later=False):
    """Save them with all that hangs on them, and publish those that were public, in the order of the list.

    Takes the word for the event, a note for the history, and whether the index of search may wait for the worker.
    Raises CannotMove with the obstacles of the first that cannot be published; call it inside a transaction that ends
    then.
    """
    public = [each for each in newcomers if each.at]
    for each in public:
        if in_the_way := publishing.gaps(each.article):
            raise publishing.CannotMove(*in_the_way)
    _prepare(newcomers, public)
    Article.objects.bulk_create(each.article for each in newcomers if each.article._state.adding)
    for each in newcomers:
        if each.n > 1:
            each.article.save()
    hang_on((each.article, each.parts) for each in newcomers)
    ArticleEvent.objects.bulk_create(locking.event(each.article, action, now=now) for each in newcomers)
    _publish(public, note, now, find_later)


def _prepare(newcomers, public):
    """Numbers, reliefs, and the titles that people had then."""
    numbers = next_numbers([(each.article.kind, each.at) for each in public])
    for each, number in zip(public, numbers, strict=True):
        each.article.first_published_at, each.article.number = each.at, number
        edition.freeze_titles(each.parts.bylines)
    articles = [each.article for each in newcomers]
    for article, name in zip(articles, relief_files.names_for(articles), strict=True):
        article.relief = name


def _publish(public, note, now, find_later):
    revisions = Revision.objects.bulk_create(
        history.revision(each.article, each.parts, n=each.n, version=1, note=note, now=now) for each in public
    )
    edition.add([edition.draft(each.article, each.parts, each.page) for each in public], find_later=find_later)
    ArticleEvent.objects.bulk_create(
        locking.event(each.article, "publish", now=now, revision=revision.pk, version=1)
        for each, revision in zip(public, revisions, strict=True)
    )
