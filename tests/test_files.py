"""Attachments: honest files are kept and scrubbed, hostile ones refused in words that help, nothing is left over."""

import errno
import io
import os
import time
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from ccsis import docx, limited, pdf
from submissions import erasure, files, links
from submissions.models import Attachment
from tests import documents as made
from tests import make

DOCX, PDF = "scenario.docx", "scenario.pdf"
BOTH = ["docx", "pdf"]


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "arriving"
    return tmp_path


def left(folder):
    """Every file below the private folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# What is refused, and with which word

HOSTILE = {
    "an empty file": (b"", DOCX, "empty"),
    "a file of another kind": (b"GIF89a", "picture.gif", "kind"),
    "a file without an ending": (b"words", "scenario", "kind"),
    "a name that hides its ending": (made.docx(), "scenario.docx.exe", "kind"),
    "a name that is turned round": (made.docx(), "scenario\u202excod.exe", "kind"),
    "a page that calls itself a document": (b"<html><script>alert(1)</script>", DOCX, "not_docx"),
    "a page that calls itself a PDF": (b"<html><script>alert(1)</script>", PDF, "not_pdf"),
    "a PDF that calls itself a document": (made.pdf(), DOCX, "not_docx"),
    "a document that calls itself a PDF": (made.docx(), PDF, "not_pdf"),
    "a picture that is drawn by a script": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", DOCX, "not_docx"),
    "a zip of anything": (made.docx(without=["[Content_Types].xml"]), DOCX, "not_docx"),
    "a table that calls itself a document": (
        made.docx({"[Content_Types].xml": made.types("application/vnd.ms-excel.sheet.main+xml")}),
        DOCX,
        "not_docx",
    ),
    "a document of the old format": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, DOCX, "encrypted"),
    "a locked document": (made.locked(), DOCX, "encrypted"),
    "a document with macros": (made.docx({"word/vbaProject.bin": b"\xd0\xcf"}), DOCX, "macros"),
    "a document with macros under another name": (
        made.docx(
            {"[Content_Types].xml": made.types("application/vnd.ms-word.document.macroEnabled.main+xml")},
        ),
        DOCX,
        "macros",
    ),
    "a document with a control": (made.docx({"word/activeX/activeX1.xml": "<a/>"}), DOCX, "macros"),
    "a document with a table inside": (made.docx({"word/embeddings/sheet.xlsx": b"PK"}), DOCX, "embedded"),
    "a document with a zip inside": (made.docx({"word/media/more.zip": b"PK"}), DOCX, "embedded"),
    "a document with a page inside": (made.docx({"word/afchunk.html": b"<script>"}), DOCX, "embedded"),
    "a template from outside": (
        made.docx(
            {"word/_rels/settings.xml.rels": made.relations(("attachedTemplate", "https://evil.example/t", True))}
        ),
        DOCX,
        "external",
    ),
    "a picture from outside": (
        made.docx({"word/_rels/document.xml.rels": made.relations(("image", "https://evil.example/p.png", True))}),
        DOCX,
        "external",
    ),
    "a frame from outside": (
        made.docx({"word/_rels/document.xml.rels": made.relations(("frame", "file:///etc/passwd", True))}),
        DOCX,
        "external",
    ),
    "entities": (
        made.docx({"word/document.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}),
        DOCX,
        "entities",
    ),
    "laughing entities": (
        made.docx({"word/styles.xml": '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>'}),
        DOCX,
        "entities",
    ),
    "a bomb": (made.bomb(), DOCX, "too_much"),
    "a bomb of many parts": (made.docx({f"word/p{n}.xml": "<a/>" for n in range(1100)}), DOCX, "too_much"),
    "a directory that lies": (made.lying(), DOCX, "broken"),
    "names that climb": (made.docx({"../../etc/cron.d/x.xml": "<a/>"}), DOCX, "broken"),
    "names from the root": (made.docx({"/etc/x.xml": "<a/>"}), DOCX, "broken"),
    "broken markup": (made.docx({"word/document.xml": "<a><b></a>"}), DOCX, "broken"),
    "a document that is cut off": (made.docx()[:-200], DOCX, "broken"),
    "a locked PDF": (made.locked_pdf(), PDF, "encrypted"),
    "a PDF that runs a script": (made.pdf(made.with_action("/JavaScript", JS="app.alert(1)")), PDF, "script"),
    "a PDF with a script that nothing calls": (made.pdf(made.with_named_script), PDF, "script"),
    "a PDF that starts a program": (made.pdf(made.with_action("/Launch", F="cmd.exe")), PDF, "launch"),
    "a PDF that sends something away": (made.pdf(made.hidden_in_a_page("/SubmitForm")), PDF, "launch"),
    "a PDF that opens another file": (made.pdf(made.hidden_in_a_page("/GoToR")), PDF, "launch"),
    "a PDF with a file inside": (made.pdf(made.with_file_inside), PDF, "embedded"),
    "a PDF with a form of the old kind": (made.pdf(made.with_old_form), PDF, "form"),
    "a PDF that is cut off": (made.pdf()[:60], PDF, "broken"),
    "a PDF that is nothing but its first line": (b"%PDF-1.7\n", PDF, "broken"),
}


@pytest.mark.parametrize(("content", "name", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence_and_leaves_nothing(content, name, code, private):
    with pytest.raises(files.Refused) as error:
        files.check(made.upload(content, name), BOTH)
    assert error.value.code == code
    assert str(error.value) == files.SENTENCES[code] % {
        "name": files.shown_name(name),
        "kinds": ".docx, .pdf",
    }
    assert left(private) == []


def test_every_reason_of_the_inspection_has_its_sentence():
    folder = Path(files.__file__).parent / "inspection"
    raised = {
        part.split('"')[1]
        for path in [*folder.glob("*.py"), Path(docx.__file__), Path(pdf.__file__)]
        for part in path.read_text().split("NotTaken(")[1:]
        if part.startswith('"') or part.startswith("f\"")
    }
    assert raised <= set(files.SENTENCES)


def test_a_file_of_one_byte_too_many_is_refused(monkeypatch):
    content = made.pdf()
    monkeypatch.setattr(files, "MOST_BYTES", len(content))
    files.check(made.upload(content, PDF), BOTH).discard()
    monkeypatch.setattr(files, "MOST_BYTES", len(content) - 1)
    with pytest.raises(files.Refused) as error:
        files.check(made.upload(content, PDF), BOTH)
    assert error.value.code == "too_big"


def test_a_call_that_takes_pdf_only_says_so():
    with pytest.raises(files.Refused, match=r"that we take here: \.pdf\."):
        files.check(made.upload(made.docx()), ["pdf"])


# The process that looks


def test_what_eats_memory_or_time_is_stopped_and_the_web_process_hears_a_sentence():
    with pytest.raises(limited.Refused) as error:
        limited.run("tests.greedy.eat_memory", memory=256, seconds=20)
    assert error.value.args[0] == limited.TOO_MUCH
    with pytest.raises(limited.Refused) as error:
        limited.run("tests.greedy.eat_time", memory=256, seconds=1)
    assert error.value.args[0] == limited.TOO_MUCH
    with pytest.raises(limited.Refused) as error:
        limited.run("tests.greedy.write_much", str(Path("/dev/shm/much")), written=1)  # noqa: S108
    assert error.value.args[0] in (limited.UNREADABLE, limited.TOO_MUCH)


def test_the_process_knows_no_secret_of_ours(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    assert "canary" not in str(limited.run("tests.greedy.environment"))


# What is kept


def test_an_honest_document_is_copied_without_the_people_in_it():
    checked = files.check(made.upload(made.docx(), "Сценарий зимы.docx"), BOTH)
    with zipfile.ZipFile(checked.copy) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
        assert b"A gauge nobody reads." in package.read("word/document.xml")
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"Canary" not in everything
    assert b"2026-01-01" not in everything
    assert checked.path.read_bytes() == made.docx()
    assert checked.original_name == "Сценарий зимы.docx"
    checked.discard()


def test_an_honest_pdf_is_copied_without_the_people_in_it():
    checked = files.check(made.upload(made.pdf(), PDF), BOTH)
    copy = PdfReader(checked.copy)
    assert len(copy.pages) == 1
    assert b"Canary" not in checked.copy.read_bytes()
    assert not copy.metadata or "/Author" not in copy.metadata
    checked.discard()


def test_the_briefs_of_the_corpus_are_taken():
    brief = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "brief.docx"
    if not brief.exists():
        return  # the corpus is not part of the repository
    checked = files.check(made.upload(brief.read_bytes(), "brief.docx"), BOTH)
    with zipfile.ZipFile(checked.copy) as package:
        assert len(package.read("word/document.xml")) > 1000
    checked.discard()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\scenario.pdf", "scenario.pdf"),
        ("a\u202eb.pdf", "ab.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("  .hidden.pdf ", "hidden.pdf"),
        ("ნინო — სცენარი.pdf", "ნინო — სცენარი.pdf"),
        ("", "file"),
    ],
)
def test_the_name_of_a_file_is_shown_without_folders_and_hidden_signs(name, shown):
    assert files.shown_name(name) == shown


@pytest.mark.django_db(transaction=True)
def test_a_file_lies_in_the_private_store_under_a_random_name(private):
    submission = make.submission(state="draft")
    attachment = files.attach(submission, files.check(made.upload(made.docx()), BOTH))
    assert left(private) == sorted([f"attachments/{attachment.name}", f"attachments/{attachment.shown_name}"])
    assert "scenario" not in attachment.name + attachment.shown_name
    assert (attachment.original_name, attachment.kind, attachment.size) == ("scenario.docx", "docx", len(made.docx()))
    with pytest.raises(files.Refused, match="is here already"):
        files.attach(submission, files.check(made.upload(made.docx(), "other.docx"), BOTH))
    assert len(left(private)) == 2
    assert {oct(path.stat().st_mode & 0o777) for path in private.glob("attachments/*")} == {"0o600"}


@pytest.mark.django_db(transaction=True)
def test_where_there_is_no_room_a_sentence_says_so_and_nothing_is_left(private, monkeypatch, settings):
    submission = make.submission(state="draft")
    settings.LEAST_FREE_SPACE = 1 << 60
    with pytest.raises(files.Refused, match="Your words are safe: send the text alone"):
        files.check(made.upload(made.docx()), BOTH)
    settings.LEAST_FREE_SPACE = 0
    upload = made.upload(made.docx())
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(upload, "chunks", lambda: (_ for _ in ()).throw(full))
    with pytest.raises(files.Refused, match="Your words are safe"):
        files.check(upload, BOTH)
    checked = files.check(made.upload(made.docx()), BOTH)
    with monkeypatch.context() as broken, pytest.raises(files.Refused, match="Your words are safe"):
        broken.setattr(files, "_stored", lambda *args: (_ for _ in ()).throw(full))
        files.attach(submission, checked)
    assert (Attachment.objects.count(), left(private)) == (0, [])
    files.attach(submission, files.check(made.upload(made.docx()), BOTH))  # and there is room again
    assert Attachment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_call_takes_so_many_files_and_no_more(private):
    submission = make.submission(state="draft", call=make.call(most_files=1))
    files.attach(submission, files.check(made.upload(made.docx()), BOTH))
    with pytest.raises(files.Refused, match="files that this call takes: 1"):
        files.attach(submission, files.check(made.upload(made.pdf(), PDF), BOTH))
    assert (Attachment.objects.count(), len(left(private))) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_a_file_is_given_out_as_a_download_that_no_browser_opens():
    attachment = files.attach(make.submission(state="draft"), files.check(made.upload(made.docx(), "ნინო.docx"), BOTH))
    own, shown = (files.as_download(attachment, is_original=mine) for mine in (True, False))
    assert b"".join(own.streaming_content) == made.docx()
    scrubbed = io.BytesIO(b"".join(shown.streaming_content))
    assert b"Canary" not in zipfile.ZipFile(scrubbed).read("docProps/core.xml")
    for answer in (own, shown):
        answer.close()
    assert own.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert own.headers["X-Content-Type-Options"] == "nosniff"
    assert own.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.django_db(transaction=True)
def test_files_go_with_what_they_came_with(private):
    submission = make.submission(state="declined")
    files.attach(submission, files.check(made.upload(made.docx()), BOTH))
    erasure.erase(submission, by="contributor")
    assert left(private) == ["erasures.jsonl"]
    assert not Attachment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_crash_leaves_is_swept_away_and_nothing_else(private):
    attachment = files.attach(make.submission(state="draft"), files.check(made.upload(made.docx()), BOTH))
    old, new = private / "attachments" / "old.docx", private / "attachments" / "new.docx"
    for path in (old, new):
        path.write_bytes(b"x")
    long_ago = time.time() - 2 * files.ORPHAN_AFTER
    for path in (old, private / "attachments" / attachment.name):
        os.utime(path, (long_ago, long_ago))
    assert files.sweep() == 1
    assert left(private) == sorted(
        f"attachments/{name}" for name in (attachment.name, attachment.shown_name, "new.docx")
    )


# Who gets them


@pytest.fixture
def with_file():
    submission = make.submission()
    return submission, files.attach(submission, files.check(made.upload(made.docx()), BOTH))


@pytest.mark.django_db(transaction=True)
def test_the_sender_gets_the_file_as_it_came_and_nobody_elses(client, with_file):
    submission, attachment = with_file
    token, other = links.mint(submission, "manage"), links.mint(make.submission("Another"), "manage")
    mine = client.get(f"/submissions/{token}/files/{attachment.pk}/")
    assert b"".join(mine.streaming_content) == made.docx()
    for address in (
        f"/submissions/{other}/files/{attachment.pk}/",
        f"/submissions/{token}/files/{attachment.pk + 1}/",
        f"/submissions/{links.mint(submission, 'confirm')}/files/{attachment.pk}/",
        f"/submissions/guess/files/{attachment.pk}/",
    ):
        assert client.get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ["author", "editor", "publisher", "moderator", "reader", "privacy", "admin"])
def test_staff_who_may_read_the_queue_get_the_copy_without_metadata(client, with_file, role):
    submission, attachment = with_file
    user = make.user(role)
    client.force_login(user)
    answer = client.get(f"/admin/submissions/submission/{submission.pk}/files/{attachment.pk}/")
    if not user.has_perm("submissions.view_queue"):
        assert answer.status_code == 403
        return
    content = b"".join(answer.streaming_content)
    assert b"Canary" not in zipfile.ZipFile(io.BytesIO(content)).read("docProps/core.xml")


@pytest.mark.django_db(transaction=True)
def test_files_of_what_was_not_sent_are_nobodys_business(client):
    submission = make.submission(state="draft")
    attachment = files.attach(submission, files.check(made.upload(made.docx()), BOTH))
    client.force_login(make.user("moderator"))
    assert client.get(f"/admin/submissions/submission/{submission.pk}/files/{attachment.pk}/").status_code == 404


@pytest.mark.django_db
def test_no_address_of_the_web_server_leads_to_the_private_store(client, private):
    (private / "attachments").mkdir()
    (private / "attachments" / "secret.docx").write_bytes(b"secret")
    for folder in ("/media", "/private", "/static/..", "/media/../private"):
        address = f"{folder}/attachments/secret.docx"
        assert b"secret" not in client.get(address).content
