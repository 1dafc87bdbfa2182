"""The PDF for print: asked for once, made by the worker, gone with its version; and what it may read."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from articles import publishing
from articles.models import Printout, Publication
from articles.site import printing
from ccsis import paper
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HERE = "/analyses/the-single-road/"
PDF = f"{HERE}print.pdf"
needs_pango = pytest.mark.skipif(not paper.can_be_made(), reason="pango is not on this machine: no PDF is made here")


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.PRIVATE_ROOT = settings.FILE_UPLOAD_TEMP_DIR = tmp_path


@pytest.fixture
def piece():
    article = make.article(
        title="The single road",
        authors=[make.person("Tamar Lezhvari")],
        body='<h2>Snow</h2><p>Shut.<sup class="note"><a href="#fn-a">1</a></sup> Again.<sup class="note">'
        '<a href="#fn-a">1</a></sup></p><p>გზა. Ճանապարհ. راه. Дорога. Yol. Şəki.</p>',
        notes=[("a", "Counted by us.")],
    )
    publishing.publish(article, at=make.NOW, now=make.NOW)
    return article


@pytest.fixture
def possible(monkeypatch):
    monkeypatch.setattr(paper, "can_be_made", lambda: True)


@pytest.fixture
def quick(possible, monkeypatch):
    """A printer that takes no time."""

    def write(_function, _source, _sheets, _files, made, **_limits):
        with open(made, "wb") as file:
            file.write(b"%PDF-1.7 of a version")

    monkeypatch.setattr(printing.limited, "run", write)


def test_the_first_reader_asks_and_waits_and_the_next_one_gets_it(client, piece, quick):
    first = client.get(PDF)
    assert first.status_code == 202
    assert first["Retry-After"] == "5"
    assert first["Cache-Control"] == "no-store"
    assert first["Refresh"] == "5"
    assert client.get(PDF).status_code == 202
    assert Printout.objects.count() == 1
    assert printing.make_due() == 1
    response = client.get(PDF)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 of a version"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="ccsis-an-2026-001-v1.pdf"'
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Link"] == '<http://testserver/analyses/the-single-road/>; rel="canonical"'
    assert printing.make_due() == 0


def test_who_only_looks_asks_for_nothing(client, piece, possible):
    assert client.head(PDF).status_code == 202
    assert Printout.objects.count() == 0


def test_a_new_version_needs_a_new_one_and_the_old_one_goes(client, piece, quick):
    printing.ask(Publication.objects.get())
    printing.make_due()
    publishing.publish(piece, now=make.NOW + DAY)
    assert client.get(PDF).status_code == 202
    assert printing.sweep() == 1
    assert list(Printout.objects.values_list("version", "file")) == [(2, "")]


def test_a_retracted_piece_has_none(client, piece, quick):
    printing.ask(Publication.objects.get())
    printing.make_due()
    publishing.retract(piece, reason="It did not hold.")
    response = client.get(PDF)
    assert response.status_code == 410
    assert "It did not hold." in response.text
    assert Printout.objects.count() == 0


def test_what_cannot_be_made_is_tried_three_times_and_then_said(client, piece, possible, monkeypatch):
    def broken(*_arguments, **_limits):
        raise printing.limited.Refused("too much")

    monkeypatch.setattr(printing.limited, "run", broken)
    client.get(PDF)
    for _try in range(5):
        printing.make_due()
        Printout.objects.update(held_until=None)
    assert Printout.objects.get().tries == 3
    response = client.get(PDF)
    assert response.status_code == 404
    assert "This site cannot make one now." in response.text


def test_without_pango_the_page_shows_no_link_and_the_address_says_why(client, piece, monkeypatch):
    monkeypatch.setattr(paper, "can_be_made", lambda: False)
    assert PDF not in client.get(HERE).text
    response = client.get(PDF)
    assert response.status_code == 404
    assert "use the print command of your browser" in response.text
    assert printing.make_due() == 0


def test_with_it_the_page_shows_the_link(client, piece, possible):
    assert f'<a href="{PDF}" rel="nofollow" type="application/pdf">' in client.get(HERE).text


def test_the_document_has_each_note_once_where_its_first_mark_stands(piece):
    html, files = printing.document(Publication.objects.get())
    assert 'Shut.<span class="note">Counted by us.</span> Again.<span class="again">1</span>' in html
    assert files == {}
    assert "CCSIS-AN-2026-001, version 1" in html
    assert "http://testserver/analyses/the-single-road/v/1/" in html


@needs_pango
def test_a_tagged_pdf_with_all_scripts_is_made_in_a_process_with_limits(client, piece):
    client.get(PDF)
    assert printing.make_due() == 1
    reader = PdfReader(io.BytesIO(b"".join(client.get(PDF).streaming_content)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert reader.metadata.title == "The single road"
    text = reader.pages[0].extract_text()
    for word in ("Tamar Lezhvari", "Counted by us.", "გზა", "Ճանապարհ", "Дорога", "Yol", "1 / 1", "version 1"):
        assert word in text, word


@needs_pango
def test_nothing_but_the_named_files_is_ever_opened(tmp_path, monkeypatch):
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"not a picture")
    source = tmp_path / "x.html"
    source.write_text(
        f'<html lang="en"><title>x</title><link rel="stylesheet" href="http://169.254.169.254/latest/">'
        f'<img alt="" src="file://{secret}"><img alt="" src="file:///etc/passwd"><p>Words</p></html>'
    )
    opened = []
    real = open

    def watched(path, *rest, **more):
        opened.append(str(path))
        return real(path, *rest, **more)

    monkeypatch.setattr("builtins.open", watched)
    assert paper.write(str(source), {}, {}, str(tmp_path / "x.pdf")) == 1
    assert [path for path in opened if path in (str(secret), "/etc/passwd")] == []
