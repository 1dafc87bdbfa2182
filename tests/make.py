"""Test data with sensible defaults. Say only what the test is about."""

from datetime import UTC, datetime
from itertools import count

from django.contrib.auth.models import Group

from articles import publishing
from articles.models import Article, Byline, Note, Person, Region, Series, Tag, Topic
from ccsis import roles
from ccsis.models import User

PASSWORD = "seven-walnuts-over-tusheti"
NOW = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
_numbers = count(1)


def user(role=None, *, password=PASSWORD, **fields):
    """An account of the staff, in the group `role` if one is named. Its password is make.PASSWORD."""
    username = fields.pop("username", f"{role or 'user'}{next(_numbers)}")
    fields = {"email": f"{username}@example.org", "name": username.capitalize(), **fields}
    made = User.objects.create_user(username=username, password=password, **fields)
    if role:
        if not Group.objects.filter(name=role).exists():
            roles.ensure_groups()
        made.groups.add(Group.objects.get(name=role))
    return made


# Pieces


def person(name="Tamar Lezhvari", **fields):
    return Person.objects.create(name=name, **fields)


def topic(name="Roads"):
    return Topic.objects.get_or_create(name=name)[0]


def region(name="Georgia"):
    return Region.objects.get_or_create(name=name)[0]


def series(name="Winter roads"):
    return Series.objects.get_or_create(name=name)[0]


def tag(name="transport"):
    return Tag.objects.named(name) or Tag.objects.create(name=name)


def article(title="The single road", *, authors=(), topics=(), regions=(), tags=(), notes=(), **fields):
    """A draft at the desk. `authors` are Persons, `tags` names, `notes` pairs of key and text."""
    fields.setdefault("body", "<p>One mountain pass carries most of the trade to the north.</p>")
    row = Article.objects.create(title=title, **fields)
    row.topics.set(topics)
    row.regions.set(regions)
    row.tags.set(list(tags))
    for place, author in enumerate(authors, start=1):
        Byline.objects.create(article=row, person=author, position=place)
    for place, (key, text) in enumerate(notes, start=1):
        Note.objects.create(article=row, key=key, text=text, position=place)
    return row


def publication(title="The single road", *, at=NOW, **fields):
    """A piece that readers see, with its draft behind it."""
    return publishing.publish(article(title, **fields), at=at)
