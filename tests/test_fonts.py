"""Every letter of the region has a face of ours that holds it, and no script weighs more than it may."""

import re
from pathlib import Path

import pytest
from PIL import ImageFont

STATIC = Path(__file__).parents[1] / "static"
FACE = re.compile(
    r'font-family: "Neatline (\w+)"; src: url\(\.\./fonts/([\w-]+)\.woff2\).*?unicode-range: ([^;]+);', re.DOTALL
)
ALPHABETS = {
    "Azerbaijani": "ABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZabcçdeəfgğhxıijkqlmnoöprsştuüvyz",
    "Turkish": "ÂÎÛâîûĞğİıŞş",
    "Russian": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя№",
    "Ossetic": "Ӕӕ",
    "Abkhaz": "ГьӶӷҔҕЕҼҽҾҿЗӠӡҚқҞҟҨҩҦҧҬҭҲҳҴҵҶҷЏџӘә",
    "Azerbaijani and Avar in Cyrillic": "ӘәҒғҜҝӨөҮүҺһҸҹӀӏ",
    "Georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰჱჲჳჴჵᲐᲑ",
    "Armenian": "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև՞՛՜։",
    "Persian": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءأؤئة،؛؟۰۱۲۳۴۵۶۷۸۹",
    "signs": "“”«»„–—…’₾₼₽₺֏€",
}
# What a page loads for a script: titles, text, italics. Compressed files, so these are the bytes on the line.
WEIGHTS = {
    75_000: [["text-latin", "text-latin-italic", "display-latin"]],
    50_000: [
        ["text-near", "text-near-italic", "display-near"],
        ["text-cyrillic", "text-cyrillic-italic", "display-cyrillic"],
        ["text-cyrillic-far", "text-cyrillic-far-italic", "display-cyrillic-far", "text-cyrillic-rest"],
        *(["georgian"], ["armenian"], ["arabic"], ["text-greek"]),
    ],
}


def faces():
    """[(family, file, the codes that the style sheet asks it for)]"""
    css = (STATIC / "css/fonts.css").read_text()
    return [(family, file, set(_codes(ranges))) for family, file, ranges in FACE.findall(css)]


def _codes(ranges):
    for part in ranges.replace("U+", "").split(","):
        first, _dash, last = part.strip().partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def drawn(font, letter):
    return bytes(font.getmask(letter)), font.getbbox(letter)


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_every_letter_has_a_face_that_holds_it(alphabet):
    fonts, missing = {}, []
    for letter in ALPHABETS[alphabet]:
        files = {file for family, file, codes in faces() if ord(letter) in codes and "italic" not in file}
        for file in files or {""}:
            if file:
                font = fonts.setdefault(file, ImageFont.truetype(STATIC / f"fonts/{file}.woff2", 40))
            if not file or drawn(font, letter) == drawn(font, "\U0010fffd"):
                missing.append((letter, file))
    assert missing == []


def test_titles_and_texts_have_the_same_letters():
    letters = {letter for alphabet in ALPHABETS.values() for letter in alphabet}
    own = _asked_for({"Georgian", "Armenian", "Arabic"})
    assert [letter for letter in letters if ord(letter) not in _asked_for({"Text"}) | own] == []
    assert [letter for letter in letters if ord(letter) not in _asked_for({"Display"}) | own] == []


def _asked_for(families):
    return {code for family, _file, codes in faces() if family in families for code in codes}


def test_the_fonts_of_a_script_stay_within_their_weight():
    heavy = [
        names
        for most, scripts in WEIGHTS.items()
        for names in scripts
        if sum((STATIC / f"fonts/{name}.woff2").stat().st_size for name in names) > most
    ]
    assert heavy == []
    listed = {name for scripts in WEIGHTS.values() for names in scripts for name in names} | {"text-currencies"}
    assert {path.stem for path in (STATIC / "fonts").glob("*.woff2")} == listed


def test_the_licence_stands_beside_the_fonts_and_no_cut_carries_the_reserved_name():
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts/OFL.txt").read_text().upper()
    names = {ImageFont.truetype(path, 20).getname()[0] for path in (STATIC / "fonts").glob("*.woff2")}
    assert {name.split()[0] for name in names} == {"Neatline"}
