"""The corpus for rehearsals and measurements: the same each time, as various as real archives, written as a move would
write it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import edition
from articles.corpus import making
from articles.corpus.texts import FREQUENT, PHRASE, RARE
from articles.models import Article, Correction, Publication, Revision
from articles.record import versions
from ccsis.html import cleaned, together
from tests import make

pytestmark = pytest.mark.django_db
COUNT = 120


def _texts():
    return list(Publication.objects.order_by("pk").values_list("slug", "published_at", "body", "text"))


def test_a_corpus_is_various_and_as_if_every_piece_had_been_published_by_a_move():
    call_command("make_corpus", COUNT, verbosity=0)
    rows = list(Publication.objects.order_by("published_at").prefetch_related("credits", "topics", "regions", "tags"))
    assert len(rows) == COUNT
    # various
    assert len({row.language for row in rows}) == len(making.SHARES)
    assert len({row.kind for row in rows}) > 5
    assert {len([each for each in row.credits.all() if each.role == "author"]) for row in rows} == {1, 2, 3, 4}
    assert all(row.topics.all() and row.regions.all() and row.tags.all() for row in rows)
    assert rows[-1].published_at - rows[0].published_at > timedelta(days=24 * 365)
    assert rows[-1].published_at <= timezone.now()
    assert any(not row.is_original for row in rows) and any(row.series_part for row in rows)
    assert any(row.sources for row in rows) and any(row.headings for row in rows)
    assert min(row.words for row in rows) > 100 and max(row.words for row in rows) < 1700
    marked = {word: sum(word in row.text for row in rows) for word in (FREQUENT, PHRASE, RARE)}
    assert marked == {FREQUENT: 34, PHRASE: 1, RARE: 1}
    # as the desk would have it
    for row in rows:
        draft = edition.draft(row.article)
        names = [field.attname for field in Publication._meta.concrete_fields]
        differing = {name for name in names if getattr(draft.publication, name) != getattr(row, name)}
        assert differing == {"id", "is_indexed"} | ({"version", "updated_at"} if row.version > 1 else set())
        assert [(each.name, each.role, each.title) for each in draft.credits] == [
            (each.name, each.role, each.title) for each in row.credits.all()
        ]
        assert set(draft.topics) == set(row.topics.all()) and set(draft.tags) == set(row.tags.all())
        assert row.version == Revision.objects.filter(article=row.article).count() == len(versions(row))
    corrected = [row for row in rows if row.version == 2]
    assert sorted(row.article_id for row in corrected) == sorted(Correction.objects.values_list("article", flat=True))
    assert all(row.updated_at > row.published_at for row in corrected)


def test_the_same_seed_gives_the_same_pieces_and_another_one_does_not():
    def made(seed):
        maker = making.Maker(20, seed, make.NOW)
        return [maker._newcomer(n) for n in range(20)]

    first, again, other = ([each.article.title for each in made(seed)] for seed in (3, 3, 4))
    assert first == again != other


def test_a_corpus_is_not_mixed_with_what_people_wrote_unless_they_say_so():
    make.publication()
    with pytest.raises(CommandError, match="content of its own, pieces: 1. Nothing was made"):
        call_command("make_corpus", 3, verbosity=0)
    with pytest.raises(CommandError, match="1 or more"):
        call_command("make_corpus", 0, verbosity=0)
    assert Article.objects.count() == 1
    call_command("make_corpus", 3, anyway=True, verbosity=0)
    call_command("make_corpus", 3, anyway=True, verbosity=0)
    assert Publication.objects.count() == 7


def test_only_what_was_cleaned_is_put_together_without_cleaning():
    assert together([cleaned("<p>a<script>x</script></p>"), cleaned("<p>b<b>")]) == "<p>a</p><p>b</p>"
    with pytest.raises(TypeError):
        together([cleaned("<p>a</p>"), "<script>x</script>"])
    assert type(cleaned("<p>a</p>") + "<script>") is str
