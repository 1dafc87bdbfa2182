"""Which way a language is written, and what it calls itself.

Our own table: Django marks Azerbaijani as right-to-left and has no Abkhaz.
"""

import unicodedata
from collections import Counter

LANGUAGE_NAMES = {
    "en": "English",
    "ka": "ქართული",
    "hy": "Հայերեն",
    "az": "Azərbaycanca",
    "az-Arab": "آذربایجانجا",
    "ru": "Русский",
    "uk": "Українська",
    "tr": "Türkçe",
    "fa": "فارسی",
    "ar": "العربية",
    "he": "עברית",
    "ab": "Аԥсшәа",
    "os": "Ирон",
    "xmf": "მარგალური",
    "ce": "Нохчийн",
    "inh": "ГӀалгӀай",
    "av": "Авар",
    "lez": "Лезги",
    "ady": "Адыгабзэ",
    "kbd": "Адыгэбзэ",
    "krc": "Къарачай-малкъар",
    "ku": "Kurdî",
    "ckb": "کوردی",
    "tly": "Tolışi",
    "kk": "Қазақша",
    "tk": "Türkmençe",
    "uz": "Oʻzbekcha",
    "el": "Ελληνικά",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "it": "Italiano",
    "pl": "Polski",
    "ro": "Română",
    "bg": "Български",
    "ur": "اردو",
    "zh": "中文",
}
RIGHT_TO_LEFT = frozenset("ar arc azb bal ckb dv fa glk he iw ji lki lrc mzn nqo pnb ps sd sdh syr ug ur yi".split())
RIGHT_TO_LEFT_SCRIPTS = frozenset("adlm arab aran hebr mand nkoo rohg samr syrc thaa".split())


def direction(language):
    """ "rtl" or "ltr" for a language code such as `az`, `az-Arab` or `fa_IR`; a script in the code decides."""
    main, *rest = language.lower().replace("_", "-").split("-")
    for part in rest:
        if len(part) == 4 and part.isalpha():
            return "rtl" if part in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if main in RIGHT_TO_LEFT else "ltr"


def main_script(text):
    """The script in which most letters of a text are written, by the first word of their Unicode names, like LATIN;
    empty for a text without letters."""
    found = Counter()
    for char, number in Counter(text).items():
        if unicodedata.category(char).startswith("L"):
            found[unicodedata.name(char, "").partition(" ")[0]] += number
    return found.most_common(1)[0][0] if found else ""
