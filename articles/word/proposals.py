"""What a document proposes: its language by its tags and its letters, and the names of its authors."""

import re
from collections import Counter

from ccsis.scripts import LANGUAGE_NAMES, clean_name, fold, main_script

OTHER_CODES = {"iw": "he", "in": "id", "azb": "az-Arab", "prs": "fa", "pes": "fa", "sdh": "ckb"}
# Languages that are not written in Latin letters, by the script that they are written in.
SCRIPTS = {
    "GEORGIAN": ["ka", "xmf"],
    "ARMENIAN": ["hy"],
    "CYRILLIC": ["ru", "uk", "bg", "ab", "os", "ce", "inh", "av", "lez", "ady", "kbd", "krc", "kk"],
    "ARABIC": ["fa", "ar", "ur", "az-Arab", "ckb"],
    "HEBREW": ["he"],
    "GREEK": ["el"],
    "CJK": ["zh"],
}
LATIN = [code for code in LANGUAGE_NAMES if not any(code in codes for codes in SCRIPTS.values())]
# What programs and shops write where a name should stand.
NOBODY = {
    fold(name)
    for name in (
        "user", "users", "admin", "administrator", "author", "owner", "pc", "hp", "dell", "lenovo", "asus", "acer",
        "guest", "home", "office", "windows user", "microsoft office user", "microsoft", "word", "unknown", "none",
        "python-docx", "openoffice", "libreoffice", "google docs", "un-named", "unnamed", "пользователь", "админ",
        "администратор", "автор", "user name", "test", "me", "staff", "editor", "kullanıcı", "istifadəçi", "apple",
        "მომხმარებელი", "օգտատեր", "کاربر", "computer", "laptop", "desktop", "workstation", "microsoft account",
    )
}  # fmt: skip
BETWEEN = re.compile(r"\s*[;،؛|/·•\n]\s*|\s*,\s+|\s+(?:and|&|и|და|եւ|և|və|ve|и|و)\s+")
DEGREE = re.compile(r"^(?:ph\.?\s?d\.?|m\.?a\.?|m\.?sc\.?|b\.?a\.?|jr\.?|sr\.?|esq\.?|md|mba|llm)$", re.IGNORECASE)
NO_TITLE = re.compile(
    r"^(?:microsoft word\s*-.*|document\s*\d*|untitled.*|new document|docum?ent\d*\.docx?|презентация.*|документ\s*\d*|"
    r"powerpoint.*|title|название|без названия.*|.*\.docx?|slide \d+)$",
    re.IGNORECASE,
)


def known_language(tag):
    """Our code for a language tag such as `ru-RU` or `az-Cyrl-AZ`; None for what we do not know."""
    parts = (tag or "").replace("_", "-").split("-")
    main = OTHER_CODES.get(parts[0].lower(), parts[0].lower())
    if main == "az" and any(part.lower() == "arab" or part.upper() == "IR" for part in parts[1:]):
        return "az-Arab"
    return main if main in LANGUAGE_NAMES else None


def language(letters, said, text):
    """The language of a document: (code, the tag it was found by, whether the letters say something else).

    Takes how many letters stand under each tag, the language by its properties, and the text.
    """
    counted = Counter()
    for tag, count in letters.items():
        if known_language(tag):
            counted[known_language(tag)] += count
    tagged = counted.most_common(1)[0][0] if counted else known_language(said)
    script = main_script(text)
    fitting = SCRIPTS.get(script, LATIN if script == "LATIN" else None)
    if tagged is None or (fitting and tagged not in fitting):
        # Tags tell which language a keyboard was set to; letters do not err.
        best = next((code for code, _count in counted.most_common() if fitting and code in fitting), None)
        return best or (fitting[0] if fitting else "en"), tagged or "", bool(tagged)
    return tagged, tagged, False


def title_of(said):
    """A title by the properties of a document, or an empty string for what programs write there."""
    title = clean_name(said or "")
    return "" if NO_TITLE.match(title) else title[:250]


def names_in(line):
    """The names in a line: “Nino Beridze and Dr. Aram Sargsyan”."""
    names = [clean_name(name).strip(" .,;:*†‡") for name in BETWEEN.split(line)]
    return [
        name[:200]
        for name in dict.fromkeys(names)
        if len(name) > 1 and not DEGREE.match(name) and fold(name) not in NOBODY and "@" not in name
    ]


class People:
    """Who is known by which name. Takes rows of (id, name, name in its own script)."""

    def __init__(self, rows):
        self.by_name = {}
        for row_id, *names in rows:
            for name in {fold(name) for name in names if name}:
                self.by_name.setdefault(name, set()).add(row_id)

    def is_known(self, line):
        """Whether a line is made of known names only."""
        names = names_in(line)
        return bool(names) and all(fold(name) in self.by_name for name in names)

    def find(self, name):
        """(id or None, how many bear this name)."""
        found = self.by_name.get(fold(name), set())
        return (next(iter(found)) if len(found) == 1 else None), len(found)
