"""Publishing, retracting and previewing by the buttons of the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from articles import door, publishing
from articles.models import Article, Correction, Notice, Publication
from tests import make
from tests.desk import data_of, edit, messages_of

pytestmark = pytest.mark.django_db


def at(piece, page="change"):
    return reverse(f"admin:articles_article_{page}", args=[piece.pk])


@pytest.fixture
def publisher(client):
    user = make.user("publisher", name="Pavle")
    client.force_login(user)
    return user


def test_publish_saves_what_is_typed_and_links_to_the_public_page(client, publisher):
    piece = make.article(body="<p>Old.</p>")

    edit(client, at(piece), body="<p>New.</p>", _move="publish")
    page = client.get(at(piece))

    publication = Publication.objects.get(article=piece)
    assert (publication.body, publication.version) == ("<p>New.</p>", 1)
    assert list(piece.events.values_list("action", flat=True).order_by("id")) == ["save", "publish"]
    assert f'Published as version 1. <a href="{publication.get_absolute_url()}">' in messages_of(page)[0]
    assert publication.number in page.content.decode()


def test_an_unchanged_piece_is_published_as_it_is_saved(client, publisher):
    piece = make.article()

    edit(client, at(piece), _move="publish")

    assert list(piece.events.values_list("action", flat=True)) == ["publish"]
    assert Publication.objects.get(article=piece).row_version == 2


def test_what_readers_already_see_is_not_published_twice(client, publisher):
    piece = make.publication().article

    edit(client, at(piece), _move="publish")

    assert Publication.objects.get().version == 1
    assert messages_of(client.get(at(piece))) == ["Readers already see this text."]


def test_saved_changes_of_a_published_piece_wait_for_publication(client, publisher):
    piece = make.publication(body="<p>As published.</p>").article

    edit(client, at(piece), body="<p>Not yet for readers.</p>", title="Not yet either")
    waiting = client.get(Publication.objects.get().get_absolute_url()).content.decode()
    edit(client, at(piece), _move="publish")
    after = client.get(Publication.objects.get().get_absolute_url()).content.decode()

    assert "As published." in waiting
    assert "Not yet" not in waiting
    assert "Not yet for readers." in after


def test_a_small_fix_does_not_move_the_date_of_update(client, publisher):
    piece = make.publication().article

    edit(client, at(piece), body="<p>One letter other.</p>", _move="small_fix")
    minor = Publication.objects.get()
    edit(client, at(piece), body="<p>A new paragraph.</p>", _move="publish")
    major = Publication.objects.get()

    assert (minor.version, minor.updated_at) == (2, None)
    assert (major.version, major.updated_at is None) == (3, False)


def test_obstacles_are_named_beside_the_button_and_after_pressing_it(client, publisher):
    piece = make.article(body="")
    door.place_hold(piece.pk, "waiting", "The contributor has not approved the proof.")

    page = client.get(at(piece)).content.decode()
    pressed = edit(client, at(piece), subtitle="Kept", _move="publish", step__note="Ready, I think.")
    told = messages_of(pressed)

    for sentence in ("The piece has no text.", "On hold: The contributor has not approved the proof."):
        assert sentence in page
        assert sentence in told
    assert (pressed.status_code, "Ready, I think." in pressed.text) == (409, True)
    piece.refresh_from_db()
    assert (piece.subtitle, piece.number) == ("Kept", None)
    assert not Publication.objects.exists()


@pytest.mark.parametrize("role", ["author", "editor", "moderator", "reader", "privacy", "admin"])
def test_nobody_else_publishes_or_retracts(client, role):
    user = make.user(role)
    publisher = make.user("publisher")
    client.force_login(publisher)
    draft, public = make.article("Draft", created_by=user), make.publication("Public", created_by=user).article
    forms = {piece.pk: data_of(client.get(at(piece))) for piece in (draft, public)}
    client.force_login(user)

    for piece in (draft, public):
        for step in ("publish", "small_fix", "correct"):
            typed = forms[piece.pk] | {"title": "Changed", "_move": step, "step-text": "A word."}
            assert client.post(at(piece), typed).status_code == 403
            assert client.post(at(piece, "move"), {"_move": step}).status_code in (403, 404)
        assert client.get(at(piece, "retract")).status_code in (403, 404)
        assert client.post(at(piece, "retract"), {"reason": "Because."}).status_code in (403, 404)

    assert list(Publication.objects.values_list("title", "version")) == [("Public", 1)]
    assert not Article.objects.filter(title="Changed").exists()
    assert not Notice.objects.exists()


def test_moves_are_made_by_post_with_a_token_only(client, publisher):
    piece = make.publication().article
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(publisher)

    assert client.get(at(piece, "retract"), {"reason": "x"}).status_code == 200
    assert strict.post(at(piece, "retract"), {"reason": "Wrong figures."}).status_code == 403
    assert Publication.objects.exists()


def test_retracting_asks_for_the_reason_that_readers_see(client, publisher):
    piece = make.publication().article

    empty = client.post(at(piece, "retract"), {"reason": "  "})
    done = client.post(at(piece, "retract"), {"reason": "The figures were wrong."})

    assert "Write the reason: readers will see it in place of the piece." in empty.content.decode()
    assert done.url == at(piece)
    assert not Publication.objects.exists()
    assert (Notice.objects.get().reason, Correction.objects.get().by) == ("The figures were wrong.", publisher)
    page = client.get(at(piece)).content.decode()
    assert "standing-retracted" in page
    assert "The figures were wrong." in page
    again = client.post(at(piece, "retract"), {"reason": "Again."})
    assert "Only a published piece can take this step: Retract." in again.content.decode()


def test_the_page_tells_the_history_of_the_piece(client, publisher):
    piece = make.publication().article
    edit(client, at(piece), title="Another title")

    page = client.get(at(piece)).content.decode()

    assert "Pavle saved it" in page
    assert "the worker published it (version 1)" in " ".join(page.split())
    assert "published, changes pending" in page
    assert "published as version 1" in page


# Preview


def test_the_preview_shows_the_saved_draft_in_the_readers_template_and_to_no_reader(client, publisher):
    piece = make.article("Not out yet", body="<h2>Head</h2><p>A secret line.</p>", authors=[make.person("Nino R.")])

    shown = client.get(at(piece, "preview"))

    page = shown.content.decode()
    assert "articles/publication.html" in [template.name for template in shown.templates]
    for words in ("Not out yet", "A secret line.", "Nino R."):
        assert words in page
    assert "no-store" in shown["Cache-Control"]
    assert shown["X-Robots-Tag"] == "noindex"
    assert "unsafe-inline" not in shown["Content-Security-Policy"]
    assert not Publication.objects.exists()
    client.logout()
    assert client.get(at(piece, "preview")).status_code == 302
    for address in (
        "/",
        "/analyses/",
        "/feeds/atom.xml",
        "/sitemap-pieces-1.xml",
        "/news-sitemap.xml",
        "/llms.txt",
        f"/analyses/{piece.slug}/",
        "/search/?q=secret",
    ):
        assert "A secret line." not in client.get(address).content.decode()
        assert "Not out yet" not in client.get(address).content.decode()


def test_save_and_preview_saves_first(client, publisher):
    piece = make.article()

    shown = edit(client, at(piece), title="Fresh", _preview="1")

    assert shown.url == at(piece) + "#preview"
    assert at(piece, "preview") in client.get(at(piece)).content.decode()
    preview = client.get(at(piece, "preview")).content.decode()
    assert "Fresh" in preview
    assert at(piece) in preview


def test_a_conflict_at_publication_is_told_and_nothing_goes_out(client, publisher):
    piece = make.article(body="<p>Old.</p>")
    opened = client.get(at(piece))
    edit(client, at(piece), body="<p>Newer.</p>")

    second = client.post(at(piece), data_of(opened, _move="publish"))

    assert second.status_code == 200
    assert "Somebody was first: Pavle saved this piece" in second.content.decode()
    assert not Publication.objects.exists()


def test_a_retracted_piece_can_be_published_again_under_its_number(client, publisher):
    publication = make.publication()
    publishing.retract(Article.objects.get(), reason="Wrong.")

    edit(client, at(publication.article), body="<p>Right now.</p>", _move="publish")

    assert Publication.objects.get().number == publication.number
    assert not Notice.objects.exists()
