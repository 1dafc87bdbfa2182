"""The catalogues of the interface: `make messages` brings ccsis/locale/<language> up to date with the code.

A catalogue holds every sentence that readers and contributors meet, in pages, forms, errors and letters. What only
staff see is marked for translation in the same way and left out of the catalogues: the desk speaks English.
New sentences come in untranslated, changed ones are new, those that are gone fall away. Then `django.mo` is written.
"""

import ast
import sys
from collections import defaultdict
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "ccsis" / "locale"
# What only staff see
DESK = """
    articles/admin.py
    articles/calendars.py
    articles/check_items.py
    articles/checklist.py
    articles/commenting.py
    articles/comparing.py
    articles/corpus
    articles/demo
    articles/desk
    articles/holds.py
    articles/importing.py
    articles/imports
    articles/letters.py
    articles/linkcheck.py
    articles/locking.py
    articles/merging.py
    articles/models/desk.py
    articles/models/import_runs.py
    articles/own_links.py
    articles/pending.py
    articles/pictures.py
    articles/publishing.py
    articles/restoring.py
    articles/start
    articles/table.py
    articles/templatetags/desk_today.py
    articles/word
    ccsis/accounts
    ccsis/admin.py
    ccsis/desk.py
    ccsis/first_steps.py
    ccsis/management
    ccsis/redirect_desk.py
    ccsis/redirect_lines.py
    submissions/admin.py
    submissions/demo
    submissions/desk
    submissions/flags.py
    submissions/judges.py
    submissions/models/desk.py
    submissions/start.py
    submissions/statistics.py
    submissions/telling.py
    submissions/waiting.py
    templates/429.html
    templates/accounts
    templates/admin
    templates/ccsis
    templates/submissions/desk
""".split()
# Letters to staff, by how their names begin
TO_STAFF = ("desk_", "factor_", "piece_", "invitation", "password_", "address_changed", "preview_approved")
SINGLE = {"gettext", "gettext_lazy", "gettext_noop", "_", "L"}
PLURAL = {"ngettext", "ngettext_lazy"}


def messages():
    """{(singular, plural or None): [where it stands]} of all sentences, in the order of the files."""
    found = defaultdict(list)
    for path in sources():
        read = in_python if path.suffix == ".py" else in_template
        name = str(path.relative_to(ROOT))
        for message in read(path):
            if name not in found[message]:
                found[message].append(name)
    return found


def sources():
    """The files with sentences for readers and contributors."""
    paths = [path for top in ("articles", "ccsis", "submissions") for path in (ROOT / top).rglob("*.py")]
    paths += [path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt")]
    paths = [path for path in paths if "migrations" not in path.parts]
    paths = [path for path in paths if path.parent.name != "letters" or not path.name.startswith(TO_STAFF)]
    return sorted(path for path in paths if not any(path.is_relative_to(ROOT / name) for name in DESK))


def in_python(path):
    """The sentences in a module: what stands in calls of gettext and its kin, under whatever name.

    Of models only constants, choices and what methods say: names of fields and their help are for the desk.
    """
    tree = ast.parse(path.read_text())
    names = dict.fromkeys(SINGLE, 1) | dict.fromkeys(PLURAL, 2)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                if alias.name in SINGLE | PLURAL:
                    names[alias.asname or alias.name] = 2 if alias.name in PLURAL else 1
    is_of_models = "models" in path.relative_to(ROOT).with_suffix("").parts
    parts = [*_constants(tree), *filter(_is_met, ast.walk(tree))] if is_of_models else [tree]
    for node in (node for part in parts for node in ast.walk(part)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            number = names.get(name, 0)
            said = [getattr(each, "value", None) for each in node.args[:number]]
            if said and all(isinstance(each, str) for each in said):
                yield (said[0], said[1] if number == 2 else None)


def _constants(tree):
    """What a module says at its top, such as words for each state."""
    return [node for node in tree.body if isinstance(node, ast.Assign)]


def _is_met(node):
    """Whether a part of a module of models says something to readers: choices and methods do."""
    if isinstance(node, ast.ClassDef):
        return any(getattr(base, "attr", "").endswith("Choices") for base in node.bases)
    return isinstance(node, ast.FunctionDef)


def in_template(path):
    """The sentences in a template: {% translate %} and {% blocktranslate %}."""
    from django.template.base import Node
    from django.template.engine import Engine
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    template = Engine.get_default().from_string(path.read_text())
    for node in template.nodelist.get_nodes_by_type(Node):
        if isinstance(node, TranslateNode):
            word = node.filter_expression.var
            yield (word if isinstance(word, str) else word.literal, None)
        elif isinstance(node, BlockTranslateNode):
            singular = node.render_token_list(node.singular)[0]
            plural = node.render_token_list(node.plural)[0] if node.plural else None
            yield (singular, plural)


def catalogue(language):
    """The catalogue of a language as it is kept."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(path, wrapwidth=110) if path.exists() else _new(path, language)


PLURALS = {
    "ru": "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : "
    "n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3);",
    "fa": "nplurals=2; plural=(n > 1);",
}


def _new(path, language):
    path.parent.mkdir(parents=True, exist_ok=True)
    made = polib.POFile(wrapwidth=110)
    made.fpath = str(path)
    made.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": PLURALS[language],
    }
    return made


def brought_up_to_date(kept, found):
    """A catalogue with what the code says now, in its order; a translation that still fits stays."""
    known = {(entry.msgid, entry.msgid_plural or None): entry for entry in kept if not entry.obsolete}
    fresh = polib.POFile(wrapwidth=110)
    fresh.header, fresh.metadata = kept.header, kept.metadata  # the header holds the glossary
    forms = 4 if "nplurals=4" in kept.metadata["Plural-Forms"] else 2
    for (singular, plural), places in found.items():
        entry = known.get((singular, plural)) or polib.POEntry(msgid=singular)
        if plural and not entry.msgid_plural:
            entry.msgid_plural, entry.msgstr_plural = plural, dict.fromkeys(range(forms), "")
        entry.occurrences = [(place, "") for place in places]
        fresh.append(entry)
    return fresh


def main():
    import django

    django.setup()
    found = messages()
    for folder in sorted(LOCALE.iterdir()):
        kept = catalogue(folder.name)
        fresh = brought_up_to_date(kept, found)
        path = Path(kept.fpath)
        fresh.save(path)
        fresh.save_as_mofile(path.with_suffix(".mo"))
        print(f"{folder.name}: {len(fresh)} sentences, {len(fresh.untranslated_entries())} to be translated")


if __name__ == "__main__":
    sys.exit(main())
