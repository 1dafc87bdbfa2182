"""Everything that a contributor can take along: all of it, readable, and nothing that is somebody else's."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from ccsis import letters as outbox
from submissions import conversation, files, moves, receiving, takeout
from submissions.form import private_texts
from submissions.models import Attachment, Draft, State, Submission
from tests import make

pytestmark = pytest.mark.django_db
COAUTHORS = [{"full_name": "Maia Beridze", "email": "maia@mail.example"}]


def taken(client, submission):
    """The archive that the page gives, as a ZipFile."""
    response = client.get(make.private(submission) + "everything/")
    assert response.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def data_in(archive):
    return json.loads(archive.read("data.json"))


def everything_in(archive):
    """All text of an archive in one piece."""
    return "\n".join(archive.read(name).decode() for name in archive.namelist() if not name.startswith("files/"))


@pytest.fixture
def rich(settings, tmp_path):
    """A submission with two texts, a conversation, letters, a co-author, a draft and two files."""
    settings.PRIVATE_ROOT = tmp_path
    call = make.call()
    question = call.questions.create(label="How do you know the road?")
    secret = call.questions.create(label="Where do you live?", is_personal=True)
    filled = make.filled(
        contributor=make.contributor(interests="None", answers={secret.key: "In Kars"}),
        answers={question.key: "I drive it."},
        scenario={"question": "Will it hold?", "low": 20, "high": 40},
        coauthors=COAUTHORS,
    )
    row = receiving.take(call, filled)
    moves.transition(row, "confirm", actor="contributor")
    moderator = make.user("moderator", name="Levan Secret")
    moves.transition(row, "hold", actor=moderator, note="NOTE among ourselves")
    due = timezone.now() + timedelta(days=9)
    moves.transition(row, "request_changes", actor=moderator, message="1. Which number?", note="NOTE two", due_at=due)
    receiving.revise(row, make.filled(source="ქართული ტექსტი\n\nSecond text.", coauthors=COAUTHORS))
    receiving.resubmit(Submission.objects.get(pk=row.pk), {1: "Forty metres."})
    row = Submission.objects.get(pk=row.pk)
    conversation.say(row, "A question of ours.", by=moderator)
    conversation.say(row, "An answer of mine.")
    Draft.objects.create(submission=row, typed={"title": ["A change under way"]})
    for number, name in enumerate(["Map <1>.pdf", "../../etc/passwd.pdf"]):
        stored = files.store().save(f"random{number}", ContentFile(b"%PDF" + bytes([number]) * 200_000))
        row.attachments.create(name=stored, original_name=name, kind="pdf", size=200_004, sha256=str(number))
    outbox.send_due()
    outbox.send_due()
    return row


def test_the_archive_has_a_page_for_each_thing(client, rich):
    archive = taken(client, rich)
    assert archive.testzip() is None
    names = archive.namelist()
    assert names[:5] == ["read-me.txt", "data.json", "texts/1.md", "texts/2.md", "messages.md"]
    assert [name.split("-")[0] for name in names if name.startswith("letters/")] == [
        f"letters/{number}" for number in range(1, 1 + sum(name.startswith("letters/") for name in names))
    ]
    assert [name for name in names if name.startswith("files/")] == ["files/1-Map_1.pdf", "files/2-....etcpasswd.pdf"]
    assert not any(name.startswith("/") or "../" in name for name in names)


def test_the_texts_are_as_they_were_written(client, rich):
    archive = taken(client, rich)
    assert archive.read("texts/1.md").decode() == f"# The queue below the mountain\n\n{make.TEXT}\n"
    assert "ქართული ტექსტი" in archive.read("texts/2.md").decode()


def test_the_files_are_whole(client, rich):
    archive = taken(client, rich)
    assert archive.read("files/1-Map_1.pdf") == b"%PDF" + bytes([0]) * 200_000


def test_the_data_is_complete_and_readable(client, rich):
    data = data_in(taken(client, rich))
    assert (data["reference"], data["where it stands"], data["language"]) == (rich.reference, "Received", "en")
    person = data["contributor"]
    assert (person["full_name"], person["email"], person["phone"]) == (
        *("Ruslan Didigov", "ruslan.didigov@mail.example", "+995 555 010 203"),
    )
    assert person["answers"] == {"Where do you live?": "In Kars"}
    first, second = data["texts"]
    assert first["answers"] == {"How do you know the road?": "I drive it."}
    assert first["scenario"] == {"question": "Will it hold?", "low": 20, "high": 40}
    assert (first["number"], second["number"], second["text"]) == (1, 2, "ქართული ტექსტი\n\nSecond text.")
    assert data["consents"][0]["text"] == "Yes."
    assert data["co-authors"][0]["email"] == "maia@mail.example"
    assert data["draft"]["typed"] == {"title": ["A change under way"]}
    assert [each["by"] for each in data["messages"]] == ["an editor", "an editor", "you"]
    assert data["messages"][0]["points"] == [{"asked": "Which number?", "answer": "Forty metres."}]
    assert [each["name"] for each in data["files"]] == ["Map <1>.pdf", "../../etc/passwd.pdf"]
    assert [each["what"] for each in data["what happened"]] == [
        "Sent",
        "Address confirmed",
        "Kept to be considered further",
        "We asked you for changes",
        "Your changes arrived",
    ]


def test_every_column_of_the_contributor_is_in_it_or_left_out_for_a_reason():
    """A new column fails here until somebody decides."""
    own = {field.name for field in make.submission().contributor._meta.fields}
    # Ours, or made of what is in it.
    left_out = {"id", "submission", "email_folded", "mailbox", "contact_words", "created_at"}
    exported = set(takeout._contributor(Submission.objects.get(), {}))
    assert own - left_out == exported


def test_no_note_and_no_name_of_staff_is_in_it(client, rich):
    text = everything_in(taken(client, rich))
    assert "NOTE" not in text and "Levan" not in text
    assert "A question of ours." in text and "An editor" in text


def test_letters_are_in_it_with_their_words_and_without_their_secrets(client, rich):
    archive = taken(client, rich)
    letters = [archive.read(name).decode() for name in archive.namelist() if name.startswith("letters/")]
    assert any("Your simulation has arrived" in letter for letter in letters)
    assert any("1. Which number?" in letter for letter in letters)
    assert not any("/submissions/" in letter.replace("/submissions/…", "") for letter in letters)
    assert not any("Are you one of its authors" in letter for letter in letters)


def test_nothing_of_another_submission_is_in_it_even_by_the_same_person(client, rich):
    other = make.submission("CANARY title", text="CANARY text", affiliation="CANARY office")
    conversation.say(other, "CANARY words")
    outbox.send_due()
    assert "CANARY" not in everything_in(taken(client, rich))


def test_what_a_co_author_corrected_is_theirs(client, rich):
    rich.coauthors.update(
        full_name="CANARY name", credit_choice="pseudonym", pseudonym="M. of Kars", agreed_at=timezone.now()
    )
    text = everything_in(taken(client, rich))
    assert "CANARY" not in text and "M. of Kars" in text


@pytest.mark.parametrize("state", State.values)
def test_it_can_be_taken_in_every_state_and_never_tells_of_a_quarantine(client, state):
    archive = taken(client, make.submission(state=state))
    text = everything_in(archive)
    assert "quarantin" not in text.lower() and "spam" not in text.lower()
    assert data_in(archive)["where it stands"]


def test_an_unconfirmed_address_gets_no_list_of_letters(client):
    submission = make.submission(state="unconfirmed")
    outbox.send_due()
    assert data_in(taken(client, submission))["letters"] == []


def test_a_draft_is_all_there_is_of_what_was_not_sent(client):
    row = receiving.start(make.call(), nonce="n")
    receiving.keep_draft(row, {"title": ["Half a ti"]}, email="ana@mail.example")
    data = data_in(taken(client, row))
    assert (data["contributor"], data["texts"]) == (None, [])
    assert (data["draft"]["typed"], data["draft"]["email"]) == ({"title": ["Half a ti"]}, "ana@mail.example")


def test_a_file_that_is_gone_from_the_disk_spoils_nothing(client, rich):
    attachment = Attachment.objects.first()
    files.store().delete(attachment.name)
    archive = taken(client, rich)
    assert [name for name in archive.namelist() if name.startswith("files/")] == ["files/2-....etcpasswd.pdf"]
    assert archive.testzip() is None


def test_it_comes_in_pieces_as_a_download_that_nobody_keeps(client, rich):
    response = client.get(make.private(rich) + "everything/")
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == f'attachment; filename="{rich.reference}.zip"'
    assert "no-store" in response["Cache-Control"] and response["X-Content-Type-Options"] == "nosniff"
    assert max(len(piece) for piece in response.streaming_content) < 100_000


def test_nobody_makes_us_pack_without_end(client, monkeypatch):
    monkeypatch.setattr(private_texts, "TAKEN_PER_SUBMISSION", (2, 3600))
    address = make.private(make.submission()) + "everything/"
    assert [client.get(address).status_code for _n in range(3)] == [200, 200, 429]
