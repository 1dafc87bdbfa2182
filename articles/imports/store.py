"""Where an export lies while it is worked on: a temporary SQLite file without a name, gone when it is closed.

So memory stays small however long the export is, and what an address or a number stands for is found at once.
"""

import json
import sqlite3
from datetime import datetime
from html import escape
from operator import attrgetter
from urllib.parse import quote

from articles.imports.addresses import upload_path
from articles.imports.items import Author, Entry, Heading, Post, Term

TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
PRAGMA cache_size = -8000;
CREATE TABLE items (place INTEGER PRIMARY KEY, id TEXT, type TEXT, day TEXT, parent TEXT, path TEXT, head TEXT,
    post TEXT);
CREATE TABLE terms (domain TEXT, slug TEXT, name TEXT, parent TEXT, description TEXT, number TEXT, uses INTEGER,
    PRIMARY KEY (domain, slug)) WITHOUT ROWID;
CREATE TABLE authors (is_guest INTEGER, login TEXT, slug TEXT, linked TEXT, head TEXT);
CREATE TABLE pieces (n INTEGER PRIMARY KEY, place INTEGER, key TEXT UNIQUE, slug TEXT, address TEXT);
CREATE TABLE addresses (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID;
CREATE TABLE picture_pages (path TEXT PRIMARY KEY) WITHOUT ROWID;
BEGIN;
"""
INDEXES = """
CREATE INDEX item_ids ON items (id, type);
CREATE INDEX item_days ON items (type, day);
CREATE INDEX item_parents ON items (parent, type);
CREATE INDEX item_paths ON items (path) WHERE path != '';
CREATE INDEX term_names ON terms (domain, name);
CREATE INDEX term_parents ON terms (parent) WHERE parent != '';
CREATE INDEX author_slugs ON authors (slug);
CREATE INDEX author_logins ON authors (login);
CREATE INDEX author_links ON authors (linked) WHERE linked != '';
"""
LAST = "9999"  # what has no date comes last
_values = {kind: attrgetter(*kind.__dataclass_fields__) for kind in (Entry, Post, Author)}


class Store:
    def __init__(self):
        self.db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self.db.executescript(TABLES)

    def close(self):
        self.db.close()

    # Laid down while the file is read

    def add(self, entry, post=None):
        """Keep an item: its entry, and of posts and pages the whole post."""
        day = entry.date.isoformat() if entry.date else LAST
        path = upload_path(entry.file) if entry.type == "attachment" else ""
        self.db.execute(
            "INSERT INTO items (id, type, day, parent, path, head, post) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (entry.id, entry.type, day, entry.parent, path, _packed(entry), _packed(post) if post else None),
        )

    def add_term(self, heading):
        """Keep a term as the head of an export lists it."""
        self.db.execute(
            "INSERT INTO terms VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO UPDATE SET name = excluded.name, "
            "parent = excluded.parent, description = excluded.description, number = excluded.number",
            (heading.domain, heading.slug, heading.name, heading.parent, heading.description, heading.number),
        )

    def use_terms(self, terms):
        """Count the terms of one post or page."""
        self.db.executemany(
            "INSERT INTO terms VALUES (?, ?, ?, '', '', '', 1) ON CONFLICT DO UPDATE SET uses = uses + 1",
            [(term.domain, term.slug, term.name) for term in terms],
        )

    def add_author(self, author, *, is_guest=False):
        row = (is_guest, author.login, author.slug, author.linked, _packed(author))
        self.db.execute("INSERT INTO authors VALUES (?, ?, ?, ?, ?)", row)

    def finish(self):
        """Everything is there: from now on it is asked."""
        self.db.executescript(INDEXES)

    # Asked while it is worked on

    def entries(self, *types):
        """The entries of these types in the order of their dates."""
        places = ", ".join("?" * len(types))
        return self._entries(f"type IN ({places}) ORDER BY day, CAST(id AS INTEGER), place", types)

    def entry(self, kind, number):
        """The first entry of this type and number, or None."""
        return next(self._entries("id = ? AND type = ? ORDER BY place LIMIT 1", (number, kind)), None)

    def count(self, kind):
        """How many entries there are of this type."""
        return self.db.execute("SELECT count(*) FROM items WHERE type = ?", (kind,)).fetchone()[0]

    def attachment_at(self, path):
        """The attachment whose file lies there below the uploads folder, or None."""
        return next(self._entries("path = ? AND path != '' ORDER BY place LIMIT 1", (path,)), None)

    def children(self, kind, parent):
        """The entries of this type below an item, in the order of the export."""
        return list(self._entries("parent = ? AND type = ? ORDER BY place", (parent, kind)))

    def _entries(self, where, values):
        for place, head in self.db.execute(f"SELECT place, head FROM items WHERE {where}", values):  # noqa: S608
            yield _entry(place, head)

    def post(self, entry):
        """The whole post of an entry."""
        (packed,) = self.db.execute("SELECT post FROM items WHERE place = ?", (entry.place,)).fetchone()
        post = Post(*json.loads(packed))
        post.terms = [Term(*term) for term in post.terms]
        return post

    def term(self, domain, slug):
        """What is known of a term, or None."""
        row = self.db.execute("SELECT * FROM terms WHERE domain = ? AND slug = ?", (domain, slug)).fetchone()
        return Heading(*row) if row else None

    def find_term(self, domain, slug, name):
        """The term that somebody means by a slug in any script, or else by its name; or None."""
        if slug:
            return self.term(domain, slug) or self.term(domain, quote(slug, safe="").lower())
        sql = "SELECT * FROM terms WHERE domain = ? AND name IN (?, ?) ORDER BY slug LIMIT 1"
        row = self.db.execute(sql, (domain, name, escape(name, quote=False))).fetchone()
        return Heading(*row) if row else None

    def terms(self, domain):
        """The terms of a domain that posts and pages carry, in the order of their slugs."""
        rows = self.db.execute("SELECT * FROM terms WHERE domain = ? AND uses > 0 ORDER BY slug", (domain,))
        return (Heading(*row) for row in rows)

    def has_children(self, slug):
        """Do other categories stand below this one?"""
        rows = self.db.execute("SELECT 1 FROM terms WHERE parent = ? AND parent != '' LIMIT 1", (slug,))
        return rows.fetchone() is not None

    def author(self, where, value, *, is_guest):
        """The first author whose `where` (login, slug or linked) is this, or None."""
        sql = f"SELECT head FROM authors WHERE {where} = ? AND is_guest = ? ORDER BY rowid LIMIT 1"  # noqa: S608
        row = self.db.execute(sql, (value, is_guest)).fetchone() if value else None
        return Author(*json.loads(row[0])) if row else None

    # The plan: what stands where here

    def plan(self, entry, key, slug, address):
        """Keep where an entry will stand. False where another entry has this key."""
        sql = "INSERT OR IGNORE INTO pieces (place, key, slug, address) VALUES (?, ?, ?, ?)"
        return bool(self.db.execute(sql, (entry.place, key, slug, address)).rowcount)

    def planned(self):
        """(entry, key, slug, address) of everything that was planned, in that order."""
        sql = "SELECT place, head, key, slug, address FROM pieces JOIN items USING (place) ORDER BY n"
        for place, head, *rest in self.db.execute(sql):
            yield _entry(place, head), *rest

    def learn(self, old, new):
        """The old address leads to the new one, if it leads nowhere yet."""
        self.db.execute("INSERT OR IGNORE INTO addresses VALUES (?, ?)", (old, new))

    def new_address(self, old):
        row = self.db.execute("SELECT new FROM addresses WHERE old = ?", (old,)).fetchone()
        return row[0] if row else None

    def learn_picture_page(self, path):
        self.db.execute("INSERT OR IGNORE INTO picture_pages VALUES (?)", (path,))

    def is_picture_page(self, path):
        return self.db.execute("SELECT 1 FROM picture_pages WHERE path = ?", (path,)).fetchone() is not None


def _packed(row):
    return json.dumps(_values[type(row)](row), default=_plain)


def _plain(value):
    if isinstance(value, datetime):
        return value.isoformat()
    return [value.domain, value.slug, value.name]  # a Term


def _entry(place, head):
    entry = Entry(*json.loads(head))
    entry.place = place
    entry.categories = tuple(entry.categories)
    entry.date = datetime.fromisoformat(entry.date) if entry.date else None
    return entry
