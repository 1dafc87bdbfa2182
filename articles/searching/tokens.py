"""The values of facets as words that nobody can type: they stand in the index beside the words of a piece.

So one question to the database narrows by words and facets alike. `·t12` is the topic with the number 12. Every
publication has ALL, which stands for a question without words.
"""

from django.utils import timezone

MARK = "·"  # no letter, so no word begins with it; not ASCII, so SQLite cuts no token there
ALL = "·all"
LETTERS = {
    "type": "k",
    "topic": "t",
    "region": "r",
    "series": "s",
    "author": "a",
    "tag": "g",
    "language": "l",
    "year": "y",
}
NAMES = {letter: name for name, letter in LETTERS.items()}


def token(name, value):
    """The token of a value of the facet `name`: a row's number, or a code."""
    return f"{MARK}{LETTERS[name]}{str(value).lower().replace('-', MARK)}"


def of(publication, *, topics, regions, tags, people):
    """The tokens of a publication; of the things that hang on it, their numbers."""
    found = [ALL, token("type", publication.kind), token("language", publication.language)]
    found.append(token("year", timezone.localtime(publication.published_at).year))
    if publication.series_id:
        found.append(token("series", publication.series_id))
    for name, numbers in (("topic", topics), ("region", regions), ("tag", tags), ("author", people)):
        found += [token(name, number) for number in dict.fromkeys(numbers)]
    return found
