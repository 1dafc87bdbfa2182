"""Test data with sensible defaults. Say only what the test is about."""

from datetime import UTC, datetime, timedelta
from itertools import count

from django.contrib.auth.models import Group
from django.utils import timezone

from articles import publishing
from articles.models import Article, Byline, Image, Note, Person, Region, Series, Tag, Topic
from ccsis import letters as outbox
from ccsis import roles
from ccsis.models import User
from submissions import links, moves, receiving, searching
from submissions.models import Call, CoAuthor, Contributor, Submission
from tests import pictures

PASSWORD = "seven-walnuts-over-tusheti"
NOW = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
BODY = "<p>One mountain pass carries most of the trade to the north.</p>"
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
    """A draft at the desk. `authors` are Persons, `tags` names, `notes` pairs of key and text.

    Its relief is only named; `relief=""` gives it one of its own.
    """
    fields = {"body": BODY, "relief": "reliefs/plain.svg", **fields}
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


def image(**fields):
    """A picture in the library."""
    fields = {"alt": "A road in the snow", "credit": "N. Photographer", "file": pictures.upload(), **fields}
    return Image.objects.create(**fields)


def retracted(title="A claim that did not hold", *, reason="The figure could not be confirmed.", **fields):
    """The notice of a piece that was published and taken back."""
    row = article(title, **fields)
    publishing.publish(row, at=NOW)
    return publishing.retract(row, reason=reason)


# Simulations

TEXT = """On the first morning nobody calls it a crisis.[^1] The queue below Stepantsminda is long.

## Days 1 to 5

Drivers share tea. The departments speak of *hours*.

[^1]: The road department keeps the record.
"""


def call(title="Winter 2027: roads, rails and pipes", **fields):
    """An open call that takes texts of any length."""
    defaults = {
        "brief": "Take one route that the region depends on. Break it, or double it. Tell us what follows.",
        "languages": ["en", "ka", "fa"],
        "words_from": 1,
        "opens_at": timezone.now() - timedelta(days=10),
    }
    return Call.objects.create(title=title, **defaults | fields)


def contributor(**fields):
    """What a contributor writes about the own person, as submissions.receiving wants it."""
    return {
        "full_name": "Ruslan Didigov",
        "native_name": "Руслан Дидигов",
        "title": "logistics planner",
        "affiliation": "",
        "email": "ruslan.didigov@mail.example",
        "phone": "+995 555 010 203",
    } | fields


def filled(**fields):
    """A form that was filled in and checked, as submissions.receiving takes it."""
    defaults = {
        "title": "The queue below the mountain",
        "source": TEXT,
        "contributor": contributor(),
        "consents": {"publish-1": "Yes."},
    }
    return receiving.Filled(**defaults | fields)


# How a submission comes to each state by moves that are legal: (action, who, what it needs) one after the other.
SENT = [("send", "contributor"), ("confirm", "contributor")]
WAYS = {
    "draft": [],
    "unconfirmed": [("send", "contributor")],
    "submitted": [*SENT],
    "quarantined": [*SENT, ("quarantine", "worker")],
    "in_review": [*SENT, ("begin", "staff"), ("let_go", "staff")],
    "on_hold": [*SENT, ("hold", "staff")],
    "changes_requested": [*SENT, ("request_changes", "staff")],
    "accepted": [*SENT, ("accept", "staff")],
    "proof": [*SENT, ("accept", "staff"), ("ask_approval", "staff")],
    "published": [*SENT, ("accept", "staff"), ("publish", "worker")],
    "declined": [*SENT, ("decline", "staff")],
    "withdrawn": [*SENT, ("withdraw", "contributor")],
    "expired": [("expire", "worker")],
    "retracted": [*SENT, ("accept", "staff"), ("publish", "worker"), ("retract", "worker")],
}


def submission(title="The queue below the mountain", *, state="submitted", call=None, by=None, text=TEXT, **person):
    """A submission led to `state` by legal moves. `by` is the moderator; other fields are the contributor's."""
    fields = {name: person.pop(name) for name in ("language", "created_at", "nonce") if name in person}
    if "position" in person:  # the person's title; `title` is the text's
        person["title"] = person.pop("position")
    row = Submission.objects.create(call=call or globals()["call"](f"Call {next(_numbers)}"), **fields)
    row.revision = receiving.add_revision(row, filled(title=title, source=text))
    row.save()
    Contributor.objects.create(submission=row, **contributor(**person))
    searching.take(row)
    if any(who == "staff" for _action, who in WAYS[state]):
        by = by or user("moderator")
    for action, who in WAYS[state]:
        move_on(row, action, actor=by if who == "staff" else who)
    return row


def private(submission, purpose="manage", *, coauthor=None, now=None):
    """The path of a private page, opened by a fresh link."""
    return links.path(links.mint(submission, purpose, coauthor=coauthor, now=now))


def coauthor(submission, **fields):
    """Somebody who is named beside the contributor."""
    fields = {"full_name": "Maia Beridze", "email": f"maia{next(_numbers)}@mail.example", **fields}
    return CoAuthor.objects.create(submission=submission, **fields)


def move_on(submission, action, *, actor):
    """Make one move with whatever it needs; what the worker notices in the articles is brought about first."""
    if action in ("publish", "restore"):
        publishing.publish(Article.objects.get(pk=submission.article_id))
    if action == "retract":
        publishing.retract(Article.objects.get(pk=submission.article_id), reason="A figure in it was wrong.")
    given = {
        "message": {"message": "Where does the number of 40 metres come from?"},
        "note": {"note": "Strong on the road, thin on the ministries."},
        "due": {"due_at": timezone.now() + timedelta(days=14)},
    }
    needed = {}
    for need in moves.BY_ACTION[action].needs:
        needed |= given[need]
    return settled(moves.transition(submission, action, actor=actor, **needed))


def settled(submission):
    """The same, as it is ten minutes after a decision: it stands, and its letter may go."""
    submission.held_from, submission.held_until = "", None
    Submission.objects.filter(pk=submission.pk).update(held_from="", held_until=None)
    outbox.release(f"submission:{submission.pk}")
    return submission
