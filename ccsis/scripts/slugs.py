"""Addresses from titles in any script: our own transliteration, made for the languages of the region."""

import re
import unicodedata

from ccsis.scripts.cleaning import bound_marks

LONGEST = 80
READ = 1000  # characters of the text that are looked at


def _table(letters, sounds):
    return dict(zip(letters.split(), sounds.split(), strict=True))


LATIN = _table("ə ı ß æ œ ø đ ð þ ł ŋ ħ ŧ ĸ ƶ ǝ ɛ ɔ", "e i ss ae oe o d d th l n h t k z e e o")
GEORGIAN = _table(
    "ა ბ გ დ ე ვ ზ თ ი კ ლ მ ნ ო პ ჟ რ ს ტ უ ფ ქ ღ ყ შ ჩ ც ძ წ ჭ ხ ჯ ჰ ჱ ჲ ჳ ჴ ჵ ჶ ჷ",
    "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h ey y w q o f y",
)
ARMENIAN = _table(
    "ա բ գ դ ե զ է ը թ ժ ի լ խ ծ կ հ ձ ղ ճ մ յ ն շ ո չ պ ջ ռ ս վ տ ր ց ւ փ ք օ ֆ և",
    "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev",
)
CYRILLIC = _table(
    "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ы э ю я і ї є ґ ў",
    "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya i i ye g u",
) | _table(
    "ӕ ҕ ӷ қ ҟ ҧ ԥ ҭ ҳ ҵ ҷ ҽ ҿ ә ӡ ҩ џ ҙ ғ ң ҥ ө ұ ү һ ҹ ҝ ҫ ј љ њ ђ ћ ѕ ѓ ќ",
    "ae gh gh k k p p t h ts ch ch ch w dz o j z gh ng ng o u u h j g s j lj nj dj c dz g k",
)
ARABIC = _table(
    "ا آ أ إ ٱ ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ غ ف ق ک ك گ ل م ن و ه ة ی ي ى ؤ ئ ۀ ھ ے ڭ ۆ ێ ڵ ڕ",
    "a a a a a b p t s j ch h kh d z r z zh s sh s z t z gh f q k k g l m n v h h y y a v y h h y ng o e l r",
)
HEBREW = _table(
    "א ב ג ד ה ו ז ח ט י כ ך ל מ ם נ ן ס ע פ ף צ ץ ק ר ש ת",
    "a b g d h v z h t y k k l m m n n s a p f ts ts k r sh t",
)
GREEK = _table(
    "α β γ δ ε ζ η θ ι κ λ μ ν ξ ο π ρ σ ς τ υ φ χ ψ ω",
    "a v g d e z i th i k l m n x o p r s s t y f ch ps o",
)
SOUNDS = LATIN | GEORGIAN | ARMENIAN | CYRILLIC | ARABIC | HEBREW | GREEK
SILENT = frozenset("ъьӀӏءع")
# Letters that are read otherwise in company. Applied in this order, to small letters, before the tables.
IN_COMPANY = [
    (re.compile(r"\bї"), "yi"),
    (re.compile("[՛՜՞]"), ""),  # Armenian accents stand inside words
    (re.compile("ու"), "u"),
    (re.compile(r"\bև\b|\bեւ\b"), "ev"),
    (re.compile("եւ"), "ev"),
    (re.compile(r"\b(?=[եև])"), "y"),
    (re.compile(r"\bո(?!վ)"), "vo"),
    (re.compile("ου"), "ou"),
    (re.compile(r"\bا(?=[یي])"), ""),
    (re.compile(r"\bاو"), "u"),
    (re.compile(r"(?<=[^\W\dاآوییي])[یي](?![اآوۀه])"), "i"),
    (re.compile(r"(?<=[^\W\dاآوییي])و(?![اآییي])"), "u"),
    (re.compile(r"\b[یي](?=[^\W\dاآوییي])"), "i"),
]
APOSTROPHES = re.compile("['’‘ʼʻ՚ʹʺ`´ʾʿ\u00ad\u200c\u200d\u0640]")


def slugify(text, fallback="piece"):
    """The text as an address of a-z, 0-9 and hyphens, at most 80 characters, cut between words, never empty."""
    text = unicodedata.normalize("NFKC", bound_marks(text[:READ])).replace("İ", "i").lower()
    text = APOSTROPHES.sub("", unicodedata.normalize("NFC", text))
    for pattern, sound in IN_COMPANY:
        text = pattern.sub(sound, text)
    words = re.sub("[^a-z0-9]+", "-", "".join(map(_sound, text))).strip("-")
    return _cut(words) or (slugify(fallback) if fallback != "piece" else "piece")


def _sound(char):
    if char in SOUNDS:
        return SOUNDS[char]
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    category = unicodedata.category(char)[0]
    if category == "M" or char in SILENT:
        return ""
    base = unicodedata.normalize("NFD", char)[0]
    return SOUNDS.get(base, base) if category == "L" else "-"


def _cut(words):
    if len(words) <= LONGEST:
        return words
    cut = words[: LONGEST + 1].rpartition("-")[0]
    return cut or words[:LONGEST]
