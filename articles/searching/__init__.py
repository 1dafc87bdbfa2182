"""Finding publications by their words, and counting what they are about.

- `words` cuts a text into words, folds them and finds their stems: one code for all databases, languages and scripts.
- `tokens` are the values of facets, kept beside the words.
- `index` writes both when a publication is written, in the same transaction.
- `question` reads what somebody typed; `wider` adds other endings, other scripts and other names.
- `postgres` and `sqlite` ask the database; `engine` gives the one that is at hand.
- `spelling` guesses what was meant; `snippets` shows where it stands.

Why the words are stemmed here and not by PostgreSQL: SQLite knows no stemmers, no database has any for Azerbaijani,
Georgian and Persian, and a text in Armenian that cites Russian wants two. So both databases are given words that are
cut, folded and stemmed already, both find the same, and no extension is asked for: `unaccent` would do less than
ccsis.scripts.fold, and `pg_trgm` only finds more guesses where it is there.
"""
