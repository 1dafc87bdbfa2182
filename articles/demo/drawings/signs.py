"""Drawings of the demo that are no map and no chart: words in four alphabets, clocks, sections through mountains."""

import math

from PIL import Image as Canvas
from PIL import ImageDraw

from articles.demo.drawings.paper import (
    ACCENT,
    FLOOR,
    HEIGHT,
    INK,
    LEFT,
    PAPER,
    QUIET,
    RIGHT,
    SAGE,
    SAND,
    SEA,
    SHORE,
    WIDTH,
    broken,
    dotted,
    level_line,
    peak,
    ring,
    sheet,
    write,
)

# Kilometres from Tbilisi, metres above the sea; heights are rounded.
ROAD = [
    (0, 420, "Tbilisi"), (22, 460, ""), (66, 880, ""), (88, 1050, "Pasanauri"), (107, 1480, ""), (120, 2200, "Gudauri"),
    (128, 2380, "Jvari Pass"), (138, 1960, "Kobi"), (154, 1740, "Stepantsminda"), (167, 1200, "Lars"),
    (202, 690, "Vladikavkaz"),
]  # fmt: skip
RAILWAY = [
    (0, 400, "Tbilisi"), (30, 480, "Marabda"), (65, 1140, "Tetritskaro"), (110, 1460, "Tsalka"), (145, 2100, ""),
    (165, 1930, "Ninotsminda"), (185, 1700, "Akhalkalaki"), (215, 1800, ""), (290, 1770, "Kars"),
]  # fmt: skip


def _blank():
    """A sheet without a title, for the head of a piece: what stands on it keeps off the edges, which are cut."""
    canvas = Canvas.new("RGB", (WIDTH, HEIGHT), PAPER)
    return canvas, ImageDraw.Draw(canvas)


def tea():
    """One word in four alphabets, from the oldest to that of today."""
    words = [("چای", "–1929"), ("caj", "1929–1939"), ("чај", "1940–1991"), ("çay", "1992–")]
    canvas, pen = _blank()
    for place, (word, years) in enumerate(words):
        x = 130 + place * 345
        pen.rectangle([x, 200, x + 305, 610], fill=PAPER if place == 3 else SAGE, outline=ACCENT, width=3)
        write(pen, (x + 152, 400), word, 130, 500, INK)
        write(pen, (x + 152, 675), years, 38, 600)
    return canvas


def clocks():
    canvas, pen = _blank()
    for place, (name, hour, minute) in enumerate([("Kars", 11, 0), ("Jolfa", 11, 30), ("Meghri", 12, 0)]):
        _clock(pen, 360 + place * 440, 370, hour, minute)
        write(pen, (360 + place * 440, 640), name, 46, 600, INK)
        write(pen, (360 + place * 440, 705), f"{hour}:{minute:02d}", 42)
    return canvas


def _clock(pen, x, y, hour, minute):
    ring(pen, x, y, 200, fill=SAGE, outline=INK, width=7)
    for n in range(12):
        turn = math.radians(n * 30)
        ends = [(x + math.sin(turn) * part, y - math.cos(turn) * part) for part in (172, 188)]
        pen.line(ends, fill=INK, width=7)
    for turn, length, width in ((hour * 30 + minute / 2, 105, 14), (minute * 6, 158, 9)):
        turn = math.radians(turn)
        pen.line([(x, y), (x + math.sin(turn) * length, y - math.cos(turn) * length)], fill=ACCENT, width=width)
    ring(pen, x, y, 12, fill=ACCENT, outline=ACCENT)


def _section(title, course, longest):
    """The ground along a way, and what turns kilometres and metres into a place on the sheet."""
    canvas, pen = sheet(title)

    def at(km, metres):
        return LEFT + 20 + km * (RIGHT - LEFT - 60) / longest, FLOOR - 20 - metres * 0.205

    for metres in (500, 1000, 1500, 2000, 2500):
        level_line(pen, at(0, metres)[1], str(metres))
    ground = [at(km, metres) for km, metres, _name in course]
    pen.polygon([*ground, (ground[-1][0], FLOOR), (ground[0][0], FLOOR)], fill=SAND)
    pen.line(ground, fill=SHORE, width=7, joint="curve")
    for (_km, _metres, name), (x, y) in zip(course, ground, strict=True):
        if name:
            ring(pen, x, y)
    return canvas, pen, at


def road_section():
    canvas, pen, at = _section("The road from Tbilisi to Vladikavkaz, in metres above the sea", ROAD, 202)
    broken(pen, at(112, 1640), at(138, 1940))
    for km, metres, name, side in (
        (0, 420, "Tbilisi", "lb"), (88, 1050, "Pasanauri", "rb"), (120, 2200, "Gudauri", "rb"),
        (154, 1740, "Stepantsminda", "lb"), (167, 1200, "Lars", "lb"), (202, 690, "Vladikavkaz", "rb"),
    ):  # fmt: skip
        x, y = at(km, metres)
        write(pen, (x + {"l": 6, "r": -14}[side[0]], y - 16), name, 32, 600, INK, side)
    x, y = at(128, 2380)
    peak(pen, x, y - 10)
    write(pen, (x, y - 42), "Jvari Pass", 34, 600, ACCENT, "mb")
    write(pen, (at(124, 0)[0], at(0, 1330)[1]), "tunnel", 30, fill=ACCENT)
    return canvas


def rail_section():
    canvas, pen, at = _section("The railway from Tbilisi to Kars, in metres above the sea", RAILWAY, 290)
    for km, metres, name, anchor, shift in (
        (0, 400, "Tbilisi", "lb", 4), (65, 1140, "Tetritskaro", "rb", -14), (110, 1460, "Tsalka", "rb", -14),
        (165, 1930, "Ninotsminda", "lb", 10), (185, 1700, "Akhalkalaki", "mt", 0), (290, 1770, "Kars", "rb", -8),
    ):  # fmt: skip
        x, y = at(km, metres)
        write(pen, (x + shift, y - 16 if anchor[1] == "b" else y + 26), name, 32, 600, INK, anchor)
    x, y = at(185, 0)
    write(pen, (x, at(0, 1200)[1]), "1520  |  1435", 34, 600, ACCENT)
    return canvas


def enguri_section():
    """The dam, the tunnel and the powerhouse, with the line between them. Not to scale."""
    canvas, pen = _blank()
    floor = 690
    pen.polygon([(80, 260), (470, 260), (470, floor), (80, floor)], fill=SEA)
    pen.polygon([(470, 235), (505, 235), (580, floor), (450, floor)], fill=QUIET)
    hill = [(580, floor), (640, 500), (760, 300), (900, 200), (1030, 300), (1150, 450), (1240, 550), (1290, floor)]
    pen.polygon(hill, fill=SAND)
    pen.line(hill, fill=SHORE, width=6, joint="curve")
    for shift, colour, width in ((0, SEA, 26), (-14, INK, 4), (14, INK, 4)):
        pen.line([(440, 530 + shift), (700, 545 + shift), (1215, 615 + shift)], fill=colour, width=width, joint="curve")
    pen.rectangle([1215, 575, 1410, floor], fill=PAPER, outline=INK, width=5)
    for n in range(5):
        ring(pen, 1245 + n * 34, 645, 13, fill=ACCENT, outline=ACCENT)
    dotted(pen, (1120, 140), (1120, 700), fill=INK)
    write(pen, (275, 215), "reservoir", 34)
    write(pen, (560, 215), "dam, 271.5 m", 36, 600, INK, "lm")
    write(pen, (850, 475), "tunnel, about 15 km", 34, 600, INK)
    write(pen, (1260, 540), "5 × 260 MW", 36, 600, INK, "lm")
    write(pen, (1140, 160), "line since 1993", 32, fill=INK, anchor="lm")
    pen.line([(80, floor), (RIGHT, floor)], fill=SHORE, width=6)
    write(pen, (600, 740), "Tbilisi", 34)
    write(pen, (1320, 740), "Sukhumi", 34)
    return canvas
