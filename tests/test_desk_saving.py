"""A piece at the desk: writing, saving, two people at one piece, whose pieces one may touch."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import publishing
from articles.models import Article, ArticleEvent, Person, Publication, Tag
from tests import make
from tests.desk import data_of, edit, errors_of

ADD = "/admin/articles/article/add/"
HOSTILE = (
    '<p onclick="steal()">The pass <script>alert(1)</script>is <b>closed</b>.</p><img src="https://evil.example/x.png">'
    '<p><a href="javascript:alert(1)">here</a></p><iframe src="https://evil.example"></iframe>'
)

pytestmark = pytest.mark.django_db


def change(piece):
    return reverse("admin:articles_article_change", args=[piece.pk])


@pytest.fixture
def editor(client):
    user = make.user("editor", name="Edita")
    client.force_login(user)
    return user


def actions(piece):
    return list(piece.events.values_list("action", "actor_name").order_by("id"))


def test_a_new_piece_is_kept_with_its_maker_its_relief_and_its_history(client, editor):
    response = edit(client, ADD, title="Snow over Larsi", body="<p>The gates are shut.</p>", tags="South Caucasus, gas")

    piece = Article.objects.get()
    assert response.url == change(piece)
    assert (piece.title, piece.slug, piece.created_by) == ("Snow over Larsi", "snow-over-larsi", editor)
    assert sorted(tag.name for tag in piece.tags.all()) == ["South Caucasus", "gas"]
    assert piece.relief
    assert actions(piece) == [("create", "Edita")]
    assert [revision.snapshot["fields"]["title"] for revision in piece.revisions.all()] == ["Snow over Larsi"]


def test_a_new_piece_proposes_the_default_byline(client, editor):
    centre = make.person("The Caucasus Center", is_body=True, is_default_byline=True)

    edit(client, ADD, title="Snow", body="<p>Much of it.</p>")

    assert [byline.person for byline in Article.objects.get().bylines.all()] == [centre]


def test_saving_moves_the_version_on_and_keeps_the_old_text(client, editor):
    piece = make.article(body="<p>One.</p>")

    edit(client, change(piece), body="<p>Two.</p>")
    edit(client, change(piece), body="<p>Three.</p>")

    piece.refresh_from_db()
    assert (piece.row_version, piece.body) == (3, "<p>Three.</p>")
    assert [revision.snapshot["fields"]["body"] for revision in piece.revisions.order_by("n")] == [
        "<p>Two.</p>",
        "<p>Three.</p>",
    ]
    assert actions(piece) == [("save", "Edita"), ("save", "Edita")]


def test_a_tag_of_signs_that_fold_into_many_letters_fits_its_column(client, editor):
    for title in ("One", "Two"):
        assert edit(client, ADD, title=title, body="<p>Words.</p>", tags="ﷺ" * 60).status_code == 302

    tag = Tag.objects.get()
    assert (tag.name, len(tag.folded)) == ("ﷺ" * 60, 120)


def test_a_byline_that_names_nobody_says_so_once_and_beside_its_field(client, editor):
    piece = make.article()
    row = {"bylines__TOTAL_FORMS": "1", "bylines__0__role": "author", "bylines__0__title": "Analyst"}

    response = edit(client, change(piece), **row, bylines__0__position="1")

    bylines = response.context["inline_admin_formsets"][0].formset
    assert bylines.errors == [{"name": ["Choose a person or write a name."]}]


@pytest.fixture
def tongues(editor):
    """An original, its Russian translation, and another piece in Russian."""
    original = make.article("The pass")
    translation = make.article("Перевал", original=original, language="ru")
    return original, translation, make.article("Ещё раз", language="ru")


def test_an_original_has_one_translation_in_a_language(client, tongues):
    original, _translation, other = tongues
    assert errors_of(edit(client, change(other), original=original.pk)) == [
        "“Перевал” is the translation into this language."
    ]
    assert errors_of(edit(client, change(original), language="ru")) == [
        "“Перевал” is the translation into this language."
    ]


def test_a_translation_is_made_of_an_original_alone(client, tongues):
    original, translation, other = tongues
    assert errors_of(edit(client, change(original), original=other.pk)) == [
        "This piece has translations of its own, so it is an original."
    ]
    assert errors_of(edit(client, change(other), original=translation.pk)) == [
        "Choose the original, not another translation."
    ]
    assert list(Article.objects.exclude(original=None)) == [translation]


@pytest.mark.parametrize("model", ["article", "page"])
def test_a_fixed_word_of_the_site_is_no_address(client, model):
    client.force_login(make.user("editor"))
    response = edit(client, f"/admin/articles/{model}/add/", title="Find", body="<p>Words.</p>", slug="search")
    assert errors_of(response) == ["“search” is an address of the site itself. Choose another word."]


def test_a_save_that_changes_nothing_moves_nothing(client, editor):
    piece = make.article(
        body="<p>One.</p><ul><li>a</li></ul>", tags=["gas", "South Caucasus"], notes=[("a", "Source.")]
    )
    before = Article.objects.values().get()

    edit(client, change(piece), body="<p>One.</p>\n\n<ul>\n\t<li>a</li>\n</ul>\n", tags="GAS،  south caucasus")

    assert Article.objects.values().get() == before
    assert (piece.events.count(), piece.revisions.count()) == (0, 0)


def test_a_change_of_the_notes_alone_is_a_change(client, editor):
    piece = make.article(notes=[("a", "Source.")])

    edit(client, change(piece), notes__0__text="Another source.")

    piece.refresh_from_db()
    assert (piece.row_version, [note.text for note in piece.notes.all()]) == (2, ["Another source."])
    assert piece.revisions.get().snapshot["notes"] == [{"key": "a", "text": "Another source."}]


def test_who_comes_second_is_told_who_was_first_and_loses_nothing(client, editor):
    piece = make.article(body="<p>Old.</p>")
    opened = client.get(change(piece))
    edit(client, change(piece), body="<p>First.</p>")

    second = client.post(change(piece), data_of(opened, body="<p>Second.</p>", standfirst="Mine.", tags="new tag"))

    piece.refresh_from_db()
    assert (piece.body, piece.standfirst, piece.row_version) == ("<p>First.</p>", "", 2)
    assert second.status_code == 200
    assert any(sentence.startswith("Somebody was first: Edita saved this piece at ") for sentence in errors_of(second))
    form = second.context["adminform"].form
    assert [form[name].value() for name in ("body", "standfirst", "tags")] == ["<p>Second.</p>", "Mine.", "new tag"]
    assert 'name="overwrite" value="2"' in second.content.decode()


def test_one_can_write_over_the_first_knowingly_and_the_history_keeps_both(client, editor):
    piece = make.article(body="<p>Old.</p>")
    opened = client.get(change(piece))
    edit(client, change(piece), body="<p>First.</p>")

    client.post(change(piece), data_of(opened, body="<p>Second.</p>", overwrite="2"))

    piece.refresh_from_db()
    assert (piece.body, piece.row_version) == ("<p>Second.</p>", 3)
    assert [revision.snapshot["fields"]["body"] for revision in piece.revisions.order_by("n")] == [
        "<p>First.</p>",
        "<p>Second.</p>",
    ]


def test_a_row_that_the_first_deleted_is_still_in_the_form_of_the_second(client, editor):
    piece = make.article(notes=[("a", "Source."), ("b", "Other.")])
    opened = client.get(change(piece))
    edit(client, change(piece), notes__0__DELETE="on")

    second = client.post(change(piece), data_of(opened, notes__0__text="Typed for long.", notes__1__text="Too."))

    page = second.content.decode()
    assert "Typed for long." in page
    assert "Too." in page
    assert list(piece.notes.values_list("text", flat=True)) == ["Other."]


@pytest.mark.postgres_only
def test_two_saves_at_the_same_moment_leave_one_winner(together):
    piece = make.article(body="<p>Old.</p>")
    clients = []
    for name in ("nino", "levan"):
        one = Client()
        one.force_login(make.user("editor", username=name))
        clients.append((one, data_of(one.get(change(piece)), body=f"<p>{name}</p>")))

    answers = together(*(lambda one=one, data=data: one.post(change(piece), data) for one, data in clients))

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    piece.refresh_from_db()
    assert (piece.row_version, piece.events.count(), piece.revisions.count()) == (2, 1, 1)


def test_hostile_html_comes_out_clean(client, editor):
    note = 'See <a href="javascript:x()">this</a><script>x()</script>.'
    notes = {"notes__TOTAL_FORMS": "1", "notes__0__key": "A_1", "notes__0__position": "1", "notes__0__text": note}
    edit(client, ADD, title="<b>Snow</b>", body=HOSTILE, **notes)

    piece = Article.objects.get()
    assert piece.body == "<p>The pass is <b>closed</b>.</p><p><a>here</a></p>"
    assert [(note.key, note.text) for note in piece.notes.all()] == [("a-1", "See <a>this</a>.")]
    page = client.get(change(piece)).content.decode()
    assert "<b>Snow</b>" not in page
    assert "steal()" not in page


def test_an_address_in_any_script_becomes_a_slug_and_a_taken_one_is_refused(client, editor):
    make.publication("The other", slug="batumi")
    piece = make.article()

    taken = edit(client, change(piece), slug="batumi")
    edit(client, change(piece), slug="ბათუმი 2")

    assert "Readers know this as the address of “The other”. Choose another one." in errors_of(taken)
    piece.refresh_from_db()
    assert piece.slug == "batumi-2"


# Whose pieces


@pytest.fixture
def author(client):
    user = make.user("author", username="anna")
    client.force_login(user)
    return user


def test_an_author_sees_own_pieces_only(client, author):
    mine = make.article("Made by me", created_by=author)
    under_my_name = make.article("Under my name", authors=[make.person("Anna", user=author)])
    others = make.article("A draft of another")
    make.publication("Published by another")

    listed = client.get("/admin/articles/article/").context["cl"].queryset

    assert {piece.pk for piece in listed} == {mine.pk, under_my_name.pk}
    for piece in (mine, under_my_name):
        assert client.get(change(piece)).status_code == 200
    for address in (change(others), f"/admin/articles/article/{others.pk}/history/"):
        assert client.get(address).url == "/admin/"
    assert client.get(f"/admin/articles/article/{others.pk}/preview/").status_code == 404


def test_an_author_cannot_change_the_piece_of_another_even_with_a_form_of_ones_own(client, author):
    mine = make.article("Mine", created_by=author)
    others = make.article("Theirs", body="<p>Untouched.</p>")
    before = Article.objects.values().get(pk=others.pk)

    client.post(change(others), data_of(client.get(change(mine)), body="<p>Broken in.</p>"))

    assert Article.objects.values().get(pk=others.pk) == before
    assert not ArticleEvent.objects.exists()


def test_an_author_names_published_pieces_but_learns_of_no_draft(client, author):
    secret = make.article("A secret draft")
    known = make.publication("A known piece").article
    query = {"app_label": "articles", "model_name": "relatedpick", "field_name": "to", "term": "a"}

    suggested = client.get("/admin/autocomplete/", query).json()["results"]
    mine = make.article("Mine", created_by=author)
    refused = edit(client, change(mine), original=str(secret.pk), language="ru")

    assert [row["id"] for row in suggested] == [str(known.pk)]
    assert "A secret draft" not in refused.content.decode()
    mine.refresh_from_db()
    assert mine.original is None


def test_an_author_saves_own_work_but_cannot_publish_it(client, author):
    edit(client, ADD, title="My own", body="<p>Text.</p>")
    piece = Article.objects.get(created_by=author)

    forbidden = client.post(change(piece), data_of(client.get(change(piece)), title="Changed", _move="publish"))

    piece.refresh_from_db()
    assert (forbidden.status_code, piece.title, piece.number) == (403, "My own", None)
    assert not Publication.objects.exists()
    assert 'value="publish"' not in client.get(change(piece)).content.decode()


def test_those_without_a_role_at_the_desk_see_nothing_of_it(client):
    piece = make.article("A secret draft")
    for role in ("moderator", "reader", "privacy", "admin"):
        client.force_login(make.user(role))
        assert client.get("/admin/articles/article/").status_code == 403
        assert client.get(change(piece)).status_code in (302, 403)
        assert client.get(f"/admin/articles/article/{piece.pk}/preview/").status_code in (403, 404)


def test_the_list_of_pieces_costs_the_same_however_many_there_are(client, editor, django_assert_num_queries):
    def fill(n):
        for i in range(n):
            people = [make.person(f"Person {Person.objects.count()}") for _n in range(3)]
            make.publication(f"Piece {n} {i}", authors=people, tags=["gas", f"tag {i}"])

    fill(1)
    client.get("/admin/articles/article/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/articles/article/")
    fill(7)
    with django_assert_num_queries(len(few)):
        page = client.get("/admin/articles/article/")
    assert len(page.context["cl"].result_list) == 8
    assert len(few) <= 16


def test_the_list_says_where_each_piece_stands_and_filters_by_it(client, editor):
    make.article("Draft")
    make.publication("Public")
    pending = make.publication("Pending").article
    edit(client, change(pending), body="<p>New words.</p>")
    gone = make.publication("Gone").article
    publishing.retract(Article.objects.get(pk=gone.pk), reason="Wrong.")

    for standing, title in [("draft", "Draft"), ("published", "Public"), ("pending", "Pending"), ("retracted", "Gone")]:
        listed = client.get("/admin/articles/article/", {"standing": standing})
        assert [piece.title for piece in listed.context["cl"].result_list] == [title]
        pill = "state-draft" if standing == "draft" else f"standing-{standing}"
        assert pill in listed.content.decode()


def test_the_search_finds_titles_names_and_numbers(client, editor):
    published = make.publication("The railway", authors=[make.person("Nino Ratiani", native_name="ნინო")])
    make.article("The sea")

    for words in ("railway", "ratiani", "ნინო", published.number):
        found = client.get("/admin/articles/article/", {"q": words}).context["cl"].result_list
        assert [piece.title for piece in found] == ["The railway"], words
