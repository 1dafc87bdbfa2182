"""`manage.py export`: everything that is the site, nothing that is a secret, and the same bytes for the same site."""

import io
import json
import os
import stat
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import relief_files
from articles.models import Article, Image, Person, Tag
from ccsis.exports import kinds, values, writing
from ccsis.exports.kinds import Contact, Left, LeftOut, Rows
from ccsis.letters import put
from ccsis.models import Letter, SiteSettings, User
from ccsis.progress import Progress
from submissions import files, links
from submissions.models import Attachment, CoAuthor, Contributor, Draft
from tests import exporting, make

EMAIL, PHONE = "canary.bird@mail.example", "+995 555 987 654"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "taken"


# What goes along: whoever adds a model or a field is told here where to say so


def test_every_model_and_field_is_exported_or_left_out_for_a_reason():
    assert kinds.gaps() == []


@pytest.mark.parametrize(
    "lists, sentence",
    [
        ([], "ccsis.Redirect is neither exported nor left out"),
        ([LeftOut("ccsis.Redirect", " ")], "ccsis.Redirect is left out without a reason"),
        ([Rows("ccsis.Redirect"), LeftOut("ccsis.Redirect", "old")], "ccsis.redirect stands in the lists twice"),
        ([Rows("ccsis.Gone")], "ccsis.Gone stands in the lists, and there is no such model"),
        ([Rows("ccsis.Redirect", fields={"path": Contact()})], "ccsis.Redirect has no field path"),
        ([Rows("ccsis.Redirect", fields={"new_path": Left("")})], "ccsis.Redirect.new_path is left out without a rea"),
        ([Rows("admin.LogEntry")], "admin.LogEntry.content_type points to contenttypes.ContentType, which does not go"),
        ([Rows("sessions.Session"), LeftOut("ccsis.User", "x")], "ccsis.User, which does not go along with it"),
    ],
)
def test_a_gap_in_the_lists_is_found(monkeypatch, lists, sentence):
    named = {each.name for each in lists} | {"ccsis.redirect"}
    others = [each for each in kinds.everything() if each.name not in named]
    monkeypatch.setattr(kinds, "everything", lambda: [*others, *lists])
    assert [gap for gap in kinds.gaps() if sentence in gap]


def test_a_field_of_a_new_type_needs_a_form(monkeypatch):
    monkeypatch.setattr(kinds, "TYPES", ())
    assert "for which ccsis.exports.values has no form" in kinds.gaps()[0]


# What stands in an export


@pytest.mark.django_db
def test_a_piece_goes_along_whole(folder):
    make.user("editor", username="nino", name="ნინო")
    person = make.person("Tamar Lezhvari", native_name="თამარ ლეჟვარი")
    piece = make.publication("The single road", authors=[person], tags=["gas"], notes=[("a", "A note")]).article
    exporting.run("export", folder)
    row = exporting.lines(folder, "articles.article")[0]
    assert (row["id"], row["title"], row["slug"]) == (piece.pk, "The single road", "the-single-road")
    assert (row["number"], row["first_published_at"]) == ("CCSIS-AN-2026-001", "2026-11-19T12:00:00.000000Z")
    counts = {name: len(exporting.lines(folder, f"articles.{name}")) for name in ("byline", "note", "revision", "tag")}
    assert counts == {"byline": 1, "note": 1, "revision": 1, "tag": 1}
    assert exporting.lines(folder, "articles.publication")[0]["tags"] == [Tag.objects.get().pk]
    assert "თამარ ლეჟვარი" in (folder / "rows/articles.person.jsonl").read_text()
    assert exporting.lines(folder, "ccsis.user")[0]["groups"] == ["editor"]
    assert "articles.change_article" in exporting.lines(folder, "auth.group")[1]["permissions"]


@pytest.mark.django_db
def test_the_manifest_says_what_is_there_and_what_is_not(folder):
    make.submission()
    SiteSettings.objects.create(pk=SiteSettings.ONLY, name="ცენტრი")
    exporting.run("export", folder)
    said = json.loads((folder / "manifest.json").read_text())
    assert (said["format"], said["format_version"], said["site"]) == ("ccsis-export", 1, "ცენტრი")
    assert said["software"].count(".") == 2 and said["with_contact_data"] is False
    assert {line["path"] for line in said["rows"]} == {path for path in exporting.tree(folder) if "rows/" in path}
    line = next(line for line in said["rows"] if line["kind"] == "submissions.contributor")
    assert line["rows"] == 1 and "full_name" in line["fields"] and "email" not in line["fields"]
    assert said["left_out"]["submissions.Contributor.email"] == "contact data"
    assert "secret" in said["left_out"]["ccsis.User.password"] and "words to people" in said["left_out"]["ccsis.Letter"]


@pytest.mark.django_db
def test_neither_contact_data_nor_secrets_are_in_it(folder, settings):
    user = make.user("moderator")
    make.submission(state="changes_requested", email=EMAIL.upper(), phone=PHONE, by=user)
    put("invitation", EMAIL, params={"name": PHONE})
    make.user(password="a-password-to-look-for")
    told, warned = exporting.run("export", folder)
    everything = b"".join(exporting.tree(folder).values())
    secrets = [EMAIL, EMAIL.upper(), PHONE, settings.SECRET_KEY, *User.objects.values_list("password", flat=True)]
    assert [secret for secret in secrets if secret.encode() in everything] == []
    assert Contributor.objects.get().full_name.encode() in everything
    assert Letter.objects.exists() and b"invitation" not in everything.replace(b"import", b"")
    assert "Contact data of contributors is not in it" in told and warned == ""


@pytest.mark.django_db
def test_contact_data_goes_along_when_it_is_asked_for_and_this_is_said_aloud(folder):
    make.submission(email=EMAIL, phone=PHONE)
    told, warned = exporting.run("export", folder, with_contact_data=True)
    row = exporting.lines(folder, "submissions.contributor")[0]
    assert (row["email"], row["email_folded"], row["phone"]) == (EMAIL, EMAIL, PHONE)
    assert "not in it" not in told
    assert "ATTENTION: this export holds the e-mail addresses and telephone numbers" in warned


@pytest.mark.django_db
def test_a_name_that_is_not_to_be_printed_is_contact_data(folder, tmp_path):
    make.submission(full_name="Shy Canary", position="baker", credit_choice="pseudonym", pseudonym="Nightingale")
    open_row = make.submission(full_name="Open Canary")
    CoAuthor.objects.create(submission=open_row, full_name="Shy Twin", email=EMAIL, credit_choice="withheld")
    exporting.run("export", folder)
    everything = b"".join(exporting.tree(folder).values())
    assert [name for name in (b"Shy", b"baker", EMAIL.encode()) if name in everything] == []
    assert b"Nightingale" in everything and b"Open Canary" in everything
    exporting.run("export", tmp_path / "all", with_contact_data=True)
    everything = b"".join(exporting.tree(tmp_path / "all").values())
    assert all(name in everything for name in (b"Shy Canary", b"baker", b"Shy Twin", EMAIL.encode()))


@pytest.mark.django_db
def test_drafts_files_and_secret_links_of_contributors_stay(folder, tmp_path):
    submission = make.submission()
    token = links.mint(submission, "manage")
    Draft.objects.create(submission=submission, typed={"email": [EMAIL]}, email=EMAIL)
    name = files.store().save("canary.docx", ContentFile(b"the words of a canary"))
    Attachment.objects.create(submission=submission, name=name, original_name="canary.docx", kind="docx", size=1)
    exporting.run("export", folder)
    assert [path for path in exporting.tree(folder) if "draft" in path or "attachment" in path] == []
    exporting.run("export", tmp_path / "all", with_contact_data=True)
    assert exporting.tree(tmp_path / "all")[f"files/attachments/{name}"] == b"the words of a canary"
    assert exporting.lines(tmp_path / "all", "submissions.draft")[0]["typed"] == {"email": [EMAIL]}
    everything = b"".join([*exporting.tree(folder).values(), *exporting.tree(tmp_path / "all").values()])
    assert token.encode() not in everything and links.hash_of(token).encode() not in everything


@pytest.mark.django_db
def test_files_go_along_under_their_names(folder):
    image = make.image()
    relief = make.publication(relief="").relief
    relief_files.draw(relief)
    exporting.run("export", folder)
    files = {path for path in exporting.tree(folder) if path.startswith("files/")}
    assert files == {f"files/media/{image.file.name}", f"files/media/{relief}"}
    with image.file.open() as file:
        assert (folder / "files/media" / image.file.name).read_bytes() == file.read()


@pytest.mark.django_db
def test_a_file_that_is_gone_is_told_and_stops_nothing(folder):
    Image.objects.filter(pk=make.image().pk).update(file="images/gone.png")
    _told, warned = exporting.run("export", folder)
    assert "A row names files/media/images/gone.png, and there is no such file." in warned
    assert json.loads((folder / "manifest.json").read_text())["missing_files"] == ["files/media/images/gone.png"]


@pytest.mark.django_db
def test_a_relief_that_nobody_asked_for_yet_is_not_missed(folder):
    make.publication(relief="")
    _told, warned = exporting.run("export", folder)
    assert warned == "" and json.loads((folder / "manifest.json").read_text())["missing_files"] == []
    assert exporting.lines(folder, "articles.relief")[0]["is_drawn"] is False


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["../secret.png", "/etc/passwd", "images/../../x.png", "images//x.png", "a\nb.png"])
def test_no_row_can_have_a_file_fetched_from_elsewhere(folder, name, settings):
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    Path(settings.MEDIA_ROOT, "../secret.png").write_text("secret")
    Image.objects.filter(pk=make.image().pk).update(file=name)
    exporting.run("export", folder)
    assert [path for path in exporting.tree(folder) if path.startswith("files/")] == []


@pytest.mark.django_db
def test_the_same_site_gives_the_same_bytes(folder, tmp_path, monkeypatch):
    for n in range(5):
        make.publication(f"Piece {n}", tags=[f"b{n}", f"a{n}"], topics=[make.topic("Roads"), make.topic("Gas")])
    exporting.run("export", folder)
    monkeypatch.setattr(writing, "AT_ONCE", 2)
    exporting.run("export", tmp_path / "again")
    assert exporting.tree(tmp_path / "again") == exporting.tree(folder)


@pytest.mark.django_db
def test_one_row_is_one_line_whatever_stands_in_it(folder):
    make.article("One", standfirst="a\nb\u2028c\u2029d\re\x85f")
    exporting.run("export", folder)
    raw = (folder / "rows/articles.article.jsonl").read_bytes()
    assert raw.count(b"\n") == 1 and raw.endswith(b"}\n")
    assert json.loads(raw)["standfirst"] == "a\nb\u2028c\u2029d\re\x85f"


@pytest.mark.django_db
def test_a_long_table_is_read_in_as_many_queries_as_a_short_one(tmp_path, django_assert_num_queries):
    make.article("Piece", topics=[make.topic()])
    exporting.run("export", tmp_path / "warm")  # what Django remembers of content types is asked for once
    with CaptureQueriesContext(connection) as short:
        exporting.run("export", tmp_path / "short")
    for n in range(30):
        make.article(f"Piece {n}", topics=[make.topic()])
    with django_assert_num_queries(len(short)):
        exporting.run("export", tmp_path / "long")


# Numbers and texts that databases write in different ways


@pytest.mark.parametrize(
    "value, text",
    [
        (1e22, "10000000000000000000000"),
        (1.5e300, "15" + "0" * 299),
        (-0.0, "0.0"),
        (1.0, "1.0"),
        (1e-7, "1e-07"),
        (0.1, "0.1"),
        (True, "true"),
        (2**70, str(2**70)),
        ([{"a": 1e16}], '[{"a": 10000000000000000}]'),
    ],
)
def test_a_number_has_one_form(value, text):
    field = Article._meta.get_field("scenario")
    plain = values.to_plain(field, value)
    assert json.dumps(plain) == text
    assert json.dumps(values.to_plain(field, json.loads(text))) == text


def test_half_a_character_is_written_as_its_number():
    line = values.line_of({"a": "x\ud800y"})
    assert line == b'{"a": "x\\ud800y"}\n'
    assert values.dict_of(line) == {"a": "x\ud800y"}


# The folder


def refused(folder, match):
    with pytest.raises(CommandError, match=match) as error:
        exporting.run("export", folder)
    assert "\n" not in str(error.value) and str(error.value).endswith("Nothing was exported.")


@pytest.mark.django_db
def test_an_empty_folder_is_taken(folder):
    folder.mkdir()
    exporting.run("export", folder)
    assert (folder / "manifest.json").exists()


@pytest.mark.django_db
def test_a_folder_with_something_in_it_is_left_alone(folder):
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    refused(folder, "is not empty")
    assert exporting.tree(folder.parent) == {"taken/letter.txt": b"mine"}


@pytest.mark.django_db
def test_a_file_or_a_folder_nowhere_is_refused(folder):
    refused(folder / "deeper", "there is no such folder")
    folder.write_text("mine")
    refused(folder, "is a file")
    assert folder.read_text() == "mine"


@pytest.mark.django_db
def test_nothing_is_written_where_readers_could_fetch_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    refused(settings.MEDIA_ROOT / "export", "Readers can fetch")
    assert list(settings.MEDIA_ROOT.iterdir()) == []


@pytest.mark.django_db
def test_only_its_owner_may_read_it(folder):
    before = os.umask(0)
    try:
        make.image()
        exporting.run("export", folder)
    finally:
        os.umask(before)
    places = [folder, *folder.rglob("*")]
    modes = {stat.S_IMODE(place.stat().st_mode) for place in places if place.is_dir()}
    assert modes == {0o700}
    assert {stat.S_IMODE(place.stat().st_mode) for place in places if place.is_file()} == {0o600}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "trouble, sentence",
    [
        (KeyboardInterrupt(), "Interrupted. Nothing was exported."),
        (OSError(28, "No space left on device", "/x/y"), "/x/y: No space left on device. Nothing was exported."),
    ],
)
def test_an_export_that_ends_early_leaves_nothing_behind(folder, monkeypatch, trouble, sentence):
    def write(*args, **kwargs):
        assert not folder.exists()  # until all is there, it stands under another name
        assert len(list(folder.parent.glob(".taken.unfinished-*/rows/articles.article.jsonl"))) == 1
        raise trouble

    make.article()
    monkeypatch.setattr(writing.manifest, "write", write)
    with pytest.raises(CommandError) as error:
        exporting.run("export", folder)
    assert str(error.value) == sentence
    assert list(folder.parent.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_it_shows_one_moment_and_nobody_has_to_wait_for_it(folder, together, monkeypatch):
    """While the first rows are written, somebody else adds a person: the export does not know her."""
    make.person("Early Bird")
    rows_of = writing.rows_of
    added = []

    def slow_rows_of(rows, with_contact):
        if rows.label == "articles.Person":
            added.extend(together(lambda: make.person("Late Bird").name))
        return rows_of(rows, with_contact)

    monkeypatch.setattr(writing, "rows_of", slow_rows_of)
    exporting.run("export", folder)
    assert added == ["Late Bird"]
    assert set(Person.objects.values_list("name", flat=True)) == {"Early Bird", "Late Bird"}
    assert [row["name"] for row in exporting.lines(folder, "articles.person")] == ["Early Bird"]


# Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True

    def write(self, text, ending="", style_func=None):
        return super().write(text)


def test_progress_is_shown_on_a_terminal_and_nowhere_else():
    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        progress = Progress(stream)
        for done in range(201):
            progress(done, 200, "articles.article")
        progress.end()
    assert file.getvalue() == ""
    shown = terminal.getvalue().split("\r\033[K")
    assert shown[1] == f"[{' ' * 30}]   0 %  articles.article" and shown[-1] == ""
    assert f"[{'#' * 15}{' ' * 15}]  50 %  articles.article" in shown
    assert len(shown) < 130  # where nothing moves, nothing is written
