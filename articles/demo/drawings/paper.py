"""The paper that every drawing of the demo begins on: colours, letters, and what charts and sections share."""

from functools import cache

from django.conf import settings
from PIL import Image as Canvas
from PIL import ImageDraw, ImageFont

WIDTH, HEIGHT = 1600, 900
PAPER, SEA, SHORE, INK, QUIET, ACCENT, LINE, SAND, SAGE, RIVER = (
    "#fcfcf9 #cbdde2 #7c6b4b #16211e #434e4a #7d1538 #d3d6cb #ecdabb #dbe5dc #0d4a68".split()
)
LEFT, RIGHT, FLOOR = 190, WIDTH - 80, 780
FACES = {
    "arabic": ("\u0600", "\u06ff"),
    "text-cyrillic": ("\u0400", "\u04ff"),
    "armenian": ("\u0530", "\u058f"),
}


@cache
def font(size, weight=400, face="text-latin"):
    letters = ImageFont.truetype(settings.BASE_DIR / "static" / "fonts" / f"{face}.woff2", size)
    letters.set_variation_by_axes([weight])
    return letters


def face_of(text):
    """The font of the house that has the letters of this text."""
    for face, (first, last) in FACES.items():
        if any(first <= letter <= last for letter in text):
            return face
    return "text-latin"


def write(pen, place, text, size=32, weight=400, fill=QUIET, anchor="mm"):
    pen.text(place, text, font=font(size, weight, face_of(text)), fill=fill, anchor=anchor)


def sheet(title):
    """An empty sheet with its title, and the pen to draw on it."""
    canvas = Canvas.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(canvas)
    write(pen, (80, 56), title, 46, 600, INK, "la")
    pen.line([(80, 130), (RIGHT, 130)], fill=ACCENT, width=4)
    return canvas, pen


def level_line(pen, y, label):
    """A hairline across the sheet with its number in front."""
    pen.line([(LEFT, y), (RIGHT, y)], fill=LINE, width=2)
    write(pen, (LEFT - 20, y), label, anchor="rm")


def broken(pen, start, end, *, fill=ACCENT, width=7, step=32, drawn=0.6):
    """A line of dashes: what is planned, assumed or under way."""
    (x1, y1), (x2, y2) = start, end
    pieces = max(1, round(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 / step))
    for n in range(pieces):
        ends = [(x1 + (x2 - x1) * part, y1 + (y2 - y1) * part) for part in (n / pieces, (n + drawn) / pieces)]
        pen.line(ends, fill=fill, width=width)


def dotted(pen, start, end, *, fill=QUIET):
    """A line of dots: what is cut, or not known."""
    broken(pen, start, end, fill=fill, width=7, step=18, drawn=0.35)


def ring(pen, x, y, radius=10, fill=PAPER, outline=INK, width=5):
    pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=fill, outline=outline, width=width)


def peak(pen, x, y, size=17, fill=ACCENT):
    """The survey triangle of the house."""
    pen.polygon([(x, y - size), (x + size, y + size * 0.8), (x - size, y + size * 0.8)], fill=fill)
