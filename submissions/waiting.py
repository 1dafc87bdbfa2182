"""What waits, for whom and how long: the parts of the queue that have a name, how many lie in each, and the oldest.

The queue, the front page of the desk and the daily letter read the same here.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from submissions.models import Contributor, State, Submission

A_WEEK = timedelta(days=7)
DECIDED = (State.ACCEPTED, State.PROOF, State.PUBLISHED, State.RETRACTED, State.DECLINED)
UNDECIDED = tuple(state for state in State if state not in DECIDED)
MOST_COUNTED = 1000  # one more, and "1,000+" says enough
OLDEST = 5


@dataclass(frozen=True)
class View:
    """A part of the queue with an address of its own. `order` is how it is sorted unless another one is asked for."""

    name: str
    label: str
    nothing: str = ""  # said where it is empty
    order: str = "waiting"


VIEWS = (
    View("ours", _("Our turn"), _("Nothing waits for you. Well done.")),
    View("mine", _("Mine"), _("You have taken on nothing. What nobody has yet stands under “Unclaimed”.")),
    View("unclaimed", _("Unclaimed"), _("Somebody is at everything that waits for us.")),
    View("overdue", _("Overdue"), _("Nobody waits longer than was promised."), "due"),
    View("theirs", _("Their turn"), _("Nobody was asked for changes or for a last look.")),
    View("hold", _("On hold"), _("Nothing was put on hold.")),
    View("accepted", _("Being edited"), _("No accepted text is on the editors’ desk.")),
    View("quarantined", _("Quarantined"), _("Nothing was put aside as doubtful.")),
    View("decided", _("Decided this week"), _("Nothing was decided in the last seven days."), "-waiting"),
    View("published", _("Published"), _("No simulation is published yet."), "-waiting"),
    View("closed", _("Closed"), _("Nothing was declined or withdrawn, and nothing lapsed."), "-waiting"),
    View("all", _("All"), order="-waiting"),
)
BY_NAME = {view.name: view for view in VIEWS}


def condition(name, user, now):
    """What lies in a view, as a condition on submissions. `user` is who looks."""
    conditions = {
        "mine": Q(claimed_by=user, claimed_until__gt=now, pile__gt=""),
        "unclaimed": Q(pile="ours") & unclaimed(now),
        "overdue": Q(expected_at__lt=now, pile__gt=""),
        # Said the other way round, so that SQLite begins with the few of a week and not with all that are decided.
        "decided": Q(decided_at__gte=now - A_WEEK) & ~Q(state__in=UNDECIDED) & ~Q(pile=""),
        "all": Q(pile__gt=""),
    }
    return conditions.get(name, Q(pile=name))


def unclaimed(now):
    """That nobody has it; a claim runs out by itself."""
    return Q(claimed_by=None) | Q(claimed_until=None) | Q(claimed_until__lte=now)


def count(found, most=MOST_COUNTED):
    """How many submissions a queryset has, as it is shown: "37", or "1,000+" where there are more than `most`.

    No more rows are looked at than that, so it costs the same however many there are.
    """
    number = found.order_by()[: most + 1].count()
    return f"{most:,}+" if number > most else str(number)


def counts(names, user, now):
    """{view: how many lie in it, as it is shown}, one short question each."""
    return {name: count(Submission.objects.filter(condition(name, user, now))) for name in names}


def oldest(now):
    """The submissions that have waited longest for us, at most OLDEST, without contact data."""
    rows = Submission.objects.filter(pile="ours").order_by("state_since", "id")
    return list(for_list(rows)[:OLDEST])


def held_too_long(now):
    """The submissions on hold whose day is over, at most OLDEST, the longest first."""
    rows = Submission.objects.filter(pile="hold", expected_at__lt=now).order_by("expected_at", "id")
    return list(for_list(rows)[:OLDEST])


def for_list(submissions):
    """The same with what a list shows of each, and without what it must not or need not read."""
    return submissions.select_related("call", "revision", "contributor", "claimed_by").defer(
        *("call__guidelines", "call__brief", "revision__source", "revision__html", "revision__notes"),
        *("revision__scenario", "revision__answers"),
        *(f"contributor__{name}" for name in Contributor.CONTACT_FIELDS),
    )
