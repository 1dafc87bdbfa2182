"""Files that come with the form: kept with the draft at once, so that they survive whatever else is wrong."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ccsis import middleware
from submissions import files
from submissions.models import Attachment, State, Submission
from tests import documents, make
from tests.form import open_form, own_page, press, save, send, values, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "arriving"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()


def docx(name="sources.docx", text="A gauge nobody reads."):
    return SimpleUploadedFile(name, documents.docx({"word/document.xml": documents.document(text)}))


def kept():
    return [row.original_name for row in Attachment.objects.order_by("pk")]


def stored():
    folder = Path(files.store().location)
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_file_is_sent_with_the_text(client):
    answer = send(client, make.call(), files=[docx("one.docx"), docx("two.docx", "Another.")])
    own_page(answer)
    submission = Submission.objects.get()
    assert submission.state == State.UNCONFIRMED
    assert [row.original_name for row in submission.attachments.all()] == ["one.docx", "two.docx"]


def test_a_file_survives_a_form_that_is_not_finished(client):
    call = make.call()
    page = send(client, call, title="", files=docx())
    assert list(page.context["form"].errors) == ["title"]
    assert "sources.docx" in words_of(page)
    assert Submission.objects.get().state == State.DRAFT
    own_page(press(client, page, title="A title"))
    submission = Submission.objects.get()
    assert (submission.state, submission.title, kept()) == ("unconfirmed", "A title", ["sources.docx"])


@pytest.mark.parametrize("button", ["preview", "attach", "add_coauthor"])
def test_a_file_survives_every_button(client, button):
    page = send(client, make.call(), button=button, title="", files=docx())
    assert [file.original_name for file in page.context["files"]] == ["sources.docx"]
    assert "error-text" not in page.content.decode()
    press(client, page, title="A title")
    assert (Submission.objects.get().state, kept()) == ("unconfirmed", ["sources.docx"])


def test_a_file_is_kept_with_the_draft_and_comes_back_in_another_browser(client):
    page = save(client, make.call(), files=docx())
    opened = Client().get(f"{page}edit/")
    assert [file.original_name for file in opened.context["files"]] == ["sources.docx"]
    own_page(press(Client(), opened))
    assert (Submission.objects.get().state, kept()) == ("unconfirmed", ["sources.docx"])


def test_a_file_is_removed_by_its_button_and_every_word_stays(client, django_capture_on_commit_callbacks):
    page = send(
        client, make.call(), button="attach", title="Half a title", files=[docx("one.docx"), docx("2.docx", "B")]
    )
    first = Attachment.objects.get(original_name="one.docx")
    before = stored()
    with django_capture_on_commit_callbacks(execute=True):
        page = press(client, page, remove_file=str(first.pk))
    assert kept() == ["2.docx"]
    assert sorted(set(before) - set(stored())) == sorted([first.name, first.shown_name])
    assert page.context["form"]["title"].value() == "Half a title"
    assert [file.original_name for file in page.context["files"]] == ["2.docx"]


@pytest.mark.parametrize("number", ["0", "x", "²", "9" * 40, "-1"])
def test_nobody_else_s_file_is_removed(client, number):
    other = make.submission()
    files.attach(other, files.check(docx(), ["docx"]))
    theirs = Attachment.objects.get()
    page = send(client, make.call("Mine"), button="attach", files=docx("mine.docx", "Mine."))
    press(client, page, remove_file=str(theirs.pk))
    press(client, page, remove_file=number)
    assert kept() == ["sources.docx", "mine.docx"]


def test_a_file_that_is_not_taken_says_why_and_nothing_is_lost(client):
    call = make.call()
    page = send(client, call, files=SimpleUploadedFile("notes.odt", b"PK"))
    sentence = "“notes.odt” is not a file of a kind that we take here: .docx, .pdf."
    assert page.context["form"].errors == {"files": [sentence]}
    assert f'<li><a href="#id_files">{sentence}</a></li>' in page.content.decode()
    assert not Submission.objects.exists()
    own_page(press(client, page))
    assert kept() == []


def test_words_are_saved_also_where_a_file_is_not_taken(client):
    page = send(client, make.call(), button="save", files=SimpleUploadedFile("notes.odt", b"PK"))
    assert page.status_code == 200
    words = words_of(page)
    assert "What you wrote is saved." in words
    assert "“notes.odt” is not a file of a kind that we take here" in words
    assert Submission.objects.get().draft.typed["title"] == [page.context["form"]["title"].value()]
    own_page(press(client, page, "save"))


def test_more_files_than_the_call_takes_are_said_once(client):
    call = make.call(most_files=1)
    uploads = [docx(f"{number}.docx", f"Text {number}") for number in range(3)]
    page = send(client, call, files=uploads)
    assert page.context["form"].errors == {"files": ["The most files that this call takes: 1. Remove one first."]}
    assert kept() == ["0.docx"]


def test_a_form_with_a_file_that_is_sent_twice_is_one_submission_with_one_file(client):
    call = make.call()
    stamp = open_form(client, call)
    for _n in range(2):
        own_page(send(client, call, stamp, files=docx()))
    assert (Submission.objects.count(), kept()) == (1, ["sources.docx"])


def test_a_call_that_takes_no_files_asks_for_none(client):
    call = make.call(most_files=0)
    assert 'name="files"' not in client.get(call.get_absolute_url()).content.decode()
    own_page(send(client, call, files=docx()))
    assert kept() == []


def test_files_are_added_to_and_taken_from_what_was_sent(client):
    page = own_page(send(client, make.call(), files=docx("one.docx")))
    opened = press(client, client.get(f"{page}edit/"), "attach", files=docx("two.docx", "Another."))
    assert [file.original_name for file in opened.context["files"]] == ["one.docx", "two.docx"]
    press(client, opened, remove_file=str(Attachment.objects.get(original_name="one.docx").pk))
    assert kept() == ["two.docx"]


def test_a_stale_form_takes_no_file_and_says_that_it_has_to_be_chosen_again(client):
    call = make.call()
    stamp = open_form(Client(), call)
    page = send(Client(enforce_csrf_checks=True), call, stamp, files=docx())
    assert page.status_code == 403
    assert "Choose your files once more before." in words_of(page)
    assert (kept(), stored()) == ([], [])


def test_the_form_takes_more_than_other_pages_do_and_not_everything(client, monkeypatch, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 60_000
    call = make.call()
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 20_000)))
    own_page(send(client, call, files=[docx(text=text), docx("two.docx", text[1:])]))
    assert sum(row.size for row in Attachment.objects.all()) > 60_000
    monkeypatch.setattr(middleware, "FORM_BODY_LIMIT", 20_000)
    page = send(client, call, files=docx(text=text))
    assert page.status_code == 413
    assert "Go back with your browser" in words_of(page)
    assert client.post("/submissions/", {"email": "x" * 70_000}).status_code == 413


def test_a_name_of_a_file_is_shown_and_not_obeyed(client):
    page = send(client, make.call(), button="attach", files=docx("<script>alert(1)</script>.docx"))
    html = page.content.decode()
    assert "<script>alert" not in html
    assert values(page)["title"]
