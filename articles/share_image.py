"""Draw the picture that other sites show with a link: title, names, kind and house, beside the piece's relief.

    draw(Card(...)) -> bytes of a PNG, 1200 x 630

The fonts are those of the pages (static/fonts), each with the letters of a few scripts, so a line is cut into runs of
one direction and one font, and Raqm shapes each run. Where Pillow has no Raqm, scripts whose letters join cannot be
drawn, and neither can letters that no font of ours has: NotDrawable says so, and the page does without the picture.
"""

import io
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, features

from articles import relief

WIDTH, HEIGHT = 1200, 630
EDGE, GAP = 34, 5  # of the neatline round the sheet, and between its two lines
PANEL = 318  # the relief
PAD = 40
PAPER, INK, QUIET, ACCENT, LINE = "#fcfcf9", "#16211e", "#434e4a", "#7d1538", "#d3d6cb"
CONTOUR, INDEX = "#b5a384", "#8f7d5e"
TITLE_SIZES = (76, 68, 60, 54, 48, 42, 38)
TITLE_LINES = 5
TEXT, SMALL = 29, 24
OTHERS = ["text-cyrillic-rest", "georgian", "armenian", "text-greek", "text-currencies", "arabic"]
FACES = {
    "display": ["display-latin", "display-near", "display-cyrillic", "display-cyrillic-far", *OTHERS],
    "text": ["text-latin", "text-near", "text-cyrillic", "text-cyrillic-far", *OTHERS],
}
WEIGHT = {"display": 560, "text": 400}
JOINED = "arabic"
ELLIPSIS = "…"


class NotDrawable(Exception):
    """No font here has a letter of it, or nothing can join its letters."""


@dataclass(frozen=True)
class Card:
    """What the picture says. `names` are lines: those who wrote it, then who translated and edited it."""

    title: str
    names: tuple[str, ...]
    kind: str
    house: str
    wordmark: str
    seed: int
    direction: str = "ltr"
    is_simulation: bool = False


def draw(card):
    """The PNG. Raises NotDrawable."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    is_rtl = card.direction == "rtl"
    left = EDGE if is_rtl else WIDTH - EDGE - PANEL
    picture.paste(_relief(card), (left, EDGE))
    pen = ImageDraw.Draw(picture)
    pen.line([(left + (PANEL if is_rtl else 0), EDGE), (left + (PANEL if is_rtl else 0), HEIGHT - EDGE)], INK, 2)
    _frame(pen)
    begin = EDGE + PAD + (PANEL if is_rtl else 0)
    _words(Column(pen, begin, WIDTH - 2 * EDGE - PANEL - 2 * PAD, is_rtl), card)
    out = io.BytesIO()
    picture.quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _frame(pen):
    pen.rectangle([EDGE, EDGE, WIDTH - EDGE, HEIGHT - EDGE], outline=INK, width=2)
    pen.rectangle([EDGE - GAP - 1, EDGE - GAP - 1, WIDTH - EDGE + GAP + 1, HEIGHT - EDGE + GAP + 1], outline=LINE)


# Words


@dataclass
class Column:
    """Where the words stand: from `x` on, `width` pixels wide, from the right where that is where lines begin."""

    pen: ImageDraw.ImageDraw
    x: int
    width: int
    is_rtl: bool

    def line(self, y, text, size, style, colour):
        """Draw one line on this base line."""
        runs = in_order(text, size, style, self.is_rtl)
        x = self.x + (self.width - sum(run.width for run in runs) if self.is_rtl else 0)
        for run in runs:
            self.pen.text((x, y), run.text, fill=colour, font=run.font, anchor="ls", **run.shaping)
            x += run.width


def _words(column, card):
    """Kind above, title below it, names and house at the foot."""
    top, foot = EDGE + PAD, HEIGHT - EDGE - PAD
    column.line(top + SMALL - 2, card.kind, SMALL, "text", ACCENT)
    _house(column, card, foot)
    names = [line for text in card.names for line in _fitting(text, column, TEXT, "text", most=2)][:4]
    leading = round(TEXT * 1.42)
    y = foot - SMALL - 34 - leading * len(names)
    size, lines = _title(card.title, column, y - top - SMALL - 44)
    tall = round(size * _leading(column))
    for place, line in enumerate(lines):
        column.line(top + SMALL + 20 + size + place * tall, line, size, "display", INK)
    for place, line in enumerate(names):
        column.line(y + leading * (place + 1) - 6, line, TEXT, "text", INK)


def _house(column, card, y):
    """The sign of the house and its name; the letters of the sign where the name is too long."""
    sign = 12
    middle = column.x + (column.width - sign if column.is_rtl else sign)
    column.pen.polygon([(middle, y - 20), (middle + sign, y), (middle - sign, y)], fill=ACCENT)
    beside = Column(column.pen, column.x + (0 if column.is_rtl else 36), column.width - 36, column.is_rtl)
    name = card.house if width_of(card.house, SMALL, "text") <= beside.width else card.wordmark
    beside.line(y - 1, _fitting(name, beside, SMALL, "text", most=1)[0], SMALL, "text", QUIET)


def _leading(column):
    return 1.45 if column.is_rtl else 1.16


def _title(title, column, room):
    """The largest size in which the title fits into the room, and its lines; cut in the smallest where none does."""
    for size in TITLE_SIZES:
        most = min(TITLE_LINES, int(room / (size * _leading(column))))
        lines = wrapped(title, column.width, size, "display")
        if len(lines) <= most and all(width_of(line, size, "display") <= column.width for line in lines):
            return size, lines
    return size, _fitting(title, column, size, "display", most=max(1, most))


def _fitting(text, column, size, style, most):
    """At most so many lines; what is cut off ends with an ellipsis."""
    lines = wrapped(text, column.width, size, style)
    is_cut = len(lines) > most
    lines = lines[:most]
    for place, line in enumerate(lines):
        if width_of(line, size, style) > column.width or (is_cut and place == most - 1):
            lines[place] = _cut(line, column.width, size, style)
    return lines or [""]


def _cut(line, width, size, style):
    """The line with an ellipsis, cut between words; within one where a single word is too long."""
    while line and width_of(line + ELLIPSIS, size, style) > width:
        line = line.rpartition(" ")[0] or line[:-1]
    return line.rstrip(" \u00a0,;:،") + ELLIPSIS


def wrapped(text, width, size, style):
    """The text in lines, cut at blanks only, and not at those that keep words together."""
    lines = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, style) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def width_of(text, size, style):
    return sum(run.width for run in in_order(text, size, style, False))


# Runs of one direction and one font


@dataclass(frozen=True)
class Piece:
    """A run of letters that one font draws in one direction."""

    text: str
    font: ImageFont.FreeTypeFont
    is_rtl: bool

    @property
    def shaping(self):
        return {"direction": "rtl" if self.is_rtl else "ltr"} if _has_raqm() else {}

    @property
    def width(self):
        return self.font.getlength(self.text, **self.shaping)


def in_order(text, size, style, is_rtl):
    """The runs of a line from left to right, as they are seen."""
    found = [_in_fonts(part, size, style, goes_left) for part, goes_left in _directions(text, is_rtl)]
    if is_rtl:
        found.reverse()
    return [run for runs in found for run in runs]


def _directions(text, is_rtl):
    """The text in parts of one direction, in the order of reading. What has none goes with what it stands between."""
    strong = [_direction(sign) for sign in text]
    for place, known in enumerate(strong):
        if known is None:
            before = strong[place - 1] if place else is_rtl
            after = next((each for each in strong[place + 1 :] if each is not None), is_rtl)
            is_number = unicodedata.category(text[place]) == "Nd"
            strong[place] = before if is_number or before == after else is_rtl
    parts = []
    for sign, goes_left in zip(text, strong, strict=True):
        if parts and parts[-1][1] == goes_left:
            parts[-1][0] += sign
        else:
            parts.append([sign, goes_left])
    return parts


def _direction(sign):
    """True from right to left, False from left to right, None where that depends."""
    return {"R": True, "AL": True, "L": False}.get(unicodedata.bidirectional(sign))


def _in_fonts(part, size, style, is_rtl):
    if is_rtl and not _has_raqm():
        raise NotDrawable("nothing here joins letters: Pillow was built without Raqm")
    names = FACES[style]
    if is_rtl:
        names = [JOINED, *(name for name in names if name != JOINED)]
    runs = []
    for sign in part:
        name = _font_for(sign, names, runs[-1][1] if runs else None)
        if runs and runs[-1][1] == name:
            runs[-1][0] += sign
        else:
            runs.append([sign, name])
    made = [Piece(text, font(name, size, WEIGHT[style]), is_rtl) for text, name in runs]
    return made[::-1] if is_rtl else made


def _font_for(sign, names, current):
    """The first font with this letter; marks and joiners stay with the letter before them."""
    if current and (unicodedata.category(sign) in ("Mn", "Me", "Cf") or sign == " ") and has(current, sign):
        return current
    for name in names:
        if has(name, sign):
            return name
    raise NotDrawable(f"no font here has U+{ord(sign):04X}")


@cache
def _has_raqm():
    return features.check("raqm")


@lru_cache(maxsize=4096)
def has(name, sign):
    """Whether a font has a letter: what it lacks looks like the sign that no font has."""
    plain = font(name, 20, 400, ImageFont.Layout.BASIC)
    if unicodedata.category(sign) == "Cf":
        return name == JOINED
    return bytes(plain.getmask(sign)) != bytes(plain.getmask("\U0010fffd"))


@lru_cache(maxsize=256)
def font(name, size, weight, layout=None):
    path = settings.BASE_DIR / "static" / "fonts" / f"{name}.woff2"
    found = ImageFont.truetype(path, size, layout_engine=layout)
    if not name.startswith("display"):
        found.set_variation_by_axes([weight])
    return found


# The relief


def _relief(card):
    """The piece's relief in its colours by day, drawn twice as large and made smaller, so that its lines are smooth."""
    width, height = PANEL, HEIGHT - 2 * EDGE
    levels, peak = relief.contours(card.seed, width * 2, height * 2)
    ground = relief.DAY_SEA if relief.has_sea(card.seed) else relief.DAY[0]
    colours = [f"#{colour}" for colour in (ground, *relief.ramp(len(levels)))]
    picture = Image.new("RGB", (width * 2, height * 2), colours[0])
    pen = ImageDraw.Draw(picture)
    index = [level for level, rings in levels if level % 4 == 3 and rings]
    accent = index[card.seed % len(index)] if index else -1
    for level, rings in levels:
        smooth = [_smooth(ring) for ring in rings]
        for ring in sorted(smooth, key=lambda ring: -abs(_area(ring))):
            pen.polygon(ring, fill=colours[level + 1 if _area(ring) > 0 else level])
        colour, thick = (ACCENT, 6) if level == accent else (INDEX, 4) if level % 4 == 3 else (CONTOUR, 2)
        for ring in smooth:
            _contour(pen, ring, colour, thick, card.is_simulation and level != accent)
    x, y = peak
    pen.polygon([(x, y - 30), (x + 30, y + 26), (x - 30, y + 26)], fill=ACCENT)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _contour(pen, ring, colour, thick, is_broken):
    closed = [*ring, ring[0]]
    if not is_broken:
        pen.line(closed, colour, thick, joint="curve")
        return
    for place in range(0, len(closed) - 1, 5):
        pen.line(closed[place : place + 4], colour, thick, joint="curve")


def _smooth(ring):
    """Corners cut twice (Chaikin)."""
    for _round in range(2):
        pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
        ring = [
            point
            for (x, y), (nx, ny) in pairs
            for point in ((0.75 * x + 0.25 * nx, 0.75 * y + 0.25 * ny), (0.25 * x + 0.75 * nx, 0.25 * y + 0.75 * ny))
        ]
    return ring


def _area(ring):
    """Twice the area, negative where the ring goes round a hollow."""
    return sum(x * ny - nx * y for (x, y), (nx, ny) in zip(ring, [*ring[1:], ring[0]], strict=True))
