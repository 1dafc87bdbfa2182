"""Pictures: only what lies below the media folder, harmless when opened, and none that only a draft shows."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles import publishing, relief
from tests import make

pytestmark = pytest.mark.django_db


def stored(name, content=b"<svg/>"):
    return default_storage.url(default_storage.save(name, ContentFile(content)))


def test_a_picture_is_served_so_that_it_can_do_nothing(client):
    response = client.get(stored("reliefs/a.svg"))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"<svg/>"
    assert response["Content-Type"] == "image/svg+xml"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert response["Cache-Control"] == "public, max-age=31536000"


def test_who_has_a_picture_is_not_sent_it_again(client):
    address = stored("reliefs/b.svg")
    first = client.get(address)
    first.close()
    seen = first["Last-Modified"]
    assert client.get(address, headers={"if-modified-since": seen}).status_code == 304


def test_the_relief_of_a_draft_is_not_found_by_guessing_its_title(client, monkeypatch):
    monkeypatch.setattr(relief, "relief", lambda title, kind: "<svg/>")
    drafts = [make.article("The minister resigns", relief="") for _n in range(2)]
    for draft in drafts:
        publishing.keep_relief(draft)
    assert drafts[0].relief == drafts[1].relief
    guess = f"/media/reliefs/{relief.seed_of('The minister resigns'):016x}-analysis.svg"
    assert client.get(guess).status_code == 404
    shown = client.get(default_storage.url(drafts[0].relief))
    shown.close()
    assert shown.status_code == 200


@pytest.mark.parametrize("name", ["page.html", "script.js", "list.pdf", "noending"])
def test_what_is_not_a_picture_is_a_download(client, name):
    response = client.get(stored(f"files/{name}", b"<script>"))
    response.close()
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


WAYS_OUT = [
    "../site.sqlite3",
    "images/../../site.sqlite3",
    "..%2fsite.sqlite3",
    "%2e%2e/site.sqlite3",
    "/etc/passwd",
    "//etc/passwd",
    "images/",
    "images",
    "no-such-file.png",
    "a" * 5000,
    "a/" * 2000 + "b.png",
    "..\\site.sqlite3",
    "outside.png",
]


@pytest.mark.parametrize("name", WAYS_OUT)
def test_no_way_leads_out_of_the_media_folder(client, name):
    root = Path(settings.MEDIA_ROOT)
    (root / "images").mkdir(parents=True, exist_ok=True)
    (root.parent / "site.sqlite3").touch()
    if not (root / "outside.png").is_symlink():
        os.symlink("/etc/passwd", root / "outside.png")
    assert client.get(f"/media/{name}").status_code == 404


def test_an_image_of_a_published_piece_is_found_by_its_number(client):
    lead, inside, portrait = make.image(), make.image(), make.image()
    body = f'<p>x</p><figure><img src="/images/{inside.pk}" alt=""></figure>'
    make.publication(lead_image=lead, body=body, authors=[make.person(photo=portrait)])
    for image in (lead, inside, portrait):
        response = client.get(f"/images/{image.pk}")
        assert (response.status_code, response["Location"]) == (302, image.file.url)


def test_an_image_that_only_a_draft_shows_is_found_by_staff_alone(client):
    image = make.image()
    article = make.article(body=f'<p>x</p><figure><img src="/images/{image.pk}" alt=""></figure>')
    assert f"/images/{image.pk}" in article.body
    assert client.get(f"/images/{image.pk}").status_code == 404
    client.force_login(make.user("editor", is_staff=True))
    assert client.get(f"/images/{image.pk}")["Location"] == image.file.url


@pytest.mark.parametrize("number", ["0", "999999", str(2**63), "9" * 400, "x", "-1"])
def test_an_image_that_is_not_there_is_a_404(client, number):
    assert client.get(f"/images/{number}").status_code == 404
