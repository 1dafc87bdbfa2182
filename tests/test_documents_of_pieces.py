"""PDF files that come with a piece: taken with care, public with the publication, never before it."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from articles import covers, documents, edition, publishing, sheet
from articles.models import Document
from tests import documents as made
from tests import make
from tests.exporting import lines, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    return tmp_path / "documents"


def left(private):
    return sorted(path.name for path in private.iterdir()) if private.is_dir() else []


def pdf(pages=1, name="report.pdf", content=None):
    def more(writer):
        for _n in range(pages - 1):
            writer.add_blank_page(200, 200)

    return SimpleUploadedFile(name, made.pdf(more) if content is None else content)


def add(piece, upload=None, title="The full report", **fields):
    piece.refresh_from_db()
    return documents.add(piece, upload or pdf(), title=title, language="en", **fields)


def address(document):
    return reverse("site:document", args=[document.pk])


def status(client, document):
    response = client.get(address(document))
    response.getvalue()
    return response.status_code


def beside(piece):
    return reverse("admin:articles_article_document", args=[piece.pk])


# Taking


def test_a_file_is_kept_without_what_its_program_wrote_into_it(private):
    piece = make.article()

    document = add(piece, pdf(3))

    assert (document.pages, document.position, document.original_name) == (3, 1, "report.pdf")
    content = (private / document.file).read_bytes()
    assert (len(PdfReader(io.BytesIO(content)).pages), len(content)) == (3, document.bytes)
    assert b"Canary" not in content
    assert left(private) == [document.file]
    assert (private / document.file).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (lambda: pdf(name="report.docx"), "kind"),
        (lambda: pdf(content=b""), "empty"),
        (lambda: pdf(content=b"<html><script>alert(1)</script>"), "not_pdf"),
        (lambda: pdf(content=made.pdf()[:200]), "broken"),
        (lambda: pdf(content=made.pdf(made.with_named_script)), "script"),
        (lambda: pdf(content=made.pdf(made.with_action("/Launch"))), "launch"),
        (lambda: pdf(content=made.pdf(made.with_file_inside)), "embedded"),
        (lambda: pdf(content=made.pdf(lambda writer: writer.encrypt("secret"))), "encrypted"),
        (lambda: pdf(content=b"%PDF-" + b" " * (20 << 20)), "too_big"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_an_honest_pdf_is_refused_in_words_and_leaves_nothing(upload, code, private):
    piece = make.article()
    with pytest.raises(documents.Refused) as refused:
        add(piece, upload())
    assert refused.value.code == code
    assert "%(" not in str(refused.value)
    assert (left(private), Document.objects.count()) == ([], 0)
    assert list(Path(documents.settings.FILE_UPLOAD_TEMP_DIR).glob("document-*")) == []


def test_the_same_file_is_not_taken_twice_and_no_piece_takes_too_many(private, monkeypatch):
    piece = make.article()
    add(piece)
    with pytest.raises(documents.Refused, match="here already"):
        add(piece)
    monkeypatch.setattr(documents, "MOST_OF_A_PIECE", 1)
    with pytest.raises(documents.Refused, match="at most 1"):
        add(piece, pdf(2))
    assert len(left(private)) == 1


# Readers


def test_a_file_is_public_exactly_while_a_publication_names_it(client):
    piece = make.article(language="ka")
    document = add(piece, pdf(2), title="گزارش")
    assert client.get(address(document)).status_code == 404

    public = publishing.publish(piece)
    response = client.get(address(document))
    page = client.get(public.get_absolute_url()).text

    content = b"".join(response.streaming_content)
    assert len(PdfReader(io.BytesIO(content)).pages) == 2
    assert {name: response[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")} == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=300",
    }
    assert response["Content-Disposition"] == 'attachment; filename="gzarsh.pdf"'
    assert response["Link"] == f'<{public.full_address}>; rel="canonical"'
    assert client.get(address(document), headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert f'<a href="{address(document)}" type="application/pdf"' in page and "PDF, 2 pages" in page

    publishing.retract(piece, reason="It was wrong.")
    assert client.get(address(document)).status_code == 404


def test_changes_of_files_wait_for_the_next_publication(client):
    piece = make.article()
    old = add(piece, title="First edition")
    public = publishing.publish(piece)
    assert publishing.standing(piece) == "published"

    new = add(piece, pdf(2), title="Second edition")
    old.article.refresh_from_db()
    documents.remove(old)
    piece.refresh_from_db()

    assert publishing.standing(piece) == "pending"
    page = client.get(public.get_absolute_url()).text
    assert "First edition" in page and "Second edition" not in page
    assert [status(client, each) for each in (old, new)] == [200, 404]
    documents.sweep()
    assert status(client, old) == 200

    publishing.publish(piece)
    page = client.get(public.get_absolute_url()).text
    assert "Second edition" in page and "First edition" not in page
    assert [status(client, each) for each in (old, new)] == [404, 200]


def test_a_form_that_is_open_is_not_overtaken_by_a_file():
    piece = make.article()
    before = piece.text_version
    add(piece)
    piece.refresh_from_db()
    assert (piece.text_version, piece.files_version) == (before, piece.row_version)


def test_a_preview_tells_of_the_file_and_gives_no_address():
    piece = make.article()
    add(piece)
    draft = edition.draft(piece).publication
    assert [kept["title"] for kept in draft.documents] == ["The full report"]
    assert [row["address"] for row in sheet.files(draft, is_preview=True)] == [""]


@pytest.mark.parametrize("number", [0, 999_999, 2**63, 9**40])
def test_a_file_that_is_not_there_is_a_404(client, number):
    assert client.get(f"/documents/{number}.pdf").status_code == 404
    assert client.get(f"/documents/{number}/cover").status_code == 404


# Covers


def test_the_worker_draws_the_first_page_as_a_cover(client, private):
    document = add(piece := make.article())
    cover = reverse("site:cover", args=[document.pk])
    public = publishing.publish(piece)
    assert client.get(cover).status_code == 404

    assert (covers.draw_due(), covers.draw_due()) == (1, 0)

    response = client.get(cover)
    drawn = Image.open(io.BytesIO(b"".join(response.streaming_content)))
    assert (drawn.format, drawn.size, response["Content-Type"]) == ("WEBP", (360, 360), "image/webp")
    assert f'<img src="{cover}" alt="" width="360" height="360"' in client.get(public.get_absolute_url()).text
    assert len(left(private)) == 2


def test_a_cover_that_cannot_be_drawn_is_tried_three_times(private):
    document = add(make.article())
    (private / document.file).write_bytes(b"%PDF-1.4 and then nothing")
    for _round in range(5):
        assert covers.draw_due() == 0
        Document.objects.update(cover_held_until=None)
    document.refresh_from_db()
    assert (document.cover_tries, document.cover, left(private)) == (3, "", [document.file])


# Going


def test_what_nobody_names_any_more_is_swept_away(private, monkeypatch):
    document = add(make.article())
    covers.draw_due()
    document.article.refresh_from_db()
    documents.remove(document)
    monkeypatch.setattr(documents, "ORPHAN_AFTER", -1)

    documents.sweep()

    assert (Document.objects.count(), left(private)) == (0, [])


def test_an_export_takes_the_file_along_and_the_cover_is_drawn_again(private, tmp_path_factory):
    document = add(piece := make.article())
    covers.draw_due()
    publishing.publish(piece)
    folder = tmp_path_factory.mktemp("x") / "export"

    run("export", folder)

    [row] = lines(folder, "articles.document")
    assert (row["title"], row["file"], "cover" in row) == ("The full report", document.file, False)
    files = {path.name: path.read_bytes() for path in (folder / "files/documents").iterdir()}
    assert files == {document.file: (private / document.file).read_bytes()}
    assert lines(folder, "articles.publication")[0]["documents"] == [document.plain()]


# The desk


def test_an_author_adds_renames_and_takes_away_a_file(client):
    author = make.user("author", is_staff=True)
    piece = make.article(created_by=author)
    client.force_login(author)
    page = reverse("admin:articles_article_change", args=[piece.pk])
    assert 'name="file-file"' in client.get(page).text

    sent = {"file-file": pdf(2, "Report_2026.pdf"), "file-title": "", "file-language": "ka"}
    assert client.post(beside(piece), sent).status_code == 302
    document = piece.documents.get()
    assert (document.title, document.language, document.added_by) == ("Report 2026", "ka", author)
    file = client.get(reverse("admin:articles_article_file", args=[piece.pk, document.pk]))
    assert (file["Content-Type"], "no-store" in file["Cache-Control"]) == ("application/pdf", True)
    assert len(PdfReader(io.BytesIO(file.getvalue())).pages) == 2

    name = f"file{document.pk}"
    named = {f"{name}-title": "ანგარიში", f"{name}-language": "ka", f"{name}-position": "4", "change": document.pk}
    assert client.post(beside(piece), named).status_code == 302
    document.refresh_from_db()
    assert (document.title, document.position) == ("ანგარიში", 4)

    assert client.post(beside(piece), {"remove": document.pk}).status_code == 302
    assert list(piece.documents.at_the_desk()) == []
    assert [event.action for event in piece.events.all()] == ["add_file", "change_file", "remove_file"]


def test_a_refused_file_is_told_with_what_was_typed(client):
    author = make.user("author", is_staff=True)
    piece = make.article(created_by=author)
    client.force_login(author)
    sent = {"file-file": pdf(content=b"no"), "file-title": "My report", "file-language": "en"}

    response = client.post(beside(piece), sent)

    assert response.status_code == 422
    assert "ends in .pdf but is something else" in response.text
    assert 'value="My report"' in response.text


def test_who_may_not_write_on_a_piece_may_not_touch_its_files(client):
    document = add(piece := make.article(created_by=make.user("author")))
    other = make.user("author", is_staff=True)
    client.force_login(other)
    file = reverse("admin:articles_article_file", args=[piece.pk, document.pk])
    assert (client.post(beside(piece), {"remove": document.pk}).status_code, client.get(file).status_code) == (404, 404)

    handed_in = make.article("Handed in", created_by=make.user("author", is_staff=True))
    client.force_login(handed_in.created_by)
    publishing.hand_in(handed_in)
    publishing.pass_on(handed_in)
    assert client.post(beside(handed_in), {"file-file": pdf()}).status_code == 403
    assert list(Document.objects.all()) == [document]
