"""Reliefs: the same for ever from the same words, named with the piece, drawn when somebody asks or by the worker."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from articles import publishing, relief, relief_files
from articles.models import Article, Publication, Relief
from tests import checksum, make

pytestmark = pytest.mark.django_db

TITLE = "The single road"


@pytest.fixture(autouse=True)
def nothing_drawn():
    for path in Path(settings.MEDIA_ROOT, "reliefs").glob("*"):
        path.unlink()


def files():
    return sorted(path.name for path in Path(settings.MEDIA_ROOT, "reliefs").glob("*"))


def shown(client, publication):
    """What a reader's browser gets for the relief of a piece."""
    address = default_storage.url(publication.relief)
    assert f'src="{address}"' in client.get(publication.get_absolute_url()).text
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("title", "kind", "sha256"),
    [
        (TITLE, "analysis", "47ce8fac169be6d007fbbc321964dabc6649a207b7415e058aeb5ffda3234227"),
        (TITLE, "simulation", "967745c40886621bd447741cc810cda67d0c28cfa95ee31428622181d6689a69"),
        ("გზა ზამთარში", "analysis", "413e3566c466b18996168c499a870b88aa42c18d421f2f69cf50104893809fc5"),
    ],
)
def test_the_same_words_give_the_same_picture_for_ever(title, kind, sha256):
    assert hashlib.sha256(relief.relief(relief.seed_of(title), kind).encode()).hexdigest() == sha256


def test_a_title_in_other_letters_and_with_other_blanks_is_the_same_words():
    assert relief.seed_of("The  single ROAD\n") == relief.seed_of(TITLE)


def test_publishing_draws_nothing_and_who_asks_first_gets_the_whole_picture(client):
    publication = make.publication(TITLE, relief="")
    assert files() == []
    drawn = relief.relief(relief.seed_of(TITLE), "analysis").encode()
    assert shown(client, publication) == drawn
    assert files() == [Path(publication.relief).name]
    assert shown(client, publication) == drawn


def test_a_reader_who_asks_changes_nothing_in_the_database(client):
    publication = make.publication(TITLE, relief="")
    before = checksum.of_all_tables()
    shown(client, publication)
    assert checksum.of_all_tables() == before


def test_a_later_title_and_a_lost_file_change_nothing(client):
    article = make.article(TITLE, relief="")
    before = shown(client, publishing.publish(article))
    article.title = "A longer road"
    article.save()
    publishing.publish(article)
    (Path(settings.MEDIA_ROOT) / article.relief).unlink()
    assert shown(client, Publication.objects.get()) == before


def test_pieces_of_one_title_share_one_relief():
    reliefs = {make.publication(TITLE, relief="", slug=slug).relief for slug in ("one", "two")}
    assert [row.name for row in Relief.objects.all()] == list(reliefs)


def test_what_nobody_named_is_not_drawn(client):
    secret = f"{relief.seed_of(TITLE):016x}"
    for name in (f"reliefs/{secret}-analysis.svg", "reliefs/", "reliefs/../reliefs/x.svg", "reliefs/x.svg"):
        assert client.get(f"/media/{name}").status_code == 404
    assert files() == []


def test_the_worker_draws_what_nobody_asked_for_and_each_once(monkeypatch):
    drawn = []
    monkeypatch.setattr(relief, "relief", lambda seed, kind: drawn.append((seed, kind)) or "<svg/>")
    names = relief_files.names_for([Article(title=title) for title in ("one", "two", "three")])
    relief_files.draw(names[0])
    assert relief_files.draw_due() == 3
    assert sorted(drawn) == sorted((relief.seed_of(title), "analysis") for title in ("one", "two", "three"))
    assert files() == sorted(Path(name).name for name in names)
    assert relief_files.draw_due() == 0
    assert len(drawn) == 3


def test_a_worker_that_is_asked_to_end_draws_no_further():
    relief_files.names_for([Article(title=TITLE)])
    assert relief_files.draw_due(lambda: True) == 0
    assert not Relief.objects.get().is_drawn
