"""Redirects at the desk: lists that are looked at first, and the log of what readers did not find."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ccsis import missing, redirect_lines
from ccsis.models import MissingAddress, Redirect
from tests import make

pytestmark = pytest.mark.django_db
LINES = "/admin/ccsis/redirect/lines/"


def leads():
    return dict(Redirect.objects.values_list("old_path", "new_path"))


def judged(text, **kept):
    lines = redirect_lines.judge(redirect_lines.read(text), **{"may_leave": False, **kept})
    return [(line.number, line.old, line.new, line.problem or line.note) for line in lines]


@pytest.fixture
def publisher(client):
    user = make.user("publisher")
    client.force_login(user)
    return user


# Lists


def test_every_line_of_a_list_is_read_as_people_write_it():
    text = '\ufeffold;new\n/a/;/b/\n\nhttps://old.example/2021/%E1%83%AE/?utm=1\t/c/\n"/with,comma/",http://testserver/d/\n'
    assert judged(text) == [
        (2, "/a/", "/b/", ""),
        (4, "/2021/ხ/", "/c/", ""),
        (5, "/with,comma/", "/d/", ""),
    ]


def test_what_a_list_cannot_do_is_said_line_by_line():
    Redirect.objects.create(old_path="/known/", new_path="/now/")
    lines = {
        "/alone/": "There is one address only.",
        "words, /x/": "The old address does not begin with /.",
        "/home, words": "The new address does not begin with /.",
        "/, /x/": "The home page is always there",
        "/self/, /self/": "It would lead back to itself: /self/ → /self/.",
        "/one/, /two/": "It would lead back to itself: /one/ → /two/ → /one/.",
        "/two/, /one/": "It would lead back to itself: /two/ → /one/ → /two/.",
        "/twice/, /x/": "",
        "/twice/, /y/": "Line 8 already says where this address leads.",
        "/a/, //evil.example/": "The new address does not begin with /.",
        "/b/, https://evil.example/": "only an administrator may decide",
        "/c/, /x y/": "There is a blank or an invisible sign",
        "/known/, /now/": "It leads there already.",
        "/d/, /known/": "/known/ itself leads on, so this one leads there at once.",
        f"/{'e' * 500}/, /x/": "at most 500 characters",
    }
    found = judged("\n".join(lines))
    assert [said[:20] for *_line, said in found if not said] == [""]
    for (_n, _old, _new, said), wanted in zip(found, lines.values(), strict=True):
        assert wanted in said, said
    assert found[13][2] == "/now/"
    assert judged("/b/, https://other.example/x", may_leave=True)[0][3] == ""
    assert "https://" in judged("/b/, http://other.example/x", may_leave=True)[0][3]
    assert "https://" in judged("/b/, https://user:word@other.example/x", may_leave=True)[0][3]


def test_a_list_is_looked_at_first_and_taken_over_when_all_of_it_is_good(client, publisher):
    Redirect.objects.create(old_path="/older/", new_path="/a/")
    MissingAddress.objects.create(path="/a/", first_seen_at=timezone.now(), last_seen_at=timezone.now())
    page = client.post(LINES, {"lines": "/a/, /b/\n/b/, /c/"})
    assert "Nothing is written yet" in page.text
    assert leads() == {"/older/": "/a/"}
    answer = client.post(LINES, {"lines": "/a/, /b/\n/b/, /c/", "_all": "1"})
    assert answer.status_code == 302
    assert leads() == {"/older/": "/c/", "/a/": "/c/", "/b/": "/c/"}
    assert not MissingAddress.objects.exists()
    assert client.get("/older/")["Location"] == "/c/"


def test_of_a_list_with_bad_lines_only_the_good_ones_are_written_and_only_when_asked(client, publisher):
    text = "/a/, /b/\n/c/\n"
    page = client.post(LINES, {"lines": text, "_all": "1"})
    assert "There is one address only." in page.text
    assert "/a/, /b/" in page.text  # what was typed is still there
    assert leads() == {}
    client.post(LINES, {"lines": text, "_good": "1"})
    assert leads() == {"/a/": "/b/"}


def test_a_file_is_as_good_as_a_pasted_list_and_a_bad_one_is_told(client, publisher):
    page = client.post(LINES, {"file": SimpleUploadedFile("a.csv", "old,new\n/ა/,/b/".encode("utf-8-sig"))})
    assert "/ა/,/b/" in page.text  # the preview carries it on
    for file, words in (
        (SimpleUploadedFile("a.csv", "ქ".encode("utf-16")), "not in UTF-8"),
        (SimpleUploadedFile("a.csv", b"/a/\0,/b/"), "not a list of addresses"),
    ):
        assert words in client.post(LINES, {"file": file}).text
    assert "Paste a list, or choose a file." in client.post(LINES, {"lines": " "}).text
    many = "\n".join(f"/{n}/,/x/" for n in range(redirect_lines.MOST + 1))
    assert "more than 5000 lines" in client.post(LINES, {"lines": many}).text
    assert leads() == {}


def test_all_redirects_can_be_taken_along_and_brought_again(client, publisher):
    Redirect.objects.leave("/ხიდი/", "/analyses/khidi/")
    Redirect.objects.leave("/with,comma/", "/x/")
    table = client.get(reverse("admin:ccsis_redirect_table")).content.decode()
    rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"))))
    assert rows == [["old", "new"], ["/with,comma/", "/x/"], ["/ხიდი/", "/analyses/khidi/"]]
    before = leads()
    Redirect.objects.all().delete()
    client.post(LINES, {"lines": table, "_all": "1"})
    assert leads() == before


def test_a_long_list_costs_no_more_questions_than_a_short_one():
    def cost(count):
        lines = redirect_lines.judge(
            redirect_lines.read("\n".join(f"/{count}-{n}/,/x/" for n in range(count))), may_leave=False
        )
        with CaptureQueriesContext(connection) as asked:
            redirect_lines.take_over(lines)
        return len(asked)

    assert cost(3) == cost(300)


def test_another_site_is_led_to_by_whom_it_is_allowed_and_without_the_query(client):
    add = reverse("admin:ccsis_redirect_add")
    data = {"old_path": "/journal/", "new_path": "https://journal.example/"}
    client.force_login(make.user("publisher"))
    assert "only an administrator may decide" in client.post(add, data).text
    client.force_login(make.user("admin"))
    assert client.post(add, data).status_code == 302
    client.logout()
    assert client.get("/journal/?q=secret")["Location"] == "https://journal.example/"
    row = Redirect.objects.get()
    client.force_login(make.user("publisher"))  # who may not decide it may still leave it as it is
    kept = client.post(reverse("admin:ccsis_redirect_change", args=[row.pk]), {**data, "old_path": "/paper/"})
    assert (kept.status_code, leads()) == (302, {"/paper/": "https://journal.example/"})


def test_who_may_not_change_redirects_does_not_see_the_lists(client):
    client.force_login(make.user("editor"))
    addresses = [LINES, reverse("admin:ccsis_redirect_table"), "/admin/ccsis/missingaddress/"]
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]


# What was not found


@pytest.fixture
def pace(monkeypatch):
    monkeypatch.setattr(missing, "PACE", missing.Pace(burst=1000, a_minute=0))


def counted():
    return list(MissingAddress.objects.values_list("path", "count", "referrer"))


def test_what_readers_do_not_find_is_counted_without_anything_about_them(client, pace):
    for referrer in ("https://user:word@forum.example/thread/12?token=secret#top", ""):
        client.get("/2019/the-pass/?email=a@b.example", headers={"referer": referrer})
    client.get("/ხიდი/", headers={"referer": "https://forum.example:8443/x"})
    client.head("/never/")
    client.post("/2019/the-pass/")
    assert counted() == [("/2019/the-pass/", 2, ""), ("/ხიდი/", 1, "forum.example")]


def test_secrets_and_what_programs_try_are_never_kept(client, pace):
    for address in (
        *(
            "/submissions/abc/",
            "/preview/abc/",
            "/calendar/abc.ics",
            "/accounts/x/",
            "/admin/x/",
            "/ru/submissions/abc/",
        ),
        *("/wp-login.php", "/.env", "/a/.git/config", "/x.sql", "/api/v1/nothing/", "/static/none.css"),
        *("/reset/Aq3dE9fGh1JkLmN0pQrS/", f"/x/{'0a' * 16}/", "/people/nino@example.org/", "/from/203.0.113.9/"),
        f"/{'long' * 100}/",
    ):
        client.get(address)
    assert counted() == []
    assert missing.is_kept("/wp-content/uploads/2019/04/b.jpg")
    assert missing.is_kept("/2019/04/what-the-winter-of-2019-taught-us-all/")


def test_a_flood_writes_little_and_never_more_rows_than_there_may_be(client, monkeypatch):
    monkeypatch.setattr(missing, "PACE", missing.Pace(burst=3, a_minute=0))
    for n in range(10):
        client.get(f"/nothing-{n}/")
    assert len(counted()) == 3
    with CaptureQueriesContext(connection) as asked:
        client.get("/nothing-11/")
    assert [row["sql"] for row in asked.captured_queries if "missingaddress" in row["sql"]] == []
    monkeypatch.setattr(missing, "PACE", missing.Pace(burst=1000, a_minute=0))
    monkeypatch.setattr(missing, "MOST", 4)
    monkeypatch.setattr(missing, "KEPT", 2)
    for n in (0, 20, 21, 22):
        client.get(f"/nothing-{n}/")
    assert [row[:2] for row in counted()][0] == ("/nothing-0/", 2)
    assert len(counted()) == 4
    assert missing.sweep() == 2
    MissingAddress.objects.update(last_seen_at=timezone.now() - timedelta(days=366))
    assert (missing.sweep(), counted()) == (2, [])


def test_one_click_makes_a_redirect_of_a_missing_address_and_another_ignores_it(client, publisher, pace):
    client.get("/old-report/")
    client.get("/nonsense/")
    listed = "/admin/ccsis/missingaddress/"
    page = client.get(listed)
    link = "/admin/ccsis/redirect/add/?old_path=%2Fold-report%2F"
    assert f'href="{link}"' in page.text
    assert 'value="/old-report/"' in client.get(link).text
    client.post(reverse("admin:ccsis_redirect_add"), {"old_path": "/old-report/", "new_path": "/analyses/"})
    assert [row[0] for row in counted()] == ["/nonsense/"]
    row = MissingAddress.objects.get()
    client.post(listed, {"action": "ignore", "_selected_action": [row.pk]})
    assert "/nonsense/" not in client.get(listed).text
    assert "/nonsense/" in client.get(listed + "?ignored=1").text
    assert client.get("/old-report/")["Location"] == "/analyses/"
