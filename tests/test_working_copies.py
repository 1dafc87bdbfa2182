"""What is typed and not saved: working copies, who else has a piece open, forms sent after the session has ended."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import working
from articles.models import Article, ArticleEvent, Presence, Publication, Revision, WorkingCopy
from tests import make
from tests.desk import data_of, edit

ADD = "/admin/articles/article/add/"
WORKING = "/admin/articles/article/working/"
DISCARD = "/admin/articles/article/working/discard/"
HERE = "/admin/articles/article/here/"

pytestmark = pytest.mark.django_db


def change(piece):
    return reverse("admin:articles_article_change", args=[piece.pk])


@pytest.fixture
def editor(client):
    user = make.user("editor", name="Edita")
    client.force_login(user)
    return user


def typing(client, user, piece=None, opened=None, **changes):
    """What the script sends of an open form. Gives what it sent and the answer."""
    opened = opened or client.get(change(piece) if piece else ADD)
    data = data_of(opened, **changes) | {"typed_by": str(user.pk), "piece": str(piece.pk) if piece else ""}
    return data, client.post(WORKING, data)


def field(response, name):
    return response.context["adminform"].form[name].value()


def copies(response):
    return [[part.name for part in each["differences"]] for each in response.context["copies"]]


def test_typing_is_kept_beside_the_piece_and_changes_nothing_else(client, editor):
    piece = make.publication("The pass", body="<p>Old.</p>").article
    before = (Article.objects.values().get(), Publication.objects.values().get())
    history = (Revision.objects.count(), ArticleEvent.objects.count())

    _data, answer = typing(client, editor, piece, title="The pass, shut", body="<p>New.</p>")

    said = answer.json()
    assert (said["is_same"], len(said["kept"]), said["people"], said["overtaken"]) == (False, 5, [], "")
    assert (Article.objects.values().get(), Publication.objects.values().get()) == before
    assert (Revision.objects.count(), ArticleEvent.objects.count()) == history
    copy = WorkingCopy.objects.get()
    assert (copy.user, copy.article, copy.title, copy.is_same) == (editor, piece, "The pass, shut", False)
    assert not {name for name, _value in copy.fields} & {"csrfmiddlewaretoken", "typed_by", "piece"}


def test_one_form_has_one_copy_and_two_windows_have_two(client, editor):
    piece = make.article()
    opened = client.get(change(piece))
    typing(client, editor, piece, opened, title="One")
    typing(client, editor, piece, opened, title="Two")
    typing(client, editor, piece, title="In another window")

    assert sorted(WorkingCopy.objects.values_list("title", flat=True)) == ["In another window", "Two"]


def test_the_page_offers_what_was_not_saved_and_fills_the_form_with_it(client, editor):
    piece = make.article("The pass", body="<p>Old.</p>", notes=[("a", "Source."), ("b", "Other.")], tags=["gas"])
    data, _answer = typing(
        client,
        editor,
        piece,
        title="",
        body="<p>New <b>words</b>.</p>",
        tags="gas, South Caucasus",
        notes__0__DELETE="on",
        notes__1__text="Another.",
    )

    offered = client.get(change(piece))
    went_on = client.get(change(piece), {"copy": data["copy_key"]})

    assert copies(offered) == [["title", "body", "notes", "tags"]]
    assert f'href="?copy={data["copy_key"]}"' in offered.content.decode()
    assert field(offered, "body") == "<p>Old.</p>"
    assert copies(went_on) == []
    assert [field(went_on, name) for name in ("title", "body", "tags")] == [
        "",
        "<p>New <b>words</b>.</p>",
        "gas, South Caucasus",
    ]
    assert "Please correct" not in went_on.content.decode()
    assert "Another." in went_on.content.decode()
    again = data_of(went_on)
    assert {name: again[name] for name in ("copy_key", "row_version", "opened", "notes-0-DELETE")} == {
        name: data[name] for name in ("copy_key", "row_version", "opened", "notes-0-DELETE")
    }


def test_what_is_saved_from_a_copy_is_what_was_typed_and_the_copy_goes(client, editor):
    piece = make.article("The pass", body="<p>Old.</p>", notes=[("a", "Source."), ("b", "Other.")])
    data, _answer = typing(client, editor, piece, body="<p>New.</p>", notes__0__DELETE="on", notes__1__text="Another.")
    went_on = client.get(change(piece), {"copy": data["copy_key"]})

    saved = client.post(change(piece) + f"?copy={data['copy_key']}", data_of(went_on))

    piece.refresh_from_db()
    assert saved.url == change(piece)
    assert (piece.body, [note.text for note in piece.notes.all()]) == ("<p>New.</p>", ["Another."])
    assert not WorkingCopy.objects.exists()


def test_a_copy_of_an_older_text_still_finds_the_conflict(client, editor):
    piece = make.article(body="<p>Old.</p>")
    data, _answer = typing(client, editor, piece, body="<p>Mine.</p>")
    edit(client, change(piece), body="<p>Theirs.</p>")

    offered = client.get(change(piece))
    answer = client.post(change(piece), data_of(client.get(change(piece), {"copy": data["copy_key"]})))

    assert [each["is_older"] for each in offered.context["copies"]] == [True]
    piece.refresh_from_db()
    assert piece.body == "<p>Theirs.</p>"
    assert [part.name for part in answer.context["conflict"].both] == ["body"]


def test_a_save_without_a_change_lets_the_copy_go_too(client, editor):
    piece = make.article(body="<p>Old.</p>")
    opened = client.get(change(piece))
    typing(client, editor, piece, opened, title="Typed and taken back")

    client.post(change(piece), data_of(opened))

    assert not WorkingCopy.objects.exists()


def test_a_form_that_could_not_be_saved_is_kept_without_any_script(client, editor):
    piece = make.article(body="<p>Old.</p>")

    edit(client, change(piece), title="", body="<p>Hours of work.</p>")

    assert copies(client.get(change(piece))) == [["title", "body"]]


def test_a_new_piece_is_offered_where_new_pieces_begin(client, editor):
    make.person("The centre", is_body=True, is_default_byline=True)
    data, answer = typing(client, editor, title="Snow", body="<p>Much of it.</p>")
    untouched = typing(client, editor)[1]

    offered = client.get(ADD)
    went_on = client.get(ADD, {"copy": data["copy_key"]})
    client.post(ADD, data_of(went_on))

    assert (answer.json()["is_same"], untouched.json()["is_same"]) == (False, True)
    assert copies(offered) == [["title", "body"]]
    assert [field(went_on, name) for name in ("title", "body")] == ["Snow", "<p>Much of it.</p>"]
    assert Article.objects.get().title == "Snow"
    assert list(WorkingCopy.objects.values_list("title", flat=True)) == [""]


def test_a_copy_can_be_thrown_away_by_its_owner_alone(client, editor):
    piece = make.article()
    data, _answer = typing(client, editor, piece, title="Mine")
    other = Client()
    other.force_login(make.user("editor"))

    assert other.post(DISCARD, {"key": data["copy_key"]}).status_code == 404
    assert client.get(DISCARD).status_code == 405
    assert WorkingCopy.objects.count() == 1
    assert client.post(DISCARD, {"key": data["copy_key"]}).url == change(piece)
    assert not WorkingCopy.objects.exists()


def test_nobody_sees_opens_or_writes_over_the_copy_of_another(client, editor):
    piece = make.article("The pass", body="<p>Old.</p>")
    data, _answer = typing(client, editor, piece, body="<p>A secret.</p>")
    other, colleague = Client(), make.user("editor")
    other.force_login(colleague)

    page = other.get(change(piece), {"copy": data["copy_key"]})
    taken = other.post(WORKING, data | {"typed_by": str(colleague.pk), "body": "<p>Over it.</p>"})

    assert "A secret." not in page.content.decode()
    assert taken.status_code == 404
    assert dict(WorkingCopy.objects.get().fields)["body"] == "<p>A secret.</p>"


def test_what_one_person_typed_is_not_kept_for_whoever_is_logged_in_now(client, editor):
    piece = make.article()
    opened = client.get(change(piece))
    client.force_login(make.user("editor", name="Davit"))

    _data, answer = typing(client, editor, piece, opened, title="Edita's")

    assert (answer.status_code, answer.json()) == (409, {"is_other": "Davit"})
    assert not WorkingCopy.objects.exists()


def test_an_author_keeps_nothing_at_the_piece_of_another(client):
    author = make.user("author")
    client.force_login(author)
    mine, others = make.article("Mine", created_by=author), make.article("Theirs")
    data, _answer = typing(client, author, mine, title="Changed")

    answer = client.post(WORKING, data | {"piece": str(others.pk)})

    assert answer.status_code == 404
    assert [copy.article for copy in WorkingCopy.objects.all()] == [mine]
    assert not Presence.objects.filter(article=others).exists()


def test_who_wrote_a_piece_that_was_passed_on_still_finds_what_was_typed(client):
    author = make.user("author")
    client.force_login(author)
    piece = make.article(created_by=author, body="<p>Old.</p>")
    data, _answer = typing(client, author, piece, body="<p>Unsaved words.</p>")
    Article.objects.filter(pk=piece.pk).update(state=Article.State.COPYEDIT)

    page = client.get(change(piece), {"copy": data["copy_key"]})

    assert copies(page) == [["body"]]
    assert "?copy=" not in page.content.decode()


def test_what_this_browser_kept_never_writes_over_what_the_server_has(client, editor):
    piece = make.article()
    data, _answer = typing(client, editor, piece, title="Typed later on another computer")

    client.post(WORKING, data | {"title": "From this browser", "local": "1"})
    client.post(WORKING, data | {"local": "1"})

    assert sorted(WorkingCopy.objects.values_list("title", flat=True)) == [
        "From this browser",
        "Typed later on another computer",
    ]


def test_what_was_typed_outlives_a_piece_that_is_deleted(client, editor):
    piece = make.article("Thrown away by a colleague")
    typing(client, editor, piece, title="Not thrown away", body="<p>Hours of work.</p>")

    piece.delete()

    [offered] = client.get(ADD).context["copies"]
    assert offered["copy"].title == "Not thrown away"


def test_a_piece_begun_in_a_window_of_its_own_leaves_no_copy(client, editor):
    opened = client.get(ADD + "?_popup=1")
    typing(client, editor, opened=opened, title="Begun beside another")

    answer = client.post(ADD, data_of(opened, title="Begun beside another") | {"_popup": "1"})

    assert (answer.status_code, Article.objects.get().title) == (200, "Begun beside another")
    assert not WorkingCopy.objects.exists()


# How long


def test_copies_go_when_they_are_saved_anyway_or_very_old_and_no_sooner(editor):
    now, piece = timezone.now(), make.article()

    def kept(name, ago, is_same):
        working.keep(editor, name, fields=[], piece=piece, title=name, is_same=is_same, now=now - ago)

    kept("same-and-an-hour-old", timedelta(hours=1), True)
    kept("same-and-two-days-old", timedelta(days=2), True)
    kept("unsaved-and-89-days-old", timedelta(days=89), False)
    kept("unsaved-and-91-days-old", timedelta(days=91), False)

    assert working.sweep(now) == 2
    assert sorted(WorkingCopy.objects.values_list("key", flat=True)) == [
        "same-and-an-hour-old",
        "unsaved-and-89-days-old",
    ]


# Who else is here


def test_colleagues_see_who_has_a_piece_open_and_whether_something_is_unsaved(client, editor):
    piece, quiet = make.article(), make.article()
    other, leyla = Client(), make.user("editor", name="Leyla")
    other.force_login(leyla)
    beat = {"piece": str(piece.pk), "beat": "1", "row_version": "1"}

    other.post(WORKING, beat | {"typed_by": str(leyla.pk)})
    first = client.post(WORKING, beat | {"typed_by": str(editor.pk)}).json()
    typing(other, leyla, piece, title="Typed")
    second = client.post(WORKING, beat | {"typed_by": str(editor.pk)}).json()
    page = client.get(change(piece)).content.decode()

    assert first["people"] == ["Leyla is editing this."]
    assert second["people"] == ["Leyla is editing this and has unsaved changes."]
    assert "Leyla is editing this and has unsaved changes." in page
    assert "Edita is editing" not in page
    assert working.present_at([piece, quiet]) == {
        piece.pk: [working.Present("Edita", False), working.Present("Leyla", True)]
    }


def test_who_gives_no_sign_for_a_minute_or_leaves_is_not_there(client, editor):
    piece, now = make.article(), timezone.now()
    leyla, davit = make.user("editor", name="Leyla"), make.user("editor", name="Davit")
    working.attend(leyla, piece, now - timedelta(seconds=61))
    working.attend(davit, piece, now - timedelta(seconds=59))
    assert working.present_at([piece], now=now) == {piece.pk: [working.Present("Davit", False)]}

    working.attend(editor, piece, now)
    client.post(WORKING, {"piece": str(piece.pk), "typed_by": str(editor.pk), "leave": "1", "beat": "1"})

    assert working.present_at([piece], now=now) == {piece.pk: [working.Present("Davit", False)]}


def test_an_open_form_is_told_that_somebody_saved(client, editor):
    piece = make.article(body="<p>Old.</p>")
    edit(client, change(piece), body="<p>New.</p>")

    beat = {"piece": str(piece.pk), "beat": "1", "typed_by": str(editor.pk)}
    late, fresh = (client.post(WORKING, beat | {"row_version": version}).json() for version in ("1", "2"))

    assert late["overtaken"].startswith("Somebody was first: Edita saved this piece at ")
    assert fresh["overtaken"] == ""


def test_a_list_of_pieces_asks_once_who_is_at_them(editor, django_assert_num_queries):
    pieces = [make.article() for _n in range(5)]
    for piece in pieces:
        working.attend(editor, piece)
    with django_assert_num_queries(1):
        assert len(working.present_at(Article.objects.all())) == 5


def test_keeping_costs_the_same_however_often(client, editor):
    piece = make.article(notes=[(f"n{n}", "Source.") for n in range(9)], authors=[make.person(), make.person()])
    opened = client.get(change(piece))
    typing(client, editor, piece, opened, title="One")
    with CaptureQueriesContext(connection) as asked:
        typing(client, editor, piece, opened, title="Two")
    assert len(asked) <= 60


# The session has ended


def test_typing_after_the_session_has_ended_is_told_so_in_the_answer(client, editor):
    piece = make.article()
    opened = client.get(change(piece))
    client.logout()

    _data, answer = typing(client, editor, piece, opened, title="Late")
    here = client.get(HERE)

    assert (answer.status_code, answer.json(), here.status_code) == (401, {"is_out": True}, 401)
    assert not WorkingCopy.objects.exists()


def test_after_the_password_the_page_gets_a_fresh_token_and_goes_on(editor):
    piece = make.article()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    data = data_of(browser.get(change(piece)), title="Typed") | {"typed_by": str(editor.pk), "piece": str(piece.pk)}
    browser.session.flush()

    token = browser.get("/accounts/login/").context["csrf_token"]
    form = {"username": editor.username, "password": make.PASSWORD, "next": HERE, "csrfmiddlewaretoken": str(token)}
    here = browser.post("/accounts/login/", form, follow=True).json()
    answer = browser.post(WORKING, data | {"csrfmiddlewaretoken": here["csrf"]})

    assert (here["user"], here["name"], answer.status_code) == (editor.pk, "Edita", 200)
    assert WorkingCopy.objects.get().title == "Typed"


def log_in_with(client, page, user):
    form = {"username": user.username, "password": make.PASSWORD, "next": page.context["next"]}
    return client.post("/accounts/login/", form | {"kept_form": page.context["kept_form"]})


def test_a_form_sent_after_the_session_has_ended_comes_back_filled_in_without_any_script(client, editor):
    piece = make.article("The pass", body="<p>Old.</p>")
    data = data_of(client.get(change(piece)), title="", body="<p>Hours of\n\nwork. Ƶ ქ</p>") | {"_publish": "1"}
    client.logout()

    asked = client.post(change(piece), data)
    refused = client.post(
        "/accounts/login/", {"username": editor.username, "password": "wrong", "kept_form": asked.context["kept_form"]}
    )
    between = log_in_with(client, refused, editor)
    sent_on = client.post(between.context["to"], dict(between.context["fields"]) | {"_open": "1"})
    page = client.get(sent_on.url)

    assert asked.status_code == 403
    assert [field(page, name) for name in ("title", "body")] == ["", "<p>Hours of\n\nwork. Ƶ ქ</p>"]
    piece.refresh_from_db()
    assert (piece.body, piece.number) == ("<p>Old.</p>", None)


def test_a_new_piece_sent_after_the_session_has_ended_comes_back_too(client, editor):
    data = data_of(client.get(ADD), title="Snow", body="<p>Much.</p>")
    client.logout()

    between = log_in_with(client, client.post(ADD, data), editor)
    sent_on = client.post(between.context["to"], dict(between.context["fields"]) | {"_open": "1"})

    assert field(client.get(sent_on.url), "title") == "Snow"
    assert not Article.objects.exists()


def test_any_form_of_the_desk_is_kept_over_a_login(client, editor):
    topic = make.topic("Water")
    address = reverse("admin:articles_topic_change", args=[topic.pk])
    data = data_of(client.get(address), introduction="<p>Typed for long.</p>")
    client.logout()

    between = log_in_with(client, client.post(address, data), editor)
    client.post(between.context["to"], dict(between.context["fields"]) | {"_open": "1"})

    topic.refresh_from_db()
    assert topic.introduction == "<p>Typed for long.</p>"


def test_a_login_carries_nothing_that_we_did_not_sign(client, editor):
    client.logout()
    forged = client.post(
        "/accounts/login/", {"username": editor.username, "password": make.PASSWORD, "kept_form": "WzEsMl0:forged"}
    )
    assert forged.status_code == 302
    assert client.post("/admin/logout/", {"a": "b"}).status_code == 302


def test_wrong_passwords_are_counted_with_a_form_in_hand_as_without(client, editor):
    data = data_of(client.get(ADD), title="Snow")
    client.logout()
    asked = client.post(ADD, data)
    wrong = {"username": editor.username, "password": "wrong", "kept_form": asked.context["kept_form"]}

    answers = [client.post("/accounts/login/", wrong) for _n in range(9)]

    assert [answer.status_code for answer in answers] == [200] * 8 + [429]
    assert answers[-1].context["kept_form"] == asked.context["kept_form"]
