"""The index on SQLite: FTS5 over the words of Searched, which triggers keep together.

A migration that alters `Searched` on SQLite must put the triggers back, by `make`.
"""

from django.db import connection

from articles.searching.question import Every, Phrase
from articles.searching.tokens import ALL, MARK

MOST = 1000  # of the best
NEWEST = "ORDER BY s.at DESC, s.publication_id DESC LIMIT %s"
# Columns a, b, c, d weigh so much, and facets nothing. FTS5 gives the best the lowest number. It lets a short text with
# a word in passing stand before a long one that is called so; hence what has all of it in its title stands first.
BEST = """SELECT CAST(-1000000 * bm25(articles_found, 100, 20, 1, 0.1, 0) AS INTEGER) + 1000000000 *
        (s.id IN (SELECT rowid FROM articles_found WHERE articles_found MATCH %s)) AS score, s.publication_id
    FROM articles_found JOIN articles_searched s ON s.id = articles_found.rowid
    WHERE articles_found MATCH %s ORDER BY score DESC, s.at DESC, s.publication_id DESC LIMIT %s"""
ANYWHERE = "{a b c d}"
NEW, OLD = "new.id, new.a, new.b, new.c, new.d, new.facets", "old.id, old.a, old.b, old.c, old.d, old.facets"
COLUMNS = "rowid, a, b, c, d, facets"
PUT_IN = f"INSERT INTO articles_found({COLUMNS}) VALUES ({NEW});"  # noqa: S608
TAKE_OUT = f"INSERT INTO articles_found(articles_found, {COLUMNS}) VALUES ('delete', {OLD});"  # noqa: S608
TRIGGERS = {
    "in": f"AFTER INSERT ON articles_searched BEGIN {PUT_IN} END",
    "out": f"AFTER DELETE ON articles_searched BEGIN {TAKE_OUT} END",
    "anew": f"AFTER UPDATE ON articles_searched BEGIN {TAKE_OUT} {PUT_IN} END",
}
TABLE = """CREATE VIRTUAL TABLE articles_found USING fts5(
    a, b, c, d, facets, content='articles_searched', content_rowid='id', tokenize='ascii')"""


def make(on):
    with on.cursor() as cursor:
        cursor.execute(TABLE)
        for name, what in TRIGGERS.items():
            cursor.execute(f"CREATE TRIGGER articles_found_{name} {what}")


def drop(on):
    with on.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS articles_found_{name}")
        cursor.execute("DROP TABLE IF EXISTS articles_found")


class Sqlite:
    skips = False

    def columns(self, bag, facets):
        """What the index keeps of a piece: fields of a Searched. A mark stands between two texts, so that no phrase
        runs across; the stems of each weight follow its words."""
        return {weight: _column(texts) for weight, texts in bag.texts.items()}

    def mend(self):
        """Put back what is missing, and make the index of the rows that are there."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'articles_found%'")
            there = {row[0] for row in cursor.fetchall()}
            if not {"articles_found", *(f"articles_found_{name}" for name in TRIGGERS)} <= there:
                drop(connection)
                make(connection)
            cursor.execute("INSERT INTO articles_found(articles_found) VALUES ('rebuild')")

    def expression(self, wanted, unwanted=(), facets=()):
        """A question as this database reads it, "" where it asks for nothing.

        Takes nodes of articles.searching.question that a piece must have and must not have, and lists of tokens of
        which it must have one each.
        """
        parts = [f"{ANYWHERE} : {_written(node)}" for node in wanted]
        parts += [f"facets : ({' OR '.join(map(_quoted, group))})" for group in facets]
        if unwanted and not parts:
            parts = [f"facets : {_quoted(ALL)}"]
        asked = " AND ".join(f"({part})" for part in parts)
        without = "".join(f" NOT ({ANYWHERE} : {_written(node)})" for node in unwanted)
        return f"({asked}){without}" if asked else ""

    def hits(self, expression, most):
        """The facets of what fits, as texts, newest first."""
        return [row[0] for row in self._ordered("s.facets", expression, None, most)]

    def newest(self, expression, before, size):
        """[(time, number)] of what fits, newest first, from after `before`, such a pair or None."""
        return self._ordered("s.at, s.publication_id", expression, before, size)

    def _ordered(self, columns, expression, before, most):
        tables, where, values = "articles_searched s", "1", []
        if expression:
            tables = "articles_found JOIN articles_searched s ON s.id = articles_found.rowid"
            where, values = "articles_found MATCH %s", [expression]
        if before:
            where, values = f"{where} AND (s.at, s.publication_id) < (%s, %s)", [*values, *before]
        sql = f"SELECT {columns} FROM {tables} WHERE {where} {NEWEST}"  # noqa: S608 - nothing of it was typed
        return _rows(sql, [*values, most])

    def best(self, expression):
        """[(score, number)] of the best, best first: at most MOST."""
        return _rows(BEST, [expression.replace(ANYWHERE, "{a}"), expression, MOST])

    def at_the_head(self, expression, size):
        """The numbers of the newest that have all of it at their head."""
        head = expression.replace(ANYWHERE, "{a b}")
        return [row[1] for row in self.newest(head, None, size)]

    def has_trigrams(self):
        return False


def _rows(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _quoted(word):
    """Words hold letters and digits, and tokens a dot: nothing that would end the quotes."""
    return f'"{word}"'


def _written(node):
    if isinstance(node, Phrase):
        return _quoted(" ".join(node.words)) + (" *" if node.is_prefix else "")
    between = " AND " if isinstance(node, Every) else " OR "
    return "(" + between.join(map(_written, node.parts)) + ")"


def _column(texts):
    said, stems = [], {}
    for text in texts:
        for folded, stem in text:
            said += folded
            if (stem,) != folded:
                stems[stem] = None
        said.append(MARK)
    return " ".join([*said, *(f"{stem} {MARK}" for stem in stems)])
