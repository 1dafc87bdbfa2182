"""Charts of the demo: counts and levels from public series, rounded."""

from articles.demo.drawings.paper import (
    ACCENT,
    FLOOR,
    INK,
    LEFT,
    LINE,
    PAPER,
    QUIET,
    RIGHT,
    SEA,
    SHORE,
    broken,
    level_line,
    ring,
    sheet,
    write,
)

MISSIONS = [
    ("South Ossetia, joint forces", 1992.5, 2008.6, SHORE),
    ("OSCE, Georgia", 1992.9, 2009.0, SEA),
    ("UN, Abkhazia", 1993.6, 2009.5, SEA),
    ("CIS, Abkhazia", 1994.5, 2008.6, SHORE),
    ("EU, Georgia", 2008.75, None, SEA),
    ("Russia, Karabakh", 2020.9, 2024.5, SHORE),
    ("Russia and Türkiye, Aghdam", 2021.1, 2024.3, SHORE),
    ("EU capacity, Armenia", 2022.8, 2023.0, SEA),
    ("EU, Armenia", 2023.15, None, SEA),
]


def caspian_level():
    course = [(1930, -26.0), (1940, -27.8), (1956, -28.2), (1977, -29.0), (1995, -26.6), (2005, -27.0), (2015, -28.0)]
    course.append((2024, -29.1))
    canvas, pen = sheet("The level of the Caspian, in metres")

    def at(year, level):
        return LEFT + (year - 1925) * 13, 190 + (-25.5 - level) * 150

    for level in range(-26, -30, -1):
        level_line(pen, at(1925, level)[1], f"−{-level}")
    points = [at(*point) for point in course]
    pen.polygon([*points, (points[-1][0], FLOOR), (points[0][0], FLOOR)], fill=SEA)
    pen.line(points, fill=ACCENT, width=7, joint="curve")
    for (year, _level), (x, y) in zip(course, points, strict=True):
        ring(pen, x, y, 9, outline=ACCENT)
        if year in (1930, 1977, 1995, 2024):
            write(pen, (x, 800), str(year), anchor="mt")
            pen.line([(x, y + 12), (x, FLOOR)], fill=SHORE, width=2)
    return canvas


def corridor_tonnes():
    canvas, pen = sheet("Freight on the trans-Caspian route, in million tonnes")
    for value in range(5):
        level_line(pen, FLOOR - value * 130, str(value))
    for place, (year, value, is_last) in enumerate([("2022", 1.5, False), ("2023", 2.8, False), ("2024", 4.5, True)]):
        x, top = 340 + place * 400, FLOOR - value * 130
        pen.rectangle([x, top, x + 220, FLOOR], fill=ACCENT if is_last else SHORE)
        write(pen, (x + 110, top - 14), str(value), 42, 600, INK, "mb")
        write(pen, (x + 110, 800), year, anchor="mt")
    return canvas


def census_lines():
    years = [1989, 2000, 2012, 2022]
    counted = [
        ("Azerbaijan", [7.02, 7.95, 8.92, 10.0], SHORE),
        ("Georgia", [5.40, 4.37, 3.71, 3.91], ACCENT),
        ("Armenia", [3.30, 3.21, 3.02, 2.93], INK),
    ]
    canvas, pen = sheet("People counted, in millions")
    for value in range(2, 11, 2):
        level_line(pen, FLOOR - (value - 1) * 62, str(value))
    for name, values, colour in counted:
        points = [
            (300 + (year - 1989) * 27, FLOOR - (value - 1) * 62) for year, value in zip(years, values, strict=True)
        ]
        pen.line(points, fill=colour, width=7, joint="curve")
        for x, y in points:
            ring(pen, x, y, 10, outline=colour)
        write(pen, (points[-1][0] + 30, points[-1][1]), name, 36, 600, colour, "lm")
    for year, label in zip(years, ["1989", "1999–2002", "2009–2014", "2019–2024"], strict=True):
        write(pen, (300 + (year - 1989) * 27, 800), label, anchor="mt")
    return canvas


def growth_bars():
    rates = {"Armenia": [6, 13, 8, 6], "Georgia": [10.5, 10.5, 7.5, 9], "Azerbaijan": [6, 5, 1, 4]}
    canvas, pen = sheet("Growth in per cent, 2021 to 2024")
    for value in range(0, 15, 5):
        level_line(pen, FLOOR - value * 42, str(value))
    for group, (name, values) in enumerate(rates.items()):
        for place, value in enumerate(values):
            x = 260 + group * 440 + place * 82
            pen.rectangle([x, FLOOR - value * 42, x + 64, FLOOR], fill=ACCENT if place in (1, 2) else SHORE)
        write(pen, (260 + group * 440 + 155, 800), name, 34, 600, INK, "mt")
    return canvas


def likely_bars():
    words = [("Very unlikely", 0, 15), ("Unlikely", 15, 35), ("About even", 35, 65), ("Likely", 65, 85)]
    words.append(("Very likely", 85, 100))
    canvas, pen = sheet("What the words stand for, in per cent")
    for value in range(0, 101, 10):
        x = 470 + value * 10
        pen.line([(x, 190), (x, 770)], fill=LINE, width=2)
        if value % 50 == 0:
            write(pen, (x, 800), str(value), anchor="mt")
    for row, (word, low, high) in enumerate(words):
        y = 235 + row * 118
        write(pen, (440, y), word, 40, 600, INK, "rm")
        pen.rectangle([470 + low * 10, y - 32, 470 + high * 10, y + 32], fill=ACCENT)
        write(pen, (470 + (low + high) * 5, y), f"{low}–{high}", 30, 600, PAPER, "mm")
    return canvas


def observers_time():
    canvas, pen = sheet("Who watched, and when")

    def at(year):
        return 560 + (year - 1992) * 26.5

    for year in range(1995, 2026, 5):
        pen.line([(at(year), 170), (at(year), 800)], fill=LINE, width=2)
        write(pen, (at(year), 815), str(year), 28, anchor="mt")
    for row, (name, begun, ended, colour) in enumerate(MISSIONS):
        y = 205 + row * 68
        write(pen, (540, y), name, 30, fill=INK, anchor="rm")
        last = at(ended or 2025.2)
        pen.rectangle([at(begun), y - 20, max(last, at(begun) + 8), y + 20], fill=colour, outline=QUIET, width=2)
        if ended is None:
            broken(pen, (last, y), (RIGHT, y), step=26)
    for x, word, colour in ((640, "Armed", SHORE), (830, "Unarmed", SEA)):
        pen.rectangle([x, 72, x + 34, 106], fill=colour, outline=QUIET, width=2)
        write(pen, (x + 48, 89), word, 30, anchor="lm")
    return canvas
