"""Uploaded pictures: what is taken, what is refused in words, what is left of a file."""

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from articles import pictures as library
from tests import pictures

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>'


def opened(picture):
    picture.file.seek(0)
    return Image.open(io.BytesIO(picture.file.read()))


@pytest.mark.parametrize(
    ("content", "name", "becomes"),
    [
        (pictures.image("JPEG"), "a.jpg", ("JPEG", "jpg")),
        (pictures.image("JPEG"), "A.JPEG", ("JPEG", "jpg")),
        (pictures.image("JPEG", mode="CMYK", colour=(0, 90, 90, 0)), "print.jpg", ("JPEG", "jpg")),
        (pictures.image("PNG"), "a.png", ("PNG", "png")),
        (pictures.image("PNG", mode="RGBA", colour=(0, 0, 0, 0)), "clear.png", ("PNG", "png")),
        (pictures.image("PNG", mode="I;16", colour=40000), "deep.png", ("PNG", "png")),
        (pictures.image("PNG", mode="1", colour=1), "bits.png", ("PNG", "png")),
        (pictures.image("WEBP"), "a.webp", ("WEBP", "webp")),
        (pictures.image("GIF"), "a.gif", ("PNG", "png")),
        (pictures.image("AVIF"), "a.avif", ("WEBP", "webp")),
        (pictures.image("WEBP"), "named-wrongly.jpg", ("WEBP", "webp")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_honest_pictures_are_written_anew(content, name, becomes):
    picture = library.read(pictures.upload(content, name))

    kind, extension = becomes
    assert opened(picture).format == kind
    assert picture.file.name.endswith(f".{extension}")
    assert (picture.width, picture.height) == (60, 40)
    assert picture.original_name == name


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (SVG, "drawing.svg", "SVG files can carry programs"),
        (SVG, "drawing.png", "damaged, or no JPEG"),
        (pictures.image("GIF") + b"<script>alert(1)</script>", "x.html", "not the name of a picture"),
        (pictures.image("PNG"), "x.php", "not the name of a picture"),
        (pictures.image("PNG"), "x.png.exe", "not the name of a picture"),
        (pictures.image("PNG"), "png", "not the name of a picture"),
        (b"<html><script>alert(1)</script></html>", "x.jpg", "damaged, or no JPEG"),
        (b"", "empty.jpg", "damaged, or no JPEG"),
        (pictures.image("JPEG")[:400], "cut.jpg", "damaged, or no JPEG"),
        (pictures.image("PNG", size=(300, 300))[:-60], "cut.png", "damaged, or no JPEG"),
        (pictures.image("BMP"), "x.png", "damaged, or no JPEG"),
        (pictures.image("TIFF"), "x.tif", "Save the picture as JPEG or PNG"),
        (b"\0\0\0\x18ftypheic", "IMG_1.HEIC", "Export it as JPEG"),
        (pictures.bomb(), "bomb.png", "more than 40 million pixels"),
        (pictures.bomb(7000, 7000), "big.png", "more than 40 million pixels"),
        (pictures.animation(), "moves.gif", "This picture moves"),
        (pictures.animation("WEBP"), "moves.webp", "This picture moves"),
        (pictures.animation("PNG"), "moves.png", "This picture moves"),
        (b"\xff" * (10 * 1024 * 1024 + 1), "huge.jpg", "more than 10 MB"),
        (pictures.bomb(60_000, 60_000), "bomb.gif", "more than 40 million pixels"),
        (pictures.image("AVIF")[:300], "cut.avif", "damaged, or no JPEG"),
        (pictures.image("WEBP")[:60], "cut.webp", "damaged, or no JPEG"),
        (pictures.broken_avif(), "broken.avif", "damaged, or no JPEG"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_everything_else_is_refused_in_words(content, name, says):
    with pytest.raises(ValidationError) as refused:
        library.read(pictures.upload(content, name))

    assert says in " ".join(refused.value.messages)


def test_the_place_and_the_camera_go_and_the_picture_stands_upright():
    picture = library.read(pictures.upload(pictures.with_gps((60, 40)), "me.jpg"))

    written = picture.file.read()
    assert (picture.width, picture.height) == (40, 60)
    assert not Image.open(io.BytesIO(written)).getexif()
    for secret in (b"Secret", b"Exif", b"GPS"):
        assert secret not in written


def test_what_hides_behind_a_picture_goes():
    script = b"<script>alert(1)</script><?php system($_GET[0]); ?>"

    picture = library.read(pictures.upload(pictures.image("GIF") + script, "both.gif"))

    assert b"script" not in picture.file.read()


def test_long_pictures_are_made_smaller_and_keep_their_shape():
    picture = library.read(pictures.upload(pictures.image("JPEG", size=(5120, 1280)), "wide.jpg"))

    assert (picture.width, picture.height) == (2560, 640)


def test_the_name_is_ours_and_the_hash_is_of_what_was_sent():
    content = pictures.image()

    first, second = (library.read(pictures.upload(content, "../../etc/Größe.png")) for _n in range(2))

    assert first.file.name != second.file.name
    assert first.file.name.isascii()
    assert "/" not in first.file.name
    assert first.sha256 == second.sha256


@pytest.mark.parametrize("size", [(2561, 20), (5119, 41), (5121, 40), (40, 10_500)])
def test_a_large_jpeg_is_read_smaller_and_comes_out_as_long_as_any_other(size):
    picture = library.read(pictures.upload(pictures.image("JPEG", size=size), "large.jpg"))
    longest = max(size)
    assert (picture.width, picture.height) == tuple(max(1, round(side * 2560 / longest)) for side in size)


def test_what_takes_too_much_ends_by_itself_and_takes_nothing_with_it(monkeypatch):
    """In a process with limits: here they are such that no picture fits."""
    monkeypatch.setattr(library, "MEMORY", 150)
    with pytest.raises(ValidationError, match="asks for too much"):
        library.read(pictures.upload(pictures.image("PNG", (6000, 6000), "RGBA"), "large.png"))


def test_a_profile_of_colours_that_is_nonsense_says_nothing():
    picture = library.read(pictures.upload(pictures.image("JPEG", icc_profile=b"x" * 60_000), "profile.jpg"))
    assert (opened(picture).format, opened(picture).info.get("icc_profile")) == ("JPEG", None)


def test_one_colour_that_stands_for_nothing_stays_clear():
    picture = library.read(pictures.upload(pictures.image("PNG", transparency=(0, 128, 128)), "clear.png"))
    assert opened(picture).mode == "RGBA"


def test_nothing_of_an_upload_is_left_behind(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    library.read(pictures.upload())
    with pytest.raises(ValidationError):
        library.read(pictures.upload(b"no"))
    assert list(tmp_path.iterdir()) == []
