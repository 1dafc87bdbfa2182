"""Maps of the demo: water, ways and towns, without borders. Coasts are rough: the maps are schematic and say so."""

from PIL import Image as Canvas
from PIL import ImageDraw

from articles.demo.drawings.paper import (
    ACCENT,
    HEIGHT,
    INK,
    RIVER,
    SAND,
    SEA,
    SHORE,
    WIDTH,
    broken,
    dotted,
    ring,
    write,
)

# Longitude and latitude.
CASPIAN = [
    (47.5, 43.0), (48.3, 42.1), (49.1, 41.3), (49.7, 40.6), (50.4, 40.4), (49.5, 40.1), (49.3, 39.4), (48.9, 38.8),
    (48.9, 38.4), (49.3, 37.5), (50.2, 37.3), (50.9, 36.9), (52.0, 36.6), (53.0, 36.8), (53.9, 36.9), (53.9, 38.0),
    (53.6, 39.1), (53.0, 39.4), (52.8, 40.1), (52.9, 41.0), (52.5, 41.6), (52.4, 42.2), (51.6, 42.9), (51.2, 43.6),
    (50.3, 44.4), (51.2, 44.6), (51.0, 45.2), (53.0, 45.3), (53.1, 46.6), (51.6, 47.0), (50.0, 46.6), (48.6, 45.9),
    (47.6, 45.6), (46.8, 44.6), (47.4, 43.7),
]  # fmt: skip
SOUTH_WEST_SHORE = [
    (49.6, 41.0), (49.3, 39.4), (48.88, 38.75), (48.88, 38.43), (48.96, 37.85), (49.16, 37.56), (49.46, 37.48),
    (49.95, 37.43), (50.22, 37.2), (50.67, 36.93), (51.4, 36.67), (52.3, 36.72), (54.5, 36.9), (54.5, 41.0),
]  # fmt: skip
BLACK_SEA = [
    (28.0, 43.4), (27.9, 42.6), (27.6, 42.4), (28.1, 41.6), (29.1, 41.2), (31.4, 41.2), (33.3, 42.0), (35.1, 42.0),
    (36.3, 41.3), (38.0, 41.0), (39.7, 41.0), (41.5, 41.5), (41.7, 42.1), (41.0, 43.0), (39.7, 43.5), (38.2, 44.4),
    (37.4, 44.7), (36.5, 45.2), (35.4, 45.0), (33.8, 44.4), (33.4, 45.1), (32.6, 45.4), (33.6, 46.1), (31.5, 46.6),
    (30.7, 46.4), (29.7, 45.2), (28.7, 44.3),
]  # fmt: skip
KURA = [
    (42.72, 40.75), (42.7, 41.11), (43.15, 41.3), (42.98, 41.63), (43.38, 41.84), (43.6, 41.99), (44.11, 41.98),
    (44.72, 41.84), (44.8, 41.69), (45.0, 41.55), (45.2, 41.3), (46.0, 41.0), (47.05, 40.77), (47.15, 40.62),
    (47.6, 40.3), (48.2, 40.1), (48.48, 40.01), (48.93, 39.93), (49.25, 39.4), (49.38, 39.32),
]  # fmt: skip
ARAKS = [
    (41.3, 39.45), (41.7, 39.9), (42.17, 40.04), (43.13, 40.13), (43.65, 40.05), (44.18, 40.03), (44.6, 39.78),
    (44.88, 39.7), (45.4, 39.15), (45.63, 38.95), (46.03, 38.88), (46.25, 38.88), (46.55, 38.9), (46.95, 39.15),
    (47.4, 39.45), (48.0, 39.67), (48.35, 39.95), (48.48, 40.01),
]  # fmt: skip
# Places that stand on more than one map.
BAKU, TBILISI, YEREVAN, KARS, GYUMRI = (49.8, 40.42), (44.8, 41.7), (44.5, 40.18), (43.1, 40.6), (43.85, 40.79)
POTI, BATUMI, ALAT, AKTAU, MEGHRI = (41.7, 42.1), (41.64, 41.65), (49.4, 39.95), (51.2, 43.65), (46.25, 38.9)
GARDABANI, ENGURI, AKHALTSIKHE, AKHALKALAKI = (45.1, 41.46), (42.03, 42.76), (42.99, 41.64), (43.49, 41.41)
MINGACHEVIR, HRAZDAN, ALAVERDI = (47.05, 40.77), (44.77, 40.5), (44.65, 41.1)
TRUNK = [BAKU, ALAT, (48.15, 40.34), (47.15, 40.62), (46.36, 40.68), (45.45, 41.12), GARDABANI, TBILISI]
TO_THE_COAST = [TBILISI, (44.11, 41.98), (43.6, 41.99), (43.05, 42.11), (42.33, 42.16), POTI]
SIDES = {
    "right": (22, 0, "lm"),
    "left": (-22, 0, "rm"),
    "above": (0, -20, "mb"),
    "below": (0, 20, "mt"),
    "before": (-8, -16, "rb"),
    "after": (10, -14, "lb"),
    "under": (10, 16, "lt"),
}


def smooth(points, closed=True):
    """The line with its corners cut three times over."""
    for _n in range(3):
        ends = points[1:] + points[:1] if closed else points[1:]
        cut = [
            (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
            for a, b in zip(points, ends, strict=closed)
            for part in (0.25, 0.75)
        ]
        points = cut if closed else [points[0], *cut, points[-1]]
    return points


class Map:
    """A schematic map. What matters keeps off the edges, where cards and the heads of pieces are cut."""

    def __init__(self, west, east, south, north):
        self.canvas = Canvas.new("RGB", (WIDTH, HEIGHT), SAND)
        self.pen = ImageDraw.Draw(self.canvas)
        self.west, self.north = west, north
        self.across, self.down = WIDTH / (east - west), HEIGHT / (north - south)

    def at(self, place):
        return (place[0] - self.west) * self.across, (self.north - place[1]) * self.down

    def water(self, coast, name="", place=None):
        shore = [self.at(point) for point in smooth(coast)]
        self.pen.polygon(shore, fill=SEA)
        self.pen.line([*shore, shore[0]], fill=SHORE, width=4, joint="curve")
        if name:
            write(self.pen, self.at(place), name, 40)

    def seas(self, black, caspian):
        """Both, with the places of their names."""
        self.water(BLACK_SEA, "Black Sea", black)
        self.water(CASPIAN, "Caspian", caspian)

    def river(self, course, width=9):
        self.pen.line(
            [self.at(point) for point in smooth(course, closed=False)], fill=RIVER, width=width, joint="curve"
        )

    def line(self, *places, fill=INK, width=7):
        """A way that is there."""
        self.pen.line([self.at(place) for place in places], fill=fill, width=width, joint="curve")

    def way(self, *places):
        """A planned or possible way, in the broken line of what is not there yet."""
        for start, end in zip(places, places[1:], strict=False):
            broken(self.pen, self.at(start), self.at(end))

    def cut(self, *places):
        """A way that was there."""
        for start, end in zip(places, places[1:], strict=False):
            dotted(self.pen, self.at(start), self.at(end))

    def town(self, name, place, side="right"):
        """A town with its name on that side of it."""
        x, y = self.at(place)
        ring(self.pen, x, y)
        dx, dy, anchor = SIDES[side]
        write(self.pen, (x + dx, y + dy), name, 34, 600, INK, anchor)

    def key(self, *lines, left=150, top=675):
        """What the lines mean: pairs of a way to draw one and its word."""
        for row, (draw, word) in enumerate(lines):
            y = top + row * 46
            draw(self.pen, (left, y), (left + 90, y))
            write(self.pen, (left + 110, y), word, 30, fill=INK, anchor="lm")


def solid(fill=INK):
    """A piece of a solid line, for the key."""
    return lambda pen, start, end: pen.line([start, end], fill=fill, width=7)


def caspian_map():
    drawn = Map(35.5, 62.0, 35.0, 48.6)
    drawn.water(CASPIAN, "Caspian Sea", (51.4, 38.5))
    drawn.water(BLACK_SEA, "Black Sea", (39.4, 42.5))
    drawn.way(POTI, TBILISI, (47.0, 40.8), ALAT, (50.9, 40.0), AKTAU, (62.5, 46.2))
    drawn.town("Poti", POTI, "above")
    drawn.town("Tbilisi", TBILISI, "above")
    drawn.town("Alat", ALAT, "left")
    drawn.town("Aktau", AKTAU, "left")
    drawn.town("Anzali", (49.45, 37.4), "left")
    drawn.town("Astrakhan", (48.0, 46.3), "left")
    drawn.town("Turkmenbashi", (53.0, 40.0))
    return drawn.canvas


def sea_cable():
    drawn = Map(24.0, 48.0, 38.2, 48.2)
    drawn.water(BLACK_SEA, "Black Sea", (34.0, 43.0))
    constanta = (28.65, 44.17)
    drawn.way(POTI, (38.5, 42.6), (34.0, 43.6), (31.0, 43.9), constanta)
    drawn.town("Poti", POTI)
    drawn.town("Tbilisi", TBILISI, "above")
    drawn.town("Trabzon", (39.7, 40.95))
    drawn.town("Constanta", constanta, "left")
    drawn.town("Odesa", (30.7, 46.45), "left")
    return drawn.canvas


def fibre_map():
    drawn = Map(21.5, 55.5, 35.2, 49.2)
    drawn.water(BLACK_SEA, "Black Sea", (32.6, 43.9))
    drawn.water(CASPIAN)
    balchik, ksani = (28.16, 43.4), (44.55, 41.85)
    drawn.line(POTI, (38.5, 42.4), (33.5, 42.6), balchik, fill=RIVER)
    drawn.line(POTI, (43.3, 42.1), ksani, TBILISI, BAKU)
    drawn.line(TBILISI, YEREVAN, MEGHRI, (46.3, 38.1))
    drawn.line(TBILISI, KARS, (39.7, 39.75), (32.9, 39.95), (29.0, 41.0))
    drawn.line(TBILISI, (44.67, 43.0), (44.0, 46.2), (40.6, 49.3))
    drawn.line(BAKU, (48.9, 40.9), (47.7, 42.3), (46.6, 44.0), (45.3, 49.3))
    drawn.line(BAKU, (49.1, 39.9), (48.5, 38.8), (48.6, 38.0), (51.3, 35.1))
    drawn.way((49.7, 40.65), (50.6, 42.2), AKTAU)
    drawn.town("Balchik", balchik, "left")
    drawn.town("Poti", POTI, "above")
    drawn.town("Ksani", ksani, "before")
    drawn.town("Yerevan", YEREVAN)
    drawn.town("Baku", BAKU, "right")
    drawn.town("Aktau", AKTAU, "right")
    drawn.key((solid(RIVER), "on the sea floor"), (solid(), "on land"), (broken, "agreed"), top=660)
    return drawn.canvas


def rail_map():
    drawn = Map(38.8, 51.6, 38.2, 43.6)
    drawn.seas((40.6, 42.3), (50.1, 39.0))
    drawn.line(*TRUNK)
    drawn.line(*TO_THE_COAST)
    drawn.line((42.33, 42.16), BATUMI)
    drawn.line(TBILISI, (44.75, 41.52), (44.46, 41.55), (44.09, 41.6), (43.85, 41.45), AKHALKALAKI)
    drawn.line(AKHALKALAKI, (43.25, 41.22), KARS, (42.0, 40.1), (38.8, 39.8), fill=ACCENT)
    drawn.cut(KARS, GYUMRI)
    drawn.line(GYUMRI, (44.49, 40.81), (44.9, 41.2), TBILISI)
    drawn.town("Poti", POTI, "above")
    drawn.town("Batumi", BATUMI, "left")
    drawn.town("Tbilisi", TBILISI)
    drawn.town("Akhalkalaki", AKHALKALAKI, "left")
    drawn.town("Kars", KARS, "left")
    drawn.town("Gyumri", GYUMRI, "under")
    drawn.town("Alat", ALAT, "left")
    drawn.town("Baku", BAKU, "above")
    drawn.key(
        (solid(), "gauge of 1520 mm"), (solid(ACCENT), "gauge of 1435 mm"), (dotted, "closed since 1993"), top=640
    )
    return drawn.canvas


def grid_map():
    drawn = Map(38.2, 52.2, 37.9, 43.85)
    drawn.seas((40.4, 42.2), (50.3, 39.0))
    drawn.line((43.0, 44.0), ENGURI, (43.05, 42.11), GARDABANI, (46.4, 40.85), MINGACHEVIR, BAKU)
    drawn.line(BAKU, (48.9, 40.9), (48.3, 41.6), (47.8, 42.2), (47.0, 44.0))
    drawn.line((43.05, 42.11), AKHALTSIKHE)
    drawn.line(AKHALTSIKHE, (41.68, 41.36), (38.2, 40.4), fill=ACCENT)
    drawn.way(GARDABANI, ALAVERDI)
    drawn.line(ALAVERDI, HRAZDAN, YEREVAN, MEGHRI, (46.9, 37.8))
    drawn.cut(HRAZDAN, (45.45, 41.12))
    drawn.cut(GYUMRI, KARS)
    drawn.line(HRAZDAN, GYUMRI)
    drawn.town("Enguri", ENGURI)
    drawn.town("Akhaltsikhe", AKHALTSIKHE, "under")
    drawn.town("Gardabani", GARDABANI)
    drawn.town("Metsamor", (44.15, 40.18), "left")
    drawn.town("Hrazdan", HRAZDAN)
    drawn.town("Meghri", MEGHRI)
    drawn.town("Mingachevir", MINGACHEVIR, "above")
    drawn.town("Baku", BAKU, "below")
    drawn.key(
        (solid(), "in step"), (solid(ACCENT), "over direct current"), (broken, "by islands"), (dotted, "cut"), top=560
    )
    return drawn.canvas


def rivers_map():
    drawn = Map(39.8, 51.6, 37.9, 43.0)
    drawn.water(BLACK_SEA)
    drawn.water(CASPIAN, "Caspian", (50.1, 38.7))
    drawn.river(KURA)
    drawn.river(ARAKS)
    drawn.river([(43.6, 41.05), (43.75, 40.8), (43.65, 40.4), (43.65, 40.05)], width=6)
    write(drawn.pen, drawn.at((46.1, 41.25)), "Kura", 38, 600, RIVER)
    write(drawn.pen, drawn.at((47.0, 38.95)), "Araks", 38, 600, RIVER)
    drawn.town("Kars", KARS, "left")
    drawn.town("Gori", (44.11, 41.98), "above")
    drawn.town("Tbilisi", TBILISI)
    drawn.town("Mingachevir", MINGACHEVIR)
    drawn.town("Margara", (44.18, 40.03), "above")
    drawn.town("Jolfa", (45.63, 38.95), "below")
    drawn.town("Sabirabad", (48.48, 40.01), "after")
    return drawn.canvas


def akhurian_map(names=("Gyumri", "Kars", "Armavir", "Yerevan", "reservoir", "Akhurian", "Araks")):
    """The lake on the Akhurian and what it waters. Takes the names in the language of the piece."""
    gyumri, kars, armavir, yerevan, lake, akhurian, araks = names
    drawn = Map(42.3, 45.3, 39.83, 41.12)
    drawn.river(
        [(43.62, 41.2), (43.75, 40.95), (43.77, 40.79), (43.7, 40.65), (43.6, 40.5), (43.62, 40.25), (43.66, 40.09)]
    )
    drawn.river([(42.3, 40.05), (43.13, 40.14), (43.66, 40.09), (44.18, 40.03), (44.6, 39.78)])
    drawn.river([(43.1, 40.62), (43.4, 40.6), (43.63, 40.56)], width=6)
    drawn.water([(43.66, 40.66), (43.72, 40.62), (43.69, 40.56), (43.64, 40.52), (43.61, 40.56), (43.6, 40.62)])
    write(drawn.pen, drawn.at((43.8, 40.58)), lake, 34, 600, RIVER, "lm")
    write(drawn.pen, drawn.at((43.68, 40.32)), akhurian, 34, fill=RIVER, anchor="lm")
    write(drawn.pen, drawn.at((42.75, 40.2)), araks, 34, fill=RIVER)
    drawn.town(gyumri, GYUMRI)
    drawn.town(kars, KARS, "left")
    drawn.town(armavir, (44.04, 40.15), "above")
    drawn.town(yerevan, YEREVAN)
    return drawn.canvas


def akhurian_map_in_armenian():
    return akhurian_map(("Գյումրի", "Կարս", "Արմավիր", "Երևան", "ջրամբար", "Ախուրյան", "Արաքս"))


def astara_map(names=("Astara", "Rasht", "Qazvin", "Anzali", "Caspian Sea", "in service", "missing")):
    """The shore between Astara and Rasht. Takes the names in the language of the piece."""
    astara, rasht, qazvin, anzali, sea, there, missing = names
    drawn = Map(45.2, 53.2, 35.7, 39.3)
    drawn.water(SOUTH_WEST_SHORE, sea, (50.6, 38.1))
    drawn.line((50.0, 36.27), (49.55, 36.75), (49.59, 37.28))
    drawn.line((48.87, 38.43), (48.75, 38.75), (49.05, 39.4))
    drawn.way((48.87, 38.43), (48.85, 37.8), (49.2, 37.4), (49.59, 37.28))
    drawn.town(astara, (48.87, 38.43), "left")
    drawn.town(rasht, (49.59, 37.28), "under")
    drawn.town(qazvin, (50.0, 36.27))
    drawn.town(anzali, (49.46, 37.48), "above")
    drawn.key((solid(), there), (broken, missing), top=700)
    return drawn.canvas


def astara_map_in_persian():
    return astara_map(("آستارا", "رشت", "قزوین", "انزلی", "دریای خزر", "در حال کار", "ساخته نشده"))


def earthquake_map():
    drawn = Map(35.8, 56.4, 35.1, 44.1)
    drawn.seas((38.9, 42.2), (51.5, 38.4))
    for name, place, magnitude, side in (
        ("Muradiye 1976", (44.03, 39.12), 7.3, "below"), ("Horasan 1983", (42.19, 40.33), 6.7, "left"),
        ("Spitak 1988", (44.19, 40.99), 6.8, "left"), ("Rudbar 1990", (49.4, 36.75), 7.4, "left"),
        ("Racha 1991", (43.67, 42.45), 7.0, "right"), ("Baku 2000", (49.95, 40.25), 6.8, "below"),
    ):  # fmt: skip
        x, y = drawn.at(place)
        radius = 18 + (magnitude - 6.5) * 50
        for part in (1, 0.62, 0.24):
            ring(drawn.pen, x, y, radius * part, fill=None if part > 0.3 else ACCENT, outline=ACCENT, width=4)
        dx, dy, anchor = SIDES[side]
        write(drawn.pen, (x + dx / 22 * (radius + 12), y + dy / 20 * (radius + 8)), name, 34, 600, ACCENT, anchor)
    for name, place in (("Tbilisi", TBILISI), ("Yerevan", YEREVAN), ("Tabriz", (46.3, 38.08))):
        drawn.town(name, place)
    return drawn.canvas
