"""The bridge from the mailbox: a letter becomes a draft, its sender decides what becomes of that."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ccsis.models import Letter
from submissions import mailed, retention
from submissions.models import Attachment, Contributor, Draft, Submission
from tests import documents as made
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/admin/submissions/queue/mail/"


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "arriving"
    return tmp_path


@pytest.fixture
def desk(client):
    client.force_login(make.user("moderator"))
    return client


def letter(text="On the first morning.", *, html=None, attached=(), **headers):
    message = EmailMessage()
    fields = {
        "From": '"ნინო კ." <nino@mail.example>',
        "Subject": "=?utf-8?b?0JfQuNC80LA=?=",
        "To": "a@b.example",
    }
    for name, value in (fields | headers).items():
        message[name] = value
    if text is not None:
        message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html") if text is not None else message.set_content(html, subtype="html")
    for name, content in attached:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return SimpleUploadedFile("letter.eml", message.as_bytes())


def send(desk, call, **given):
    return desk.post(ADDRESS, {"call": call.pk, **given})


def typed():
    return {name: values[0] for name, values in Draft.objects.get().typed.items()}


def test_a_letter_becomes_a_draft_and_its_sender_gets_the_link(desk):
    call = make.call()
    answer = send(desk, call, letter=letter("ერთი დილა.\n\nმეორე.", attached=[("scenario.docx", made.docx())]))
    assert answer.status_code == 302
    submission = Submission.objects.get()
    assert (submission.state, submission.call) == ("draft", call)
    assert typed() == {
        "title": "Зима",
        "text": "ერთი დილა.\n\nმეორე.",
        "full_name": "ნინო კ.",
        "email": "nino@mail.example",
    }
    assert [attachment.original_name for attachment in Attachment.objects.all()] == ["scenario.docx"]
    assert [(each.template, each.recipient) for each in Letter.objects.all()] == [
        ("submission_from_mail", "nino@mail.example")
    ]
    assert not Contributor.objects.exists()


def test_a_letter_of_html_alone_becomes_light_markdown(desk):
    send(desk, make.call(), letter=letter(None, html="<h1>Day one</h1><p><b>Snow</b>.</p><script>x</script>"))
    assert typed()["text"] == "## Day one\n\n**Snow**."


def test_what_staff_write_stands_before_what_the_letter_says(desk):
    send(desk, make.call(), letter=letter(), subject="A better title", address="other@mail.example")
    assert (typed()["title"], typed()["email"], typed()["text"]) == (
        *("A better title", "other@mail.example", "On the first morning."),
    )


def test_a_pasted_text_needs_the_address_of_its_sender(desk):
    call = make.call()
    answer = send(desk, call, text="On the first morning.", subject="A title")
    assert answer.status_code == 422
    assert "Write the sender’s address: the link to the draft goes there." in answer.content.decode()
    assert answer.context["form"]["text"].value() == "On the first morning."
    assert not Submission.objects.exists()
    assert send(desk, call, text="On the first morning.", address="nino@mail.example").status_code == 302


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"%PDF-1.7", b"just words", b"To: x\n\nNo sender", b"From:" + b"a" * 100_000],
    ids=["empty", "bytes", "a PDF", "words", "no sender", "a long line"],
)
def test_what_is_no_letter_costs_a_sentence_and_makes_nothing(desk, private, content):
    answer = send(desk, make.call(), letter=SimpleUploadedFile("x.eml", content))
    assert answer.status_code == 422
    assert not Submission.objects.exists()
    assert [path for path in private.rglob("*") if path.is_file()] == []


def test_a_hostile_attachment_is_left_out_with_its_sentence_and_the_text_stays(desk, private):
    attached = [("x.docx", made.bomb()), ("run.exe", b"MZ"), ("../../a.pdf", made.pdf())]
    answer = desk.post(ADDRESS, {"call": make.call().pk, "letter": letter(attached=attached)}, follow=True)
    page = answer.content.decode()
    assert "unpacks to more than we can take" in page
    assert "“run.exe” is not a file of a kind that we take here" in page
    assert [attachment.original_name for attachment in Attachment.objects.all()] == ["a.pdf"]
    assert typed()["text"] == "On the first morning."
    assert len([path for path in private.rglob("*") if path.is_file()]) == 2


def test_a_header_of_a_letter_writes_no_header_of_ours(desk):
    evil = SimpleUploadedFile(
        "x.eml", b"From: Eve\r\n <eve@mail.example>\r\nSubject: a\r\n b\r\nBcc: all@mail.example\r\n\r\nText."
    )
    send(desk, make.call(), letter=evil)
    assert (typed()["title"], typed()["email"]) == ("a b", "eve@mail.example")


def test_a_draft_that_its_sender_never_sends_goes_after_thirty_days(desk):
    send(desk, make.call(), letter=letter())
    submission = Submission.objects.get()

    assert retention.apply(submission.state_since + timedelta(days=30)) == 1
    assert not Draft.objects.exists()


@pytest.mark.parametrize("role", ["author", "editor", "publisher", "reader", "privacy", "admin"])
def test_only_who_decides_makes_drafts_of_letters(client, role):
    client.force_login(make.user(role))
    assert client.get(ADDRESS).status_code == 403
    assert send(client, make.call(), letter=letter()).status_code == 403
    assert not Submission.objects.exists()


def test_a_mailbox_is_not_filled_by_drafts(desk):
    call = make.call()
    for _n in range(9):
        mailed.make_draft(call, mailed.Mailed("N.", "nino@mail.example", "A", "B"))
    assert Letter.objects.count() == 5
