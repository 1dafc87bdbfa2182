"""How the desk finds a submission by its words, in any script and spelling: `take` writes them, `found` looks.

Words are folded (ccsis.scripts.fold), so that letters with and without marks, ё and е, ı and i are alike. Every word of
the question must begin a word of the text, the title, a credited name or the reference; one or two letters must be a
whole word. The index is the database's own: FTS5 of SQLite, GIN of PostgreSQL. Both are given words that are cut and
folded already, so both find the same; neither needs an extension.

Contact data is apart from that, in Contributor.contact_words: see `whose_contact`.
"""

import re
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL

from ccsis.scripts import fold
from submissions.models import Contributor, CreditChoice, Searched, Submission
from submissions.models.submission import REFERENCE_LETTERS, TITLE_KEY

WORD = re.compile(r"[^\W_]+")
REFERENCE = re.compile(rf"\bsim[- ]?([{REFERENCE_LETTERS.lower()}]{{4}})[- ]?([{REFERENCE_LETTERS.lower()}]{{4}})\b")
LONGEST_WORD = 60  # letters of a word that are looked at
MOST_BYTES = 200_000  # of the words of one text; PostgreSQL takes a megabyte
MOST_WORDS = 8  # of a question
WHOLE = 2  # letters of a word that is looked for as a whole
LEAST_LETTERS, LEAST_DIGITS = 3, 5  # of contact data that somebody has to write

POSTGRES = (
    """CREATE FUNCTION submissions_bag(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT array_to_tsvector(string_to_array(words, ' ')) $$""",
    "CREATE INDEX submissions_bag ON submissions_searched USING gin (submissions_bag(words))",
)
SQLITE = (
    """CREATE VIRTUAL TABLE submissions_bag USING fts5(
    words, content='submissions_searched', content_rowid='id', tokenize='ascii', detail=none)""",
    """CREATE TRIGGER submissions_bag_in AFTER INSERT ON submissions_searched BEGIN
    INSERT INTO submissions_bag(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER submissions_bag_out AFTER DELETE ON submissions_searched BEGIN
    INSERT INTO submissions_bag(submissions_bag, rowid, words) VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER submissions_bag_anew AFTER UPDATE ON submissions_searched BEGIN
    INSERT INTO submissions_bag(submissions_bag, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO submissions_bag(rowid, words) VALUES (new.id, new.words); END""",
)
OFF = {
    "postgresql": ("DROP INDEX submissions_bag", "DROP FUNCTION submissions_bag(text)"),
    "sqlite": (
        *(f"DROP TRIGGER submissions_bag_{name}" for name in ("in", "out", "anew")),
        "DROP TABLE submissions_bag",
    ),
}


# The index, for migrations. One that alters the table on SQLite must put the triggers back.


def make_index(on):
    """Make the index of words. Takes a database connection."""
    _execute(on, POSTGRES if on.vendor == "postgresql" else SQLITE)


def drop_index(on):
    _execute(on, OFF[on.vendor])


def _execute(on, statements):
    with on.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


# What is written


def take(submission):
    """Write the words of a submission anew, as its text and its people are now. In the caller's transaction."""
    text = submission.revision
    person = Contributor.objects.filter(submission=submission).first()
    people = [person, *submission.coauthors.all()] if person else []
    words, contact = words_of_row(submission.reference, text, people)
    Searched.objects.update_or_create(submission=submission, defaults={"words": words})
    submission.title_key = title_key(text.title) if text else ""
    Submission.objects.filter(pk=submission.pk).update(title_key=submission.title_key)
    Contributor.objects.filter(submission=submission).update(contact_words=contact)


def words_of_row(reference, text, people):
    """(words, contact words) of a submission: its Revision, and the Contributor with the co-authors."""
    names = [name for each in people for name in _credits(each)]
    return bag([*_parts(reference), *names, *_texts(text)]), contact_bag(people)


def forget(submission):
    """Take an erased submission out of the index."""
    Searched.objects.filter(submission=submission).delete()
    Submission.objects.filter(pk=submission.pk).update(title_key="")


def title_key(title):
    """What a title is sorted by."""
    return fold(title)[:TITLE_KEY]


def bag(texts):
    """The words of some texts, folded, each once, with a space between two."""
    found = dict.fromkeys(word[:LONGEST_WORD] for text in texts for word in WORD.findall(fold(text)))
    size, kept = 0, []
    for word in found:
        size += len(word.encode()) + 1
        if size > MOST_BYTES:
            break
        kept.append(word)
    return " ".join(kept)


def contact_bag(people):
    """The words by which the Contributor and co-authors are found by who may see contact data, a space before each.

    Addresses stand whole and in their parts, numbers as their digits alone.
    """
    texts = []
    for each in people:
        email, phone = fold(each.email), re.sub(r"\D", "", fold(getattr(each, "phone", "")))
        names = fold(f"{each.full_name} {each.native_name}")
        texts += [email, email.rpartition("@")[2], phone, *WORD.findall(f"{email} {names}")]
    return "".join(f" {text}" for text in dict.fromkeys(texts) if text)


def _texts(revision):
    """What somebody may look for in a text: its title, the text with its notes, the fields of the scenario."""
    if revision is None:
        return []
    return [revision.title, revision.source, *_strings(revision.scenario)]


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def _credits(person):
    """The names by which colleagues may know somebody who wrote: a name that is hidden is not found either."""
    if person.credit_choice == CreditChoice.PSEUDONYM:
        return [person.pseudonym]
    return [] if person.credit_choice == CreditChoice.WITHHELD else [person.full_name, person.native_name]


def _parts(reference):
    """A reference as one word and as its two parts, without the letters that begin all of them."""
    parts = reference.split("-")[1:]
    return ["".join(parts), *parts]


# What is asked


def words_of(asked):
    """The words of a question, folded, each once, at most MOST_WORDS."""
    folded = REFERENCE.sub(lambda match: match[1] + match[2], fold(asked))
    return bag([folded]).split()[:MOST_WORDS]


def found(words):
    """The submissions that have all of these words, as a condition; none where there are no words."""
    if not words:
        return Q(pk__in=[])
    if connection.vendor == "postgresql":
        asked = " & ".join(f"'{word}'" if len(word) <= WHOLE else f"'{word}':*" for word in words)
        # The array is made first and once; otherwise the planner might look into every text, row by row.
        sql = (
            "SELECT unnest(ARRAY(SELECT submission_id FROM submissions_searched"
            " WHERE submissions_bag(words) @@ %s::tsquery))"
        )
    else:
        asked = " ".join(f'"{word}"' if len(word) <= WHOLE else f'"{word}"*' for word in words)
        sql = (
            "SELECT submission_id FROM submissions_searched WHERE id IN"
            " (SELECT rowid FROM submissions_bag WHERE submissions_bag MATCH %s)"
        )
    return Q(pk__in=RawSQL(sql, [asked]))  # noqa: S611 - the words are a parameter


@contextmanager
def by_index(is_search=True):
    """Inside, PostgreSQL takes the index of words: its planner does not know what cutting up a text costs, and would
    read all of them for a word that many have."""
    if not is_search or connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield


def whose_contact(asked):
    """The submissions whose contact data begins a word with each of these words, or has these digits, as a condition;
    None where too little was asked. Who asks must hold submissions.view_contact, and has looked at what is found.
    """
    folded = fold(asked)
    digits = re.sub(r"\D", "", folded).lstrip("0")
    if not re.search(r"[^\W\d]", folded):
        return Q(contributor__contact_words__contains=digits) if len(digits) >= LEAST_DIGITS else None
    words = folded.split()[:MOST_WORDS]
    if min(map(len, words)) < LEAST_LETTERS:
        return None
    return Q(*(Q(contributor__contact_words__contains=f" {word}") for word in words))
