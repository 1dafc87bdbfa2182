"""What an address of the queue asks for: view, words, filters, order, place. Every list has an address of its own.

asked = Asked.of(request.GET, request.user, now)   # Http404 for what no page of ours links to
asked.condition()                                  # which submissions
asked.address(sort="title")                        # the same list in another order
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy as _

from ccsis.models import User
from ccsis.scripts import LANGUAGE_NAMES
from submissions import searching, waiting
from submissions.desk.queue import cursor, marks
from submissions.models import Call, Flag

LONGEST = 100  # characters of a question
ORDERS = {  # by the names that addresses use; a minus turns them round
    "waiting": "state_since",
    "received": "received_at",
    "due": "expected_at",
    "title": "title_key",
}
SORTS = {
    "waiting": _("Longest waiting first"),
    "-waiting": _("Newest first"),
    "due": _("Due first"),
    "received": _("First received first"),
    "-received": _("Last received first"),
    "title": _("Title, A to Z"),
    "-title": _("Title, Z to A"),
}
ME, NOBODY, ANY = "me", "nobody", "any"
FILTERS = ("call", "language", "claimed", "flag")


@dataclass
class Asked:
    """One list of the queue, for the one who looks at it now."""

    view: waiting.View
    user: object
    now: datetime
    q: str = ""
    sort: str = ""
    filters: dict = field(default_factory=dict)  # name -> value, those that are set alone
    names: dict = field(default_factory=dict)  # name -> what is filtered by, in words
    after: tuple | None = None  # (value, id) of the last row of the page before
    place: str = ""  # the same as it stands in the address

    @classmethod
    def of(cls, query, user, now):
        """Read request.GET. Raises Http404 for a view, a filter, an order or a place that does not exist."""
        view = waiting.BY_NAME.get(query.get("view") or "ours")
        sort = query.get("sort") or (view.order if view else "")
        if view is None or sort not in SORTS:
            raise Http404("no such view of the queue")
        asked = cls(view, user, now, " ".join(query.get("q", "").split())[:LONGEST], sort)
        for name in FILTERS:
            if value := query.get(name):
                asked.filters[name], asked.names[name] = value, _name_of(name, value)
        if "after" in query:
            asked.place = query["after"]
            asked.after = cursor.read(asked.place, sort)
        return asked

    @property
    def is_narrowed(self):
        return bool(self.q or self.filters)

    @property
    def words(self):
        return searching.words_of(self.q)

    @property
    def column(self):
        return ORDERS[self.sort.removeprefix("-")]

    @property
    def is_reversed(self):
        return self.sort.startswith("-")

    def condition(self):
        """Which submissions, as a condition; the place in the list is not in it."""
        found = waiting.condition(self.view.name, self.user, self.now)
        for name, value in self.filters.items():
            found &= self._filter(name, value)
        return found & searching.found(self.words) if self.q else found

    def _filter(self, name, value):
        if name == "claimed":
            if value == NOBODY:
                return waiting.unclaimed(self.now)
            return Q(claimed_by=self.user if value == ME else value, claimed_until__gt=self.now)
        if name == "flag":
            flags = Flag.objects.unsettled()
            flags = flags if value == ANY else flags.filter(code=value)
            return Q(pk__in=flags.values("submission"))
        return Q(**{name: value})

    def address(self, **changes):
        """The address of this list, from its first page on, with changes: a value that is empty is left out."""
        values = {"view": self.view.name, "q": self.q, **self.filters}
        if self.sort != self.view.order:
            values["sort"] = self.sort
        values |= changes
        if values.get("sort") == waiting.BY_NAME[values["view"]].order:
            del values["sort"]
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in values.items() if value})
        return f"?{query.urlencode()}"

    @property
    def here(self):
        """The address of this very page."""
        return self.address(after=self.place)


def _name_of(name, value):
    """What a filter filters by, in words. Raises Http404 where there is no such thing."""
    found = None
    if name == "language":
        found = LANGUAGE_NAMES.get(value)
    elif name == "flag":
        found = _("anything") if value == ANY else marks.word(value)
    elif value in (ME, NOBODY):
        found = {ME: _("me"), NOBODY: _("nobody")}[value] if name == "claimed" else None
    elif value.isascii() and value.isdecimal() and len(value) < 18:
        found = (Call if name == "call" else User).objects.filter(pk=value).first()
    if found is None:
        raise Http404("no such filter of the queue")
    return found
