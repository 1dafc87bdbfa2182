"""One page of a list of the queue, in a number of queries that does not change with its length or place."""

from dataclasses import dataclass

from submissions import searching, waiting
from submissions.desk.queue import cursor, marks
from submissions.models import Submission
from submissions.table import CLAIMABLE

PAGE = 50
MOST_FOUND = 200  # of a narrowed list; nobody reads further, and counting is looking at each


@dataclass
class Page:
    """Submissions with `days`, `is_late` and `marks`, how many the list has, and the cursor of what follows."""

    rows: list
    found: str
    after: str = ""


def page_of(asked):
    """The page that an Asked asks for."""
    with searching.by_index(bool(asked.q)):
        matching = Submission.objects.filter(asked.condition())
        rows = in_order(matching, asked)
        if asked.after:
            rows = rows.filter(cursor.beyond(asked.column, asked.after, is_reversed=asked.is_reversed))
        rows = list(waiting.for_list(rows)[: PAGE + 1])
        found = _found(matching, asked, rows)
    after = _cursor_of(rows[PAGE - 1], asked) if len(rows) > PAGE else ""
    return Page(shown(rows[:PAGE], asked.now), found, after)


def neighbours(asked, submission, place=None):
    """(previous, next) of a submission in the list that an Asked asks for, or None at its ends. `place` is the cursor
    of where it stood, for one that was moved on meanwhile. Raises Http404 for a bad one."""
    place = cursor.read(place, asked.sort) if place else (getattr(submission, asked.column), submission.pk)
    with searching.by_index(bool(asked.q)):
        matching = Submission.objects.filter(asked.condition()).exclude(pk=submission.pk)
        return _nearest(matching, asked, place, is_back=True), _nearest(matching, asked, place, is_back=False)


def place_of(submission, asked):
    """Where a submission stands in the list, as a cursor."""
    return _cursor_of(submission, asked)


def _nearest(matching, asked, place, *, is_back):
    is_reversed = asked.is_reversed != is_back
    rows = matching.filter(cursor.beyond(asked.column, place, is_reversed=is_reversed))
    sign = "-" if is_reversed else ""
    return rows.order_by(f"{sign}{asked.column}", f"{sign}id").first()


def in_order(submissions, asked):
    """Submissions in the order that is asked for; the id decides between equals."""
    sign = "-" if asked.is_reversed else ""
    return submissions.order_by(f"{sign}{asked.column}", f"{sign}id")


def _cursor_of(submission, asked):
    return cursor.write(asked.sort, getattr(submission, asked.column), submission.pk)


def _found(matching, asked, rows):
    """How many there are. Where all of them stand on the first page, they have been counted."""
    if asked.after is None and len(rows) <= PAGE:
        return str(len(rows))
    return waiting.count(matching, MOST_FOUND if asked.is_narrowed else waiting.MOST_COUNTED)


def shown(rows, now):
    """The same submissions, with what a list says of each: `days`, `is_late`, `can_be_claimed`, `marks`."""
    marks.put_on(rows)
    for row in rows:
        row.days = row.days_in_state(now)
        row.is_late = row.due is not None and row.due < now
        row.can_be_claimed = row.state in CLAIMABLE
    return rows
