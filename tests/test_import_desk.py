"""“Import from WordPress” in the admin: the files, what would come, the start, the progress, the report."""

import io
import os
import re
from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import importing
from articles.imports import background, lease
from articles.models import Article, ImportLine, ImportRun, Publication
from ccsis import arrivals, middleware, roles
from tests import checksum, make
from tests.desk import messages_of
from tests.test_import_background import BROKEN, SMALL, UPLOADS, begin, work, zipped

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/importrun/add/"
State = ImportRun.State


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "arriving"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return settings.PRIVATE_ROOT


@pytest.fixture
def publisher(client):
    user = make.user("publisher", name="Nino")
    client.force_login(user)
    return user


def xml(content=None, name="small.xml"):
    return SimpleUploadedFile(name, SMALL.read_bytes() if content is None else content)


def send(client, **files):
    """Send the form; gives the answer, redirects not followed."""
    return client.post(ADD, {"export": xml(), "whole": "1", **files})


def page_of(run):
    return reverse("admin:articles_importrun_change", args=[run.pk])


def press(client, run, decision):
    return client.post(f"{page_of(run)}{decision}/", follow=True)


def words(response):
    """What a person reads on the page, without the head."""
    text = re.sub(r"<head>.*?</head>|<[^>]+>", " ", response.text, flags=re.DOTALL)
    return " ".join(text.split())


def test_the_whole_way_from_the_files_to_the_report(client, publisher):
    answer = send(client, pictures=SimpleUploadedFile("uploads.zip", zipped(**UPLOADS)))
    run = ImportRun.objects.get()
    assert answer["Location"] == page_of(run)
    assert "Begins in a moment" in words(client.get(page_of(run)))

    work(run)
    looked = words(client.get(page_of(run)))
    assert "The Alazani Review" in looked
    assert "9 would come 2 left out 1 picture" in looked
    assert "What does not come: 2 comments, 1 × nav_menu_item ." in looked
    assert "There is no undo." in looked
    assert not Article.objects.exists()

    assert "The import is under way" in words(press(client, run, "start"))
    assert Article.objects.count() == 0
    work(run)
    told = client.get(page_of(run))
    assert "The import is done" in words(told)
    assert "9 imported 2 left out 1 picture" in words(told)
    bridge = Publication.objects.get(slug="a-quieter-bridge")
    assert f'href="/admin/articles/article/{bridge.article_id}/change/"' in told.text
    assert 'href="/analyses/a-quieter-bridge/"' in told.text
    assert "/admin/articles/page/" in told.text
    run.refresh_from_db()
    assert (run.created_by, run.moved_by) == (publisher, publisher)


def test_the_report_is_filtered_by_what_became_of_an_item(client, publisher):
    run = work(begin())
    page = client.get(page_of(run), {"outcome": "left out"})
    assert [line.title for line in page.context["page"]] == ["Thrown away", "Nothing in it"]
    assert "in the trash there" in words(page)
    remarks = client.get(page_of(run), {"outcome": "remarks"}).context["page"]
    assert {line.title for line in remarks} == {"Where the water goes", "A quieter bridge", ""}
    everything = client.get(page_of(run), {"outcome": "nonsense", "p": "no number"})
    assert everything.context["page"].paginator.count == 11


def test_the_report_comes_as_a_table_that_no_cell_of_can_act(client, publisher):
    run = work(begin())
    ImportLine.objects.create(run=run, outcome="imported", title='=HYPERLINK("x")', key="99", notes=["one", "+two"])
    answer = client.get(f"{page_of(run)}report.csv")
    assert answer["Content-Disposition"] == f'attachment; filename="import-{run.pk}.csv"'
    rows = answer.text.removeprefix("\ufeff").splitlines()
    assert len(rows) == 1 + 12
    assert any("""'=HYPERLINK(""" in row for row in rows)
    assert [row for row in rows if re.search(r'(^|,)"?[=+@-]', row)] == []


# The files


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"export": ""}, "Choose the XML file that WordPress gave you."),
        ({"export": xml(b"")}, "This file is empty. Export once more from WordPress, then choose the new file."),
        ({"export": xml(name="export.zip")}, "“export.zip” is a ZIP. Open it on your computer and choose the XML file"),
        ({"export": xml(name="letter.docx")}, "“letter.docx” is no export: its name ends in .xml."),
        ({"pictures": SimpleUploadedFile("a.rar", b"x")}, "“a.rar” is no ZIP. Pack the folder"),
        ({"pictures": SimpleUploadedFile("a.zip", b"")}, "This ZIP is empty."),
    ],
)
def test_a_file_of_another_kind_is_an_error_of_the_form_and_keeps_nothing(client, publisher, private, files, sentence):
    answer = send(client, **files)
    assert sentence in words(answer)
    assert "<title>Error:" in answer.text
    assert not ImportRun.objects.exists()
    assert not private.exists() or not any(private.rglob("*.*"))


@pytest.mark.parametrize("name", [name for name in BROKEN if name != "empty"])
def test_why_a_file_cannot_be_read_stands_on_its_page_in_one_line(client, publisher, name):
    content, line = BROKEN[name]
    send(client, export=xml(content))
    run = work(ImportRun.objects.get())
    told = client.get(page_of(run))
    assert "These files cannot be imported. Nothing was changed." in words(told)
    assert [f"small.xml: {line}"] == [run.problem]
    assert str(importing.home()) not in told.text
    assert "/go-on/" not in told.text  # the files are gone
    assert "Choose other files" in words(told)


def test_files_lie_where_no_address_leads_and_go_with_the_import(client, publisher, private):
    send(client)
    run = ImportRun.objects.get()
    path = importing.folder_of(run) / "export-1.xml"
    assert path.read_bytes() == SMALL.read_bytes()
    assert not path.is_relative_to(site_settings.MEDIA_ROOT)
    assert client.get(f"/media/imports/{run.folder}/export.xml").status_code == 404
    assert client.get(f"/private/imports/{run.folder}/export.xml").status_code == 404


def test_a_large_file_is_streamed_to_a_private_folder_and_moved_from_there(client, publisher, settings):
    large = SMALL.read_bytes().replace(b"<channel>", b"<channel>" + b"<!--" + b" " * (6 << 20) + b"-->")
    send(client, export=xml(large))
    run = ImportRun.objects.get()
    assert (importing.folder_of(run) / "export-1.xml").stat().st_size == len(large)
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []
    assert work(run).state == State.READY


def test_only_this_address_takes_more_than_photographs_and_only_from_those_who_may(client, publisher, monkeypatch):
    monkeypatch.setattr(middleware, "STAFF_BODY_LIMIT", 1000)
    assert send(client).status_code == 302
    assert client.post("/admin/articles/image/add/", {"file": xml()}).status_code == 413
    monkeypatch.setattr(middleware, "LONG_BODY_LIMIT", 1000)
    assert send(client).status_code == 413
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize("role", [None, "editor", "admin"])
def test_nothing_of_a_long_upload_is_read_from_those_who_may_not(client, role, monkeypatch, settings):
    if role:
        client.force_login(make.user(role))
    read = []
    monkeypatch.setattr("django.http.request.HttpRequest.parse_file_upload", lambda *args: read.append(args))
    answer = client.post(ADD, {"export": xml(b"x" * (6 << 20))})
    assert (answer.status_code, read) == (403 if role else 302, [])
    if not role:
        assert answer["Location"] == f"/accounts/login/?next={ADD}"


class BreaksOff(io.BytesIO):
    """A sender who goes away in the middle."""

    def read(self, size=-1):
        if self.tell() > 4 << 20:
            raise OSError("the sender went away")
        return super().read(size)


def test_an_upload_that_breaks_off_leaves_nothing(client, publisher, settings):
    head = b'--edge\r\nContent-Disposition: form-data; name="export"; filename="a.xml"\r\n\r\n'
    sent = {
        "CONTENT_TYPE": "multipart/form-data; boundary=edge",
        "CONTENT_LENGTH": str(8 << 20),
        "wsgi.input": BreaksOff(head + b"x" * (8 << 20)),
    }
    assert client.generic("POST", ADD, **sent).status_code == 400
    assert sent["wsgi.input"].tell() > 4 << 20
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []
    assert not ImportRun.objects.exists()


def test_an_upload_whose_end_is_missing_is_not_taken_for_whole(client, publisher, private):
    answer = send(client, whole="")
    assert "The files did not arrive whole." in words(answer)
    assert not ImportRun.objects.exists()


def test_what_a_killed_server_left_is_swept_away_after_a_day(settings):
    old, fresh = settings.FILE_UPLOAD_TEMP_DIR / "old.upload", settings.FILE_UPLOAD_TEMP_DIR / "fresh.upload"
    for path in (old, fresh):
        path.write_bytes(b"x")
    long_ago = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(old, (long_ago, long_ago))
    assert arrivals.sweep() == 1
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == [fresh]


def test_several_files_and_the_options_reach_the_importer(client, publisher):
    send(client, export=[xml(name="b.xml"), xml(name="a.xml.gz")], fetch="on", tag_base="/word/")
    run = ImportRun.objects.get()
    assert run.options == {
        "exports": ["a.xml.gz", "b.xml"],
        "fetch": True,
        "revisions": False,
        "all_pictures": False,
        "tag_base": "word",
    }
    assert len(importing.exports_of(run)) == 2


# Who may


def all_addresses(run):
    base = page_of(run)
    return [
        "/admin/articles/importrun/",
        ADD,
        base,
        *(base + end for end in ("categories/", "progress/", "report.csv")),
    ]


@pytest.mark.parametrize("role", [role for role in roles.ROLES if role != "publisher"])
def test_who_may_not_publish_the_site_neither_sees_nor_moves_an_import(client, role):
    run = work(begin())
    client.force_login(make.user(role))
    before = checksum.of_all_tables()
    assert {client.get(address).status_code for address in all_addresses(run)} == {403}
    for decision in ("start", "stop", "go-on", "categories"):
        assert client.post(f"{page_of(run)}{decision}/").status_code == 403
    assert "importrun" not in client.get("/admin/").text
    assert checksum.of_all_tables() == before


def test_who_is_not_logged_in_is_led_to_the_login(client):
    run = begin()
    for address in all_addresses(run):
        assert client.get(address)["Location"].endswith(f"/login/?next={address}"), address
        assert client.post(address).status_code == 302, address
    assert run.state == State.LOOKING


def test_decisions_are_posted_and_carry_their_token(client, publisher):
    run = work(begin())
    for decision in ("start", "stop", "go-on"):
        assert client.get(f"{page_of(run)}{decision}/").status_code == 405
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(publisher)
    assert careful.post(f"{page_of(run)}start/").status_code == 403
    assert careful.post(ADD, {"export": xml()}).status_code == 403
    run.refresh_from_db()
    assert (run.state, ImportRun.objects.count()) == (State.READY, 1)


# Deciding


def test_a_double_click_on_start_starts_once_and_says_so(client, publisher):
    run = work(begin())
    assert messages_of(press(client, run, "start")) == []
    begun = ImportRun.objects.get().begun_at
    (message,) = messages_of(press(client, run, "start"))
    assert message.startswith("Somebody was first: Nino at ")
    assert ImportRun.objects.get().begun_at == begun
    work(run)
    press(client, run, "start")
    assert ImportRun.objects.get().state == State.DONE


def test_a_look_through_is_stopped_and_gone_on_with(client, publisher):
    run = begin()
    assert "It was stopped. Nothing was changed." in words(press(client, run, "stop"))
    assert background.run_due() == 0
    assert "Begins in a moment" in words(press(client, run, "go-on"))
    assert work(run).state == State.READY


def test_an_import_is_stopped_and_what_came_stays(client, publisher):
    run = work(begin())
    press(client, run, "start")
    told = words(press(client, run, "stop"))
    assert "The import was stopped. What came by then is whole and stays." in told
    assert "Go on" in told
    press(client, run, "go-on")
    assert work(run).state == State.DONE


def test_what_is_over_is_neither_stopped_nor_started(client, publisher):
    run = work(begin())
    press(client, run, "start")
    work(run)
    before = ImportRun.objects.values().get()
    for decision in ("start", "stop", "go-on"):
        assert messages_of(press(client, run, decision))[-1].startswith("Somebody was first: Nino"), decision
    assert ImportRun.objects.values().get() == before


# The categories


def sort(client, run, **changes):
    """Open the table of categories, change some by their names, and send it."""
    form = client.get(f"{page_of(run)}categories/").context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    for place, row in enumerate(run.categories):
        if row[1] in changes:
            data[f"becomes-{place}"], data[f"here-{place}"] = changes[row[1]]
    return client.post(f"{page_of(run)}categories/", data)


def test_staff_see_what_the_categories_become_and_change_it(client, publisher):
    run = work(begin())
    assert "Topics Kakheti , Roads" in words(client.get(page_of(run)))
    assert sort(client, run, Roads=("region", "Old roads"), Kakheti=("type:report", ""))["Location"] == page_of(run)
    run.refresh_from_db()
    assert run.state == State.LOOKING
    assert sorted(run.options["table"]) == [["kakheti", "type", "report"], ["roads", "region", "Old roads"]]
    work(run)
    assert "Regions Roads" in words(client.get(page_of(run)))
    form = client.get(f"{page_of(run)}categories/").context["form"]
    shown = {row["name"]: [field.value() for field in row["fields"]] for row in form.rows()}
    assert (shown["Roads"], shown["Kakheti"]) == (["region", "Old roads"], ["type:report", ""])
    press(client, run, "start")
    work(run)
    bridge = Article.objects.get(slug="a-quieter-bridge")
    assert list(bridge.regions.values_list("name", flat=True)) == ["Old roads"]
    assert not bridge.topics.exists()


def test_a_table_that_nobody_changed_asks_for_nothing(client, publisher):
    run = work(begin())
    sort(client, run)
    run.refresh_from_db()
    assert run.options["table"] == []


def test_a_name_that_is_too_long_is_an_error_beside_it_and_what_was_typed_stays(client, publisher):
    run = work(begin())
    answer = sort(client, run, Roads=("region", "x" * 101))
    assert "at most 100 characters" in words(answer)
    assert "x" * 101 in answer.text
    run.refresh_from_db()
    assert (run.state, run.options.get("table")) == (State.READY, None)


def test_categories_are_sorted_before_the_start_and_not_after(client, publisher):
    run = work(begin())
    press(client, run, "start")
    assert client.get(f"{page_of(run)}categories/")["Location"] == page_of(run)
    assert client.post(f"{page_of(run)}categories/", {})["Location"] == page_of(run)
    assert ImportRun.objects.get().state == State.IMPORTING


# While it goes on


def test_the_page_says_how_far_it_is(client, publisher):
    run = begin()
    held = lease.take(background.never)
    held.tell("pieces", 3, 9)
    told = client.get(f"{page_of(run)}progress/").json()
    assert told == {
        "state": "looking",
        "step": "Going through the pieces",
        "done": 3,
        "of": 9,
        "detail": "3 of 9 pieces",
    }
    page = client.get(page_of(run)).text
    assert '<progress id="progress" max="9" value="3">' in page
    assert '<noscript><meta http-equiv="refresh" content="4"></noscript>' in page


def test_the_page_says_why_nothing_happens_yet(client, publisher):
    first, second = begin(), begin()
    ImportRun.objects.update(moved_at=timezone.now() - timedelta(minutes=5))
    assert "Nobody has begun yet. Is the worker running?" in words(client.get(page_of(first)))
    lease.take(background.never)
    assert "Waits until another import is through" in words(client.get(page_of(second)))


def test_a_page_that_is_over_does_not_come_anew_by_itself(client, publisher):
    run = work(begin())
    assert "http-equiv" not in client.get(page_of(run)).text


def test_the_list_of_imports_costs_the_same_however_long(client, publisher, django_assert_num_queries):
    begin(by=publisher)
    client.get("/admin/articles/importrun/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/admin/articles/importrun/")
    begin(by=make.user("publisher")), begin()
    with django_assert_num_queries(len(queries)):
        client.get("/admin/articles/importrun/")


def test_the_report_costs_the_same_however_long(client, publisher, django_assert_max_num_queries):
    run = work(begin())
    importing.start(run, by=publisher)
    work(run)
    with django_assert_max_num_queries(12):
        client.get(page_of(run))
