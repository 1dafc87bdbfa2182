"""Files that people send as pictures, honest and hostile, made on the spot."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def image(format="PNG", size=(60, 40), mode="RGB", colour="teal", **options):
    """The bytes of a picture in one colour."""
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, format, **options)
    return out.getvalue()


def upload(content=None, name="picture.png"):
    return SimpleUploadedFile(name, image() if content is None else content)


def with_gps(size=(60, 40), orientation=6):
    """A JPEG that lies on its side and says where and by whom it was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "Secret Photographer"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (41.0, 42.0, 43.0)
    return image("JPEG", size, exif=exif, comment=b"Secret comment", quality=90)


def bomb(width=30_000, height=30_000):
    """A small PNG that says it is enormous."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 5000)) + chunk(b"IEND", b"")
    )


def animation(format="GIF"):
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue", "green")]
    frames[0].save(out, format, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def broken_avif():
    """An AVIF whose head is whole and whose picture is not: its reader raises what no other does."""
    content = bytearray(image("AVIF", (200, 200)))
    start = content.index(b"mdat") + 4
    content[start:] = b"\xff" * (len(content) - start)
    return bytes(content)
