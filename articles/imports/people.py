"""The authors of the old site as people and bodies of ours; nobody stands here twice."""

import re

from articles.imports.markup import convert
from articles.models import Person
from ccsis.scripts import clean_name, fold

ARTICLE = re.compile(r"^the ")


def of(creators, old_site, known):
    """The people under a piece, each with the logins by which they stand there; made where they are new.

    Takes [login, name] pairs; who stands behind each is looked up in the export. Nobody named: nobody, and the
    default byline shows.
    """
    people = {}
    for login, name in creators:
        person = _person(login, name, old_site, known)
        if person:
            people.setdefault(person, []).append(login)
    return people


def name_of(login, name, export):
    """How somebody is called: as the export says, else as the term of a co-author, else by the login."""
    author = export.author(login, name)
    return clean_name(author.name if author else name or login)[:200]


def _person(login, name, old_site, known):
    export = old_site.export
    author = export.author(login, name)
    logins = [login, *([author.login, author.linked] if author else [])]
    for key in dict.fromkeys(known.key(f"author:{each}") for each in logins if each):
        row = known.person(key)
        if row:
            return row
    called = name_of(login, name, export)
    if not called:
        return None
    person = _known(called) or _new(called, author, old_site)
    known.remember(known.key(f"author:{login}"), person=person)
    return person


def _known(name):
    """Somebody of this name; the body that stands under most pieces also with or without its article."""
    default = Person.objects.filter(is_default_byline=True).first()
    if default and _folded(default.name) == _folded(name):
        return default
    return Person.objects.filter(name__iexact=name).order_by("id").first()


def _new(name, author, old_site):
    """A new person; the name of the site itself is a body, and the default byline where there is none yet."""
    is_body = _folded(name) == _folded(old_site.site.title)
    has_default = Person.objects.filter(is_default_byline=True).exists()
    told = {"biography": convert(author.biography, old_site).html, "links": _link(author.website)} if author else {}
    return Person.objects.create(name=name, is_body=is_body, is_default_byline=is_body and not has_default, **told)


def _link(website):
    return website if website.startswith(("https://", "http://")) and len(website.split()) == 1 else ""


def _folded(name):
    return ARTICLE.sub("", fold(name))
