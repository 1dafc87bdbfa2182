"""The house's terms: words that must not stand in a text, and words that must; found in any script and spelling.

A term is a whole word or several; one that ends in * also stands for every word that begins so, because most languages
of the region bend their names: Степанакерт* finds Степанакерте.
"""

import re
from functools import lru_cache

from django.db.models import Q

from articles.models import Term
from ccsis.scripts import fold


def terms_for(language):
    """The terms that hold for texts of this language, in one query."""
    return list(Term.objects.filter(Q(language="") | Q(language=language)))


def stands_in(term, folded):
    """Whether a term stands in a text that was folded."""
    return bool(_pattern(term.text).search(folded))


@lru_cache(maxsize=2000)
def _pattern(text):
    words = fold(text.rstrip("*"))
    end = "" if text.endswith("*") else r"(?!\w)"
    return re.compile(rf"(?<!\w){re.escape(words)}{end}") if words else re.compile(r"(?!)")


# Lists of terms as lines of text: "term = what to write instead"


def lines_of(terms):
    return "\n".join(f"{term.text} = {term.instead}" if term.instead else term.text for term in terms)


def read_lines(text):
    """[(number of the line, term, what to write instead)] of a pasted list; empty lines are passed over."""
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        term, _mark, instead = (" ".join(part.split()) for part in line.partition("="))
        if term or instead:
            rows.append((number, term, instead))
    return rows


def keep(rows, *, rule, language):
    """Add these terms to those of a language, or change what is written instead. Gives (how many are new, changed).

    What the list does not name stays as it is. Call it inside a transaction.
    """
    known = {term.text: term for term in Term.objects.filter(language=language)}
    new, changed = {}, []
    for text, instead in rows:
        term = known.get(text) or new.get(text)
        if term is None:
            new[text] = Term(text=text, rule=rule, language=language, instead=instead)
        elif (term.rule, term.instead) != (rule, instead):
            term.rule, term.instead = rule, instead
            changed += [term] if term.pk else []
    Term.objects.bulk_create(new.values())
    Term.objects.bulk_update(changed, ["rule", "instead"])
    return len(new), len(changed)
