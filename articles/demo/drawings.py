"""The pictures of the demo, drawn by code in the colours of the house: two charts and two maps without borders."""

import io

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image as Canvas
from PIL import ImageDraw, ImageFont

from articles import pictures
from articles.models import Image

WIDTH, HEIGHT = 1600, 900
PAPER, SEA, SHORE, INK, QUIET, ACCENT, LINE, SAND = (
    "#fcfcf9 #cbdde2 #7c6b4b #16211e #434e4a #7d1538 #d3d6cb #ecdabb".split()
)
CREDIT, LICENCE = "Data Desk, Caucasus Center", "CC BY 4.0"

# Longitude and latitude. Coasts are rough: the maps are schematic and say so.
CASPIAN = [
    (47.5, 43.0), (48.3, 42.1), (49.1, 41.3), (49.7, 40.6), (50.4, 40.4), (49.5, 40.1), (49.3, 39.4), (48.9, 38.8),
    (48.9, 38.4), (49.3, 37.5), (50.2, 37.3), (50.9, 36.9), (52.0, 36.6), (53.0, 36.8), (53.9, 36.9), (53.9, 38.0),
    (53.6, 39.1), (53.0, 39.4), (52.8, 40.1), (52.9, 41.0), (52.5, 41.6), (52.4, 42.2), (51.6, 42.9), (51.2, 43.6),
    (50.3, 44.4), (51.2, 44.6), (51.0, 45.2), (53.0, 45.3), (53.1, 46.6), (51.6, 47.0), (50.0, 46.6), (48.6, 45.9),
    (47.6, 45.6), (46.8, 44.6), (47.4, 43.7),
]  # fmt: skip
BLACK_SEA = [
    (28.0, 43.4), (27.9, 42.6), (27.6, 42.4), (28.1, 41.6), (29.1, 41.2), (31.4, 41.2), (33.3, 42.0), (35.1, 42.0),
    (36.3, 41.3), (38.0, 41.0), (39.7, 41.0), (41.5, 41.5), (41.7, 42.1), (41.0, 43.0), (39.7, 43.5), (38.2, 44.4),
    (37.4, 44.7), (36.5, 45.2), (35.4, 45.0), (33.8, 44.4), (33.4, 45.1), (32.6, 45.4), (33.6, 46.1), (31.5, 46.6),
    (30.7, 46.4), (29.7, 45.2), (28.7, 44.3),
]  # fmt: skip


def font(size, weight=400):
    face = ImageFont.truetype(settings.BASE_DIR / "static" / "fonts" / "text-latin.woff2", size)
    face.set_variation_by_axes([weight])
    return face


def sheet(title):
    """An empty sheet with its title, and the pen to draw on it."""
    canvas = Canvas.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(canvas)
    pen.text((80, 56), title, font=font(46, 600), fill=INK)
    pen.line([(80, 130), (WIDTH - 80, 130)], fill=ACCENT, width=4)
    return canvas, pen


def closed_days():
    days = [("winter 1", 11), ("winter 2", 19), ("winter 3", 8), ("winter 4", 27), ("winter 5", 16), ("winter 6", 21)]
    canvas, pen = sheet("Days with the pass closed to lorries (illustrative)")
    for value in (0, 10, 20, 30):
        y = 780 - value * 20
        pen.line([(170, y), (WIDTH - 80, y)], fill=LINE, width=2)
        pen.text((150, y), str(value), font=font(32), fill=QUIET, anchor="rm")
    for place, (label, value) in enumerate(days):
        x = 230 + place * 220
        pen.rectangle([x, 780 - value * 20, x + 130, 780], fill=ACCENT if value == 27 else SHORE)
        pen.text((x + 65, 780 - value * 20 - 14), str(value), font=font(38, 600), fill=INK, anchor="mb")
        pen.text((x + 65, 800), label, font=font(32), fill=QUIET, anchor="mt")
    return canvas


def caspian_level():
    course = [(1930, -26.0), (1940, -27.8), (1956, -28.2), (1977, -29.0), (1995, -26.6), (2005, -27.0), (2015, -28.0)]
    course.append((2024, -29.1))
    canvas, pen = sheet("The level of the Caspian, in metres")

    def at(year, level):
        return 190 + (year - 1925) * 13, 190 + (-25.5 - level) * 150

    for level in range(-26, -30, -1):
        y = at(1925, level)[1]
        pen.line([(190, y), (WIDTH - 80, y)], fill=LINE, width=2)
        pen.text((170, y), f"−{-level}", font=font(32), fill=QUIET, anchor="rm")
    points = [at(*point) for point in course]
    pen.polygon([*points, (points[-1][0], 780), (points[0][0], 780)], fill=SEA)
    pen.line(points, fill=ACCENT, width=7, joint="curve")
    for (year, _level), (x, y) in zip(course, points, strict=True):
        pen.ellipse([x - 9, y - 9, x + 9, y + 9], fill=PAPER, outline=ACCENT, width=5)
        if year in (1930, 1977, 1995, 2024):
            pen.text((x, 800), str(year), font=font(32), fill=QUIET, anchor="mt")
            pen.line([(x, y + 12), (x, 780)], fill=SHORE, width=2)
    return canvas


def smooth(ring):
    """The ring with its corners cut three times over."""
    for _n in range(3):
        pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
        ring = [
            (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part) for a, b in pairs for part in (0.25, 0.75)
        ]
    return ring


class Map:
    """A schematic map: water, towns and ways between them. What matters keeps off the edges, where cards are cut."""

    def __init__(self, west, east, south, north):
        self.canvas = Canvas.new("RGB", (WIDTH, HEIGHT), SAND)
        self.pen = ImageDraw.Draw(self.canvas)
        self.west, self.north = west, north
        self.across, self.down = WIDTH / (east - west), HEIGHT / (north - south)

    def at(self, place):
        return (place[0] - self.west) * self.across, (self.north - place[1]) * self.down

    def water(self, coast, name, place):
        ring = [self.at(point) for point in smooth(coast)]
        self.pen.polygon(ring, fill=SEA)
        self.pen.line([*ring, ring[0]], fill=SHORE, width=4, joint="curve")
        self.pen.text(self.at(place), name, font=font(40), fill=QUIET, anchor="mm")

    def way(self, *places):
        """A planned or possible way, in the broken line of what is not there yet."""
        for start, end in zip(places, places[1:], strict=False):
            (x1, y1), (x2, y2) = self.at(start), self.at(end)
            steps = max(2, int(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 / 16))
            for n in range(0, steps, 2):
                a, b = n / steps, min(1, (n + 1.2) / steps)
                ends = [(x1 + (x2 - x1) * part, y1 + (y2 - y1) * part) for part in (a, b)]
                self.pen.line(ends, fill=ACCENT, width=7)

    def town(self, name, place, side="right"):
        """A town with its name on that side of it."""
        x, y = self.at(place)
        self.pen.ellipse([x - 10, y - 10, x + 10, y + 10], fill=PAPER, outline=INK, width=5)
        dx, dy, anchor = {"right": (22, 0, "lm"), "left": (-22, 0, "rm"), "above": (0, -20, "mb")}[side]
        self.pen.text((x + dx, y + dy), name, font=font(34, 600), fill=INK, anchor=anchor)


def caspian_map():
    drawn = Map(35.5, 62.0, 35.0, 48.6)
    drawn.water(CASPIAN, "Caspian Sea", (51.4, 38.5))
    drawn.water(BLACK_SEA, "Black Sea", (39.4, 42.5))
    poti, tbilisi, alat, aktau = (41.7, 42.1), (44.8, 41.7), (49.4, 39.9), (51.2, 43.65)
    drawn.way(poti, tbilisi, (47.0, 40.8), alat, (50.9, 40.0), aktau, (62.5, 46.2))
    drawn.town("Poti", poti, "above")
    drawn.town("Tbilisi", tbilisi, "above")
    drawn.town("Alat", alat, "left")
    drawn.town("Aktau", aktau, "left")
    drawn.town("Anzali", (49.45, 37.4), "left")
    drawn.town("Astrakhan", (48.0, 46.3), "left")
    drawn.town("Turkmenbashi", (53.0, 40.0))
    return drawn.canvas


def sea_cable():
    drawn = Map(24.0, 48.0, 38.2, 48.2)
    drawn.water(BLACK_SEA, "Black Sea", (34.0, 43.0))
    landing, constanta = (41.7, 42.1), (28.65, 44.17)
    drawn.way(landing, (38.5, 42.6), (34.0, 43.6), (31.0, 43.9), constanta)
    drawn.town("Poti", landing)
    drawn.town("Tbilisi", (44.8, 41.7), "above")
    drawn.town("Trabzon", (39.7, 40.95))
    drawn.town("Constanta", constanta, "left")
    drawn.town("Odesa", (30.7, 46.45), "left")
    return drawn.canvas


# What is drawn, what stands in its place for those who cannot see it, and the caption.
DRAWINGS = {
    "closed-days": (
        closed_days,
        "Bar chart of six winters: 11, 19, 8, 27, 16 and 21 days on which lorries were stopped. Illustrative figures.",
        "",
    ),
    "caspian-level": (
        caspian_level,
        "Line chart: the level falls from 26 metres below the ocean in 1930 to 29 in 1977, rises to 26.6 in 1995 and "
        "falls to about 29 by 2024.",
        "",
    ),
    "caspian-map": (
        caspian_map,
        "Map of the Caspian with the harbours Astrakhan, Aktau, Turkmenbashi, Alat and Anzali, and a broken line from "
        "Aktau by Alat and Tbilisi to Poti.",
        "Harbours of the Caspian, and the way to the Black Sea. Schematic, without borders.",
    ),
    "sea-cable": (
        sea_cable,
        "Map of the Black Sea with a broken line along its floor, from Poti in the east to Constanța in the west.",
        "A cable from Georgia to Romania, as planned. Schematic, without borders.",
    ),
}


def keep_all(user):
    """Draw every picture and put it into the library. Gives {name: Image}."""
    return {name: _keep(name, draw(), alt, caption, user) for name, (draw, alt, caption) in DRAWINGS.items()}


def _keep(name, canvas, alt, caption, user):
    out = io.BytesIO()
    canvas.save(out, "PNG")
    picture = pictures.read(ContentFile(out.getvalue(), name=f"{name}.png"))
    picture.file.name = f"demo-{name}.png"
    return Image.objects.create(
        file=picture.file,
        alt=alt,
        caption=caption,
        credit=CREDIT,
        licence=LICENCE,
        width=picture.width,
        height=picture.height,
        sha256=picture.sha256,
        original_name=picture.original_name,
        uploaded_by=user,
    )
