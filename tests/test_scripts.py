"""Addresses, direction, words, folding and clean names in the writing systems of the region."""

import json
import re
import unicodedata
from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ccsis.scripts import (
    LANGUAGE_NAMES,
    clean_name,
    clean_text,
    count_words,
    direction,
    fold,
    main_script,
    reading_minutes,
    slugify,
)
from tests import rounds

WORDS = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))


# Addresses


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("The single road north", "the-single-road-north"),
        ("  What now?  (Part 2) ", "what-now-part-2"),
        ("don't, don’t & do", "dont-dont-do"),
        ("Café São Tomé Łódź Đà Nẵng", "cafe-sao-tome-lodz-da-nang"),
        ("Straße Ærø Œuvre Þór", "strasse-aero-oeuvre-thor"),
        ("Azərbaycan və Ermənistan", "azerbaycan-ve-ermenistan"),
        ("Şəki, Gəncə, İçərişəhər, Qarabağ", "seki-gence-iceriseher-qarabag"),
        ("ƏLİYEV ILIQ IŞIQ", "eliyev-iliq-isiq"),
        ("İstanbul'da ısınan Öğretmen", "istanbulda-isinan-ogretmen"),
        ("საქართველო და კავკასია", "sakartvelo-da-kavkasia"),
        ("ყაზბეგი, წყალტუბო, ჭიათურა, ღვინო", "qazbegi-tsqaltubo-chiatura-ghvino"),
        ("ᲡᲐᲥᲐᲠᲗᲕᲔᲚᲝ", "sakartvelo"),
        ("Հայաստան", "hayastan"),
        ("Երևան և Գյումրի", "yerevan-ev-gyumri"),
        ("ԵՐԵՎԱՆ", "yerevan"),
        ("Լուսին ու ջուր", "lusin-u-jur"),
        ("Ո՞վ է գալիս", "ov-e-galis"),
        ("Ոսկի, ինչո՞ւ", "voski-inchu"),
        ("Ղարաբաղ ծով ճանապարհ", "gharabagh-tsov-chanaparh"),
        ("Щукин и ёж: подъезд №5", "shchukin-i-yozh-podezd-no5"),
        ("Цхинвал, Владикавказ", "tskhinval-vladikavkaz"),
        ("Україна: її міста, Київ, Ґанок, єдність", "ukraina-yii-mista-kiiv-ganok-yednist"),
        ("Хуссар Ирыстон ӕмӕ Æрыдон", "khussar-iryston-aemae-aerydon"),
        ("Аԥсны Аҟәа Гәдоуҭа Очамчыра", "apsny-akwa-gwdouta-ochamchyra"),
        ("ГӀалгӀай, Нохчийчоь", "galgay-nokhchiycho"),
        ("ایران و جنوب قفقاز", "iran-v-jnub-qfqaz"),
        ("می‌خواهم", "mikhvahm"),
        ("تهران ۱۴۰۴", "thran-1404"),
        ("جنوب القوقاز ٢٠٢٦", "jnub-alquqaz-2026"),
        ("سِلام", "slam"),
        ("Ελλάδα ουρανός", "ellada-ouranos"),
        ("ירושלים צה״ל", "yrvshlym-tsh-l"),
        ("中国 and the Caucasus", "and-the-caucasus"),
        ("ﬁne № ½ ² Ⅷ", "fine-no-1-2-2-viii"),
        ("co\u00adoperate a\u200bb", "cooperate-a-b"),
        ("--a--b--", "a-b"),
        ("snake_case", "snake-case"),
        ("x" * 100, "x" * 80),
        ("word " * 30, "-".join(["word"] * 16)),
        ("a" * 79 + " bc", "a" * 79),
        ("a" * 78 + " b", "a" * 78 + "-b"),
    ],
)
def test_a_title_in_any_script_has_a_readable_address(title, slug):
    assert slugify(title) == slug


@pytest.mark.parametrize("title", ["", " ", "!!!", "中文", "ъь", "\u0301", "\x00", "…", "한국어", "🙂"])
def test_an_address_is_never_empty(title):
    assert slugify(title) == "piece"
    assert slugify(title, fallback="tag") == "tag"
    assert slugify(title, fallback="") == "piece"
    assert slugify(title, fallback="Тема") == "tema"


@rounds.random(75)
@given(st.text(max_size=200))
@example("\ud800")
@example("İ" * 90)
def test_an_address_has_plain_letters_only(title):
    slug = slugify(title)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 80
    assert slugify(slug) == slug


@pytest.mark.parametrize(
    "letters",
    [
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
        "абвгдеёжзийклмнопрстуфхцчшщыэюяіїєґўӕҕқҟԥҭҳҵҷҽҿәӡҩџ",
        "abcçdeəfgğhxıijkqlmnoöprsştuüvyz",
        "ابپتثجچحخدذرزژسشصضطظغفقکگلمنوهی",
        "אבגדהוזחטיכלמנסעפצקרשת",
        "αβγδεζηθικλμνξοπρστυφχψω",
    ],
)
def test_every_letter_of_the_region_has_a_sound(letters):
    assert [letter for letter in letters if slugify(f"x{letter}x") in ("xx", "x-x", "x")] == []


# Direction and names of languages


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        *((code, "ltr") for code in "en ka hy az ru uk tr ab os de el zh az-Latn az_Latn ku fa-Latn en-GB".split()),
        *(
            (code, "rtl")
            for code in "fa ar he ur ps ckb yi syr azb fa-IR fa_IR FA ar-EG az-Arab az_arab ku-Arab".split()
        ),
        ("uz-Arab-AF", "rtl"),
        ("he-Latn", "ltr"),
        ("", "ltr"),
    ],
)
def test_the_direction_of_a_language(language, expected):
    assert direction(language) == expected


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("The queue is long.", "LATIN"),
        ("Очередь у Larsi длинная.", "CYRILLIC"),
        ("ქვის ხიდი", "GEORGIAN"),
        ("Հին ճանապարհ", "ARMENIAN"),
        ("صف هیچ‌گاه کوتاه", "ARABIC"),
        ("ГӀалгӀай", "CYRILLIC"),
        ("12, 13 … ?!", ""),
        ("", ""),
    ],
)
def test_the_script_of_most_letters(text, script):
    assert main_script(text) == script


def test_every_language_calls_itself_by_letters_of_one_script():
    assert [code for code, name in LANGUAGE_NAMES.items() if not main_script(name)] == []


def test_languages_of_the_region_have_their_own_names():
    assert {"en", "ru", "ka", "hy", "az", "fa", "tr", "ab", "os", "uk", "ar"} <= LANGUAGE_NAMES.keys()
    for code, name in LANGUAGE_NAMES.items():
        right_to_left = unicodedata.bidirectional(name[0]) in ("R", "AL")
        assert (direction(code) == "rtl") == right_to_left, code


# Words


@pytest.mark.parametrize("case", WORDS, ids=lambda case: case["text"][:30])
def test_words_are_counted_as_the_examples_say(case):
    assert count_words(case["text"]) == case["words"]


def test_the_examples_show_six_scripts():
    assert len({case["script"] for case in WORDS} - {"Mixed"}) >= 6


@rounds.random(50)
@given(st.text(max_size=80), st.text(max_size=80))
def test_words_of_two_lines_add_up(first, second):
    assert count_words(first + "\n" + second) == count_words(first) + count_words(second)


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 1), (1, 1), (230, 1), (344, 1), (346, 2), (460, 2), (800, 3), (23000, 100)]
)
def test_reading_takes_a_minute_for_230_words(words, minutes):
    assert reading_minutes(words) == minutes


# Folding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("Café", "cafe"),
        ("e\u0301", "é"),
        ("İstanbul", "istanbul"),
        ("ISTANBUL", "ıstanbul"),
        ("Bakı", "BAKI"),
        ("Azərbaycan", "AZERBAYCAN"),
        ("Şəki", "Seki"),
        ("Ёлка", "елка"),
        ("ქართული", "ᲥᲐᲠᲗᲣᲚᲘ"),
        ("Երևան", "ԵՐԵՒԱՆ"),
        ("և", "եւ"),
        ("Ինչո՞ւ", "ինչու"),
        ("Æрыдон", "Ӕрыдон"),
        ("كتاب يوم", "کتاب یوم"),
        ("موسى", "موسی"),
        ("کتـــاب", "کتاب"),
        ("اَلْعَرَبِيَّةُ", "العربيه"),
        ("آذربایجان", "اذربایجان"),
        ("أحمد", "احمد"),
        ("می‌خواهم", "میخواهم"),
        ("۱۲۳", "123"),
        ("١٢٣", "123"),
        ("שָׁלוֹם", "שלום"),
        ("ΌΔΟΣ", "όδος"),
        ("ﬁne", "fine"),
        ("Ｆｕｌｌ", "full"),
        ("don’t", "don't"),
        ("well‑known", "well-known"),
        ("«мост»", '"мост"'),
        ("co\u00adoperate", "cooperate"),
        ("  a \n\t b\u00a0c ", "a b c"),
        ("a\u200bb", "a b"),
        ("\u202ea\u202c", "a"),
    ],
)
def test_spellings_of_one_word_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("мой", "мои"), ("სახლი", "სახელი"), ("Bakı", "Bakü1"), ("a b", "ab"), ("كتب", "كتاب"), ("о", "o")],
)
def test_different_words_stay_different(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Мой ЙОД", "мой йод"), ("Əli", "eli"), ("", ""), ("\x00\u200c", ""), ("Hy", "hy"), ("А.Б.", "а.б.")],
)
def test_what_folding_writes(text, folded):
    assert fold(text) == folded


@rounds.random(100)
@given(st.text(max_size=80))
@example("\ue000")
@example("ﷺ")
@example("И\u0306")
@example("ᾳ\u0345")
@example("\ud800")
def test_folding_twice_changes_nothing(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())


@rounds.random(50)
@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd", "Zs"]), max_size=40))
def test_capitals_and_composition_make_no_difference(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(text.casefold()) == fold(text)


# Names and texts


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nino Beridze", "Nino Beridze"),
        ("  Nino \t\n Beridze ", "Nino Beridze"),
        ("Null", "Null"),
        ("O’Neill-D'Arcy", "O’Neill-D'Arcy"),
        ("Suharto", "Suharto"),
        ("e\u0301", "é"),
        ("\u202eevil\u202c name", "evil name"),
        ("a\u2066b\u2069\u200e\u200f\u061cc", "abc"),
        ("a\u200bb\ufeffc\u2060d\u00ade", "abcde"),
        ("Ni\u200cno", "Nino"),
        ("Ni\u200dno", "Nino"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("نی\u200c\u200cک", "نی\u200cک"),
        ("\u200cعلی\u200c", "علی"),
        ("علی\u200c رضا", "علی رضا"),
        ("عَ\u200cلی", "عَ\u200cلی"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("a\u2028b\u2029c\x0bd\x85e", "a b c d e"),
        ("\u3164\u2800\u115f", ""),
        ("\u200b\u200c\u200d\u2060\ufeff", ""),
        ("\ud800a\udfff", "a"),
        ("Ա\u0301" + "\u0301" * 50, "Ա" + "\u0301" * 8),
        ("x\U000e0041\U000e007f", "x"),
        ("\ue000\uf8ff\ufffe", ""),
        ("مهدی ۲", "مهدی ۲"),
        ("<b>Name</b> & co", "<b>Name</b> & co"),
    ],
)
def test_a_name_is_one_clean_line(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\tb", "a\tb"),
        (" a \n", " a \n"),
        ("a\x00\x08\x1b\x7f\x9fb", "ab"),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("e\u0301 \u212b", "é \u00c5"),
        ("می\u200cخواهم \u2067x\u2069", "می\u200cخواهم \u2067x\u2069"),
        ("\ud83d\ude00 \ud800", " "),
        ("\ufdd0\uffff\ufffe", ""),
        ("🙂", "🙂"),
        ("", ""),
    ],
)
def test_a_text_keeps_its_lines(typed, kept):
    assert clean_text(typed) == kept


@rounds.random(100)
@given(st.text(max_size=60))
@example("e\u200b\u0301")
@example("\u0344" * 12)
@example("ا\u200c\u0301\u200cب")
@example("\u1100\u200b\u1161")
def test_cleaning_twice_changes_nothing(text):
    name, lines = clean_name(text), clean_text(text)
    assert clean_name(name) == name
    assert clean_text(lines) == lines
    assert clean_text(name) == name
    assert "\n" not in name
    lines.encode("utf-8")


HEAVY = {
    "marks": "a" + "\u0301\u0316" * 150_000,
    "crossed marks": "a" + "\u0301" * 150_000 + "\u0316" * 150_000,
    "joiners": "ا\u200c" * 150_000,
    "hyphens": "a-" * 150_000,
    "brackets": "(" * 300_000,
    "ligatures": "ﷺ" * 30_000,
    "one word": "ж" * 300_000,
    "spaces": " " * 300_000,
    "breaks": "\r\n" * 150_000,
    "zero-width": "\u200b" * 300_000,
}


@pytest.mark.parametrize("function", [slugify, fold, count_words, clean_name, clean_text], ids=lambda f: f.__name__)
@pytest.mark.parametrize("name", HEAVY)
def test_heavy_texts_take_no_time_to_speak_of(function, name):
    start = process_time()
    function(HEAVY[name])
    assert process_time() - start < 4  # seconds; half of it on a machine with nothing else to do
