"""Cut the fonts of the site (static/fonts) out of the Fontsource packages on npm, all of them under the OFL.

    npm install @fontsource-variable/source-serif-4 @fontsource-variable/noto-serif \\
        @fontsource-variable/noto-serif-georgian @fontsource-variable/noto-serif-armenian \\
        @fontsource-variable/noto-naskh-arabic
    python deploy/cut_fonts.py node_modules static/fonts

Needs fonttools and brotli, which the site does not. The reserved name "Source" may not be carried by a changed font
(OFL 3), so every cut is called "Neatline". Prints the size of each cut, and the `unicode-range` of those whose letters
stand here and there: static/css/fonts.css has them.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

SERIF = "source-serif-4/files/source-serif-4-{}-standard-{}.woff2"
NOTO = "noto-serif/files/noto-serif-{}-wght-{}.woff2"
FEATURES = ["kern", "mark", "mkmk", "liga", "ccmp", "locl", "tnum", "pnum"]


def _span(*ends):
    return {code for first, last in ends for code in range(first, last + 1)}


LATIN = _span((0x20, 0x7E), (0xA0, 0xFF)) | set(map(ord, "ı–—―‘’‚“”„†‡•…‰′″‹›⁄€№−×→←↑↓↗Œœ™ˆ˜̂̃́̀̈"))
NEAR = set(
    map(
        ord,
        "ƏəĞğİŞşȘșȚțČčŠšŽžĆćĀāĒēĪīŌōŪūĂăĄąĘęĚěŁłŃńŇňŘřŚśŤťŮůŐőŰűŹźŻżĎďĐđĠġḤḥṬṭḲḳʻʼʿʾẒẓṢṣ₺₽",
    )
)
CYRILLIC = _span((0x400, 0x45F)) | set(map(ord, "ҐґҰұ№"))
MORE_CYRILLIC = _span((0x48A, 0x52F)) - CYRILLIC
CURRENCIES = {0x20BE, 0x20BC}  # lari and manat
GREEK = _span((0x370, 0x3FF))
GEORGIAN = _span((0x10A0, 0x10FF), (0x1C90, 0x1CBF))
ARMENIAN = _span((0x530, 0x58F), (0xFB13, 0xFB17))
ARABIC = _span((0x600, 0x6FF), (0x200C, 0x200F)) | set(map(ord, "«»… -.,:()[]/0123456789%﴾﴿"))
BODY, TITLE = {"opsz": 17, "wght": (400, 700)}, {"opsz": 44, "wght": 560}
ITALIC = {"opsz": 17, "wght": 400}


def serif(name, part, letters):
    """Text, italic and titles of one part of the alphabet, out of one family."""
    yield f"text-{name}", SERIF.format(part, "normal"), BODY, letters, "Neatline Text"
    yield f"text-{name}-italic", SERIF.format(part, "italic"), ITALIC, letters, "Neatline Text"
    yield f"display-{name}", SERIF.format(part, "normal"), TITLE, letters, "Neatline Display"


def jobs(source):
    """(name, file, pins, letters, family) of every cut."""
    yield from serif("latin", "latin", LATIN)
    yield from serif("near", "latin-ext", NEAR)
    yield from serif("cyrillic", "cyrillic", CYRILLIC)
    known = set(TTFont(source / SERIF.format("cyrillic-ext", "normal")).getBestCmap()) & MORE_CYRILLIC
    yield from serif("cyrillic-far", "cyrillic-ext", known)
    # Abkhaz and some more of the neighbours: what Source Serif lacks comes from Noto Serif.
    rest = MORE_CYRILLIC - known
    yield "text-cyrillic-rest", NOTO.format("cyrillic-ext", "normal"), {"wght": (400, 700)}, rest, "Neatline Rest"
    yield "text-currencies", NOTO.format("latin-ext", "normal"), {"wght": (400, 700)}, CURRENCIES, "Neatline Rest"
    yield "text-greek", SERIF.format("greek", "normal"), BODY, GREEK, "Neatline Text"
    for name, letters in (("georgian", GEORGIAN), ("armenian", ARMENIAN)):
        file = f"noto-serif-{name}/files/noto-serif-{name}-{name}-wght-normal.woff2"
        yield name, file, {"wght": (400, 700)}, letters, f"Neatline {name.capitalize()}"
    file = "noto-naskh-arabic/files/noto-naskh-arabic-arabic-wght-normal.woff2"
    yield "arabic", file, {"wght": (400, 700)}, ARABIC, "Neatline Arabic"


def cut(file, pins, letters, name, family):
    """The font with these letters alone, its axes pinned, under its own name."""
    font = TTFont(file)
    axes = {axis.axisTag for axis in font["fvar"].axes}
    font = instancer.instantiateVariableFont(
        font, {axis: value for axis, value in pins.items() if axis in axes}, updateFontNames=False
    )
    if "gvar" in font:
        for glyph in font.getGlyphOrder():
            font["gvar"].variations.setdefault(glyph, [])
    options = subset.Options()
    options.layout_features = ["*"] if name == "arabic" else FEATURES
    options.hinting, options.desubroutinize, options.notdef_outline = False, True, True
    options.name_IDs = [0, 1, 2, 3, 4, 6]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    _rename(font["name"], family, "Italic" if "italic" in name else "Regular")
    font.flavor = "woff2"
    return font


def _rename(names, family, style):
    copyright = names.getDebugName(0)
    names.names = []
    full = f"{family} {style}"
    told = {0: copyright, 1: family, 2: style, 3: full, 4: full, 6: full.replace(" ", "").replace(style, f"-{style}")}
    for number, words in (told | {13: "SIL Open Font License 1.1", 14: "https://openfontlicense.org"}).items():
        if words:
            names.setName(words, number, 3, 1, 0x409)


def unicode_range(letters):
    """What CSS calls these letters."""
    runs = []
    for code in sorted(letters):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def main(modules, out):
    source = Path(modules) / "@fontsource-variable"
    for name, file, pins, letters, family in jobs(source):
        font = cut(source / file, pins, letters, name, family)
        path = Path(out) / f"{name}.woff2"
        font.save(path)
        print(f"{name:24}{path.stat().st_size:8} bytes, {len(font.getBestCmap())} letters")
        if name in ("text-cyrillic", "text-cyrillic-far", "text-cyrillic-rest", "text-currencies"):
            print("    unicode-range:", unicode_range(font.getBestCmap()))


if __name__ == "__main__":
    main(*sys.argv[1:])
