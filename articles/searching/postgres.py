"""The index on PostgreSQL: two vectors of words in a row, each with a GIN index.

The planner does not know that looking into a long vector costs more than reading the index of words. It would read all
of them for a word that many pieces have, or go through the pieces in their order for the newest twenty with a word that
only ten have; so while words are asked for it may do neither (`_asking`).

A vector is ranked only for candidates: the newest of those that have the words at their head, and the newest of all
that were found. Ranking seventeen thousand of them would read every vector of them for one page of twenty.
"""

from contextlib import contextmanager

from django.db import connection, transaction

from articles.searching.question import Every, Phrase
from articles.searching.tokens import ALL

MOST_PLACES = 16_000  # of a word that can be told apart; what comes later is found, and stands in no phrase
CANDIDATES = 500
GAP = 8  # places between two texts of one piece, so that no phrase runs across
NEWEST = "ORDER BY at DESC, publication_id DESC LIMIT %s"
WEIGHTS = "{0.05, 0.2, 0.5, 1.0}"  # d, c, b, a
BEST = """
    WITH candidates AS (
        (SELECT id FROM articles_searched WHERE head @@ %(asked)s::tsquery AND words @@ %(asked)s::tsquery
         ORDER BY at DESC, publication_id DESC LIMIT %(most)s)
        UNION
        (SELECT id FROM articles_searched WHERE words @@ %(asked)s::tsquery
         ORDER BY at DESC, publication_id DESC LIMIT %(most)s))
    SELECT (ts_rank(%(weights)s, words, %(asked)s::tsquery) * 1000000)::bigint AS score, publication_id
    FROM articles_searched WHERE id = ANY(ARRAY(SELECT id FROM candidates))
    ORDER BY score DESC, at DESC, publication_id DESC"""
INDEXES = {
    "articles_searched_words": "articles_searched USING gin (words)",
    "articles_searched_head": "articles_searched USING gin (head)",
}
# Vectors are kept outside of their row, so that rows which are only counted are short and read quickly.
OUTSIDE = "ALTER TABLE articles_searched ALTER words SET STORAGE EXTERNAL, ALTER head SET STORAGE EXTERNAL"
SHORT_ROWS = "ALTER TABLE articles_searched SET (toast_tuple_target = 256)"
# For guesses, where somebody made the extension; nothing is asked for and nothing is missed.
TRIGRAMS = {"articles_word_trigrams": "articles_word USING gin (folded gin_trgm_ops)"}


def make(on):
    with on.cursor() as cursor:
        for statement in (OUTSIDE, SHORT_ROWS):
            cursor.execute(statement)
    make_indexes(on)


def make_indexes(on):
    """Make those that are missing."""
    with on.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        wanted = INDEXES | TRIGRAMS if cursor.fetchone() else INDEXES
        for name, what in wanted.items():
            cursor.execute("SELECT to_regclass(%s)", [name])
            if cursor.fetchone()[0] is None:
                cursor.execute(f"CREATE INDEX {name} ON {what}")


def drop(on):
    with on.cursor() as cursor:
        for name in INDEXES | TRIGRAMS:
            cursor.execute(f"DROP INDEX IF EXISTS {name}")


@contextmanager
def _asking(expression):
    with transaction.atomic(), connection.cursor() as cursor:
        if expression:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        yield cursor


class Postgres:
    skips = True  # rows that are locked may be passed over

    def columns(self, bag, facets):
        """What the index keeps of a piece: fields of a Searched."""
        head = _vector(bag, "ab", facets)
        return {"head": head, "words": _vector(bag, "abcd", facets)}

    def mend(self):
        make_indexes(connection)

    def expression(self, wanted, unwanted=(), facets=()):
        """A question as this database reads it, "" where it asks for nothing.

        Takes nodes of articles.searching.question that a piece must have and must not have, and lists of tokens of
        which it must have one each.
        """
        parts = [_written(node) for node in wanted]
        parts += [f"({' | '.join(map(_quoted, group))})" for group in facets]
        if unwanted and not parts:
            parts = [_quoted(ALL)]  # an index cannot begin with what shall not be there
        parts += [f"!({_written(node)})" for node in unwanted]
        return " & ".join(parts)

    def hits(self, expression, most):
        """The facets of what fits, as texts, newest first."""
        where, values = _where(expression)
        with _asking(expression) as cursor:
            cursor.execute(f"SELECT facets FROM articles_searched WHERE {where} {NEWEST}", [*values, most])  # noqa: S608
            return [row[0] for row in cursor.fetchall()]

    def newest(self, expression, before, size):
        """[(time, number)] of what fits, newest first, from after `before`, such a pair or None."""
        where, values = _where(expression)
        if before:
            where, values = f"{where} AND (at, publication_id) < (%s, %s)", [*values, *before]
        with _asking(expression) as cursor:
            sql = f"SELECT at, publication_id FROM articles_searched WHERE {where} {NEWEST}"  # noqa: S608
            cursor.execute(sql, [*values, size])
            return cursor.fetchall()

    def best(self, expression):
        """[(score, number)] of the best, best first: at most twice CANDIDATES."""
        with _asking(expression) as cursor:
            cursor.execute(BEST, {"asked": expression, "most": CANDIDATES, "weights": WEIGHTS})
            return cursor.fetchall()

    def at_the_head(self, expression, size):
        """The numbers of the newest that have all of it at their head."""
        with _asking(expression) as cursor:
            sql = f"SELECT publication_id FROM articles_searched WHERE head @@ %s::tsquery {NEWEST}"  # noqa: S608
            cursor.execute(sql, [expression, size])
            return [row[0] for row in cursor.fetchall()]

    def has_trigrams(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('articles_word_trigrams') IS NOT NULL")
            return cursor.fetchone()[0]

    def alike(self, word, most):
        """Words of the archive that have trigrams in common with this one, most alike first."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT folded, written FROM articles_word WHERE folded %% %s"
                " ORDER BY similarity(folded, %s) DESC, folded LIMIT %s",
                [word, word, most],
            )
            return cursor.fetchall()


def _where(expression):
    return ("words @@ %s::tsquery", [expression]) if expression else ("true", [])


def _quoted(word):
    """Words hold letters and digits, and tokens a dot: nothing that would end the quotes."""
    return f"'{word}'"


def _written(node):
    if isinstance(node, Phrase):
        last = len(node.words) - 1
        ends = [":*" if node.is_prefix and place == last else "" for place in range(last + 1)]
        return "(" + " <-> ".join(_quoted(word) + end for word, end in zip(node.words, ends, strict=True)) + ")"
    between = " & " if isinstance(node, Every) else " | "
    return "(" + between.join(map(_written, node.parts)) + ")"


def _vector(bag, weights, facets):
    """A vector as PostgreSQL reads it: 'road':3A,17C. A stem stands once for each weight, where it is met first."""
    places, place = {}, 0
    for weight in weights:
        stems = set()
        for text in bag.texts[weight]:
            for folded, stem in text:
                for word in folded:
                    place += 1
                    places.setdefault(word, []).append(f"{min(place, MOST_PLACES)}{weight.upper()}")
                if stem not in stems and (stem,) != folded:
                    stems.add(stem)
                    places.setdefault(stem, []).append(f"{min(place, MOST_PLACES)}{weight.upper()}")
            place += GAP
    words = [f"{_quoted(word)}:{','.join(found[:255])}" for word, found in places.items()]
    return " ".join([*words, *map(_quoted, facets)])
