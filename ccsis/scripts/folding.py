"""One form for all spellings that a reader takes for the same word."""

import unicodedata

from ccsis.scripts.cleaning import bound_marks

ALIKE = {
    "ı": "i",  # Azerbaijani and Turkish ı, İ, i and I: readers search with any keyboard
    "ə": "e",  # Azerbaijan is written with e wherever ə is missing
    "æ": "ae", "ӕ": "ae",  # Ossetian is typed with either
    "œ": "oe", "ø": "o", "đ": "d", "ł": "l",
    "ς": "σ",
    "ي": "ی", "ى": "ی", "ے": "ی", "ك": "ک", "ة": "ه", "ە": "ه", "ۀ": "ه", "ٱ": "ا",
    "ـ": "",
    "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "՚": "'", "`": "'", "´": "'", "＇": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "֊": "-", "־": "-",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "՛": "", "՜": "", "՞": "",  # Armenian accents stand inside words
    "\u200b": " ",
    "\ue000": "й",
}  # fmt: skip


class _Folded(dict):
    """For str.translate: what becomes of a character, worked out at its first use."""

    def __missing__(self, code):
        char = chr(code)
        category = unicodedata.category(char)
        if char in ALIKE:
            folded = ALIKE[char]
        elif category in ("Mn", "Me", "Cf", "Cs", "Cn", "Co") or (category == "Cc" and not char.isspace()):
            folded = ""
        elif category == "Nd":
            folded = str(unicodedata.decimal(char))
        else:
            folded = char
        self[code] = folded
        return folded


FOLDED = _Folded()
SHORT_I = "\ue000"  # a private character that stands for й while marks fall away: й is another letter than и


def fold(text):
    """The text for comparing and searching, never for showing: `fold(a) == fold(b)` means a reader sees one word.

    NFKC and case folding, without marks, joiners and tatweel; ё is е, ə is e, ı and İ are i, և is եւ, Arabic yeh and
    kaf are the Persian ones, digits are 0 to 9, quotes and dashes the plain ones; one space between words.
    """
    if text.isascii():
        return " ".join(text.translate(FOLDED).lower().split())
    text = unicodedata.normalize("NFKD", bound_marks(text)).casefold()
    text = unicodedata.normalize("NFKD", bound_marks(text)).replace(SHORT_I, "")
    text = text.replace("и\u0306", SHORT_I).translate(FOLDED)
    return unicodedata.normalize("NFC", " ".join(text.split()))
