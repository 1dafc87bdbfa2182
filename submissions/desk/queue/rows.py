"""One page of a list of the queue, in a number of queries that does not change with its length or place."""

from dataclasses import dataclass

from submissions import searching, waiting
from submissions.desk.queue import cursor, marks
from submissions.models import Submission
from submissions.table import CLAIMABLE

PAGE = 50


@dataclass
class Page:
    """Submissions as `shown` gives them, how many the list has ("7", or "50+"), and the cursor of what follows."""

    rows: list
    found: str
    after: str = ""


def page_of(asked):
    """The page that an Asked asks for."""
    with searching.by_index(bool(asked.q)):
        rows = in_order(Submission.objects.filter(asked.condition()), asked)
        if asked.after:
            rows = rows.filter(cursor.beyond(asked.column, asked.after, is_reversed=asked.is_reversed))
        rows = _read(rows, asked)
    is_all = asked.after is None and len(rows) <= PAGE
    after = place_of(rows[PAGE - 1], asked) if len(rows) > PAGE else ""
    return Page(shown(rows[:PAGE], asked.now), str(len(rows)) if is_all else f"{PAGE}+", after)


def _read(found, asked):
    """The rows of a page and one more. Which they are is asked first, and then what is shown of them: in one question
    the database joins call, text and person to all that match, before it sorts them and takes the first."""
    ids = list(found.values_list("pk", flat=True)[: PAGE + 1])
    return list(in_order(waiting.for_list(Submission.objects.filter(pk__in=ids)), asked))


def neighbours(asked, submission, place=None):
    """(previous, next) of a submission in the list that an Asked asks for, or None at its ends. `place` is the cursor
    of where it stood, for one that was moved on meanwhile. Raises Http404 for a bad one."""
    place = cursor.read(place, asked.sort) if place else (getattr(submission, asked.column), submission.pk)
    with searching.by_index(bool(asked.q)):
        matching = Submission.objects.filter(asked.condition()).exclude(pk=submission.pk)
        return _nearest(matching, asked, place, is_back=True), _nearest(matching, asked, place, is_back=False)


def place_of(submission, asked):
    """Where a submission stands in the list, as a cursor."""
    return cursor.write(asked.sort, getattr(submission, asked.column), submission.pk)


def _nearest(matching, asked, place, *, is_back):
    is_reversed = asked.is_reversed != is_back
    rows = matching.filter(cursor.beyond(asked.column, place, is_reversed=is_reversed))
    return _sorted(rows, asked.column, is_reversed).first()


def in_order(submissions, asked):
    """Submissions in the order that is asked for."""
    return _sorted(submissions, asked.column, asked.is_reversed)


def _sorted(submissions, column, is_reversed):
    sign = "-" if is_reversed else ""
    return submissions.order_by(f"{sign}{column}", f"{sign}id")  # the id decides between equals


def shown(rows, now):
    """The same submissions, with what a list says of each: `days`, `is_late`, `can_be_claimed`, `marks`."""
    marks.put_on(rows)
    for row in rows:
        row.days = row.days_in_state(now)
        row.is_late = row.is_overdue(now)
        row.can_be_claimed = row.state in CLAIMABLE
    return rows
