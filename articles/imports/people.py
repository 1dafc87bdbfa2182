"""The authors of the old site as people and bodies of ours; nobody stands here twice."""

import re

from articles.imports.uploads import source_key
from articles.models import Byline, Imported, Person
from ccsis.scripts import clean_name, fold

ARTICLE = re.compile(r"^the ")


def put(article, creators, export):
    """Write the bylines of an imported piece.

    Takes [login, name] pairs; names that the post does not say are looked up in the export. Nobody named: no byline,
    and the default one shows.
    """
    article.bylines.all().delete()
    people = {}
    for login, name in creators:
        person = _person(login, clean_name(name or export.authors.get(login, login))[:200], export.site)
        if person:
            people[person.pk] = person
    Byline.objects.bulk_create(
        Byline(article=article, person=person, position=place) for place, person in enumerate(people.values(), start=1)
    )


def _person(login, name, site):
    if not name:
        return None
    key = source_key(site, f"author:{login}")
    row = Imported.objects.filter(source_key=key).select_related("person").first()
    if row and row.person:
        return row.person
    person = _known(name) or _new(name, site)
    Imported.objects.update_or_create(source_key=key, defaults={"person": person})
    return person


def _known(name):
    """Somebody of this name; the body that stands under most pieces also with or without its article."""
    default = Person.objects.filter(is_default_byline=True).first()
    if default and _folded(default.name) == _folded(name):
        return default
    return Person.objects.filter(name__iexact=name).order_by("id").first()


def _new(name, site):
    """A new person; the name of the site itself is a body, and the default byline where there is none yet."""
    is_body = _folded(name) == _folded(site.title)
    has_default = Person.objects.filter(is_default_byline=True).exists()
    return Person.objects.create(name=name, is_body=is_body, is_default_byline=is_body and not has_default)


def _folded(name):
    return ARTICLE.sub("", fold(name))
