"""The report of an import as staff see it: its sums, its lines by what became of them, a table for a spreadsheet."""

from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Value, When
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from articles.models import ImportLine
from ccsis import tables

Outcome = ImportLine.Outcome

PER_PAGE = 50
REMARKS = "remarks"  # what is chosen to see every item that there is something to say of
# Before anything is written, in the words of what would be.
WOULD_BE = {Outcome.IMPORTED: _("would come"), Outcome.UPDATED: _("would be updated")}
# As the command writes them, with the fields that they come from.
COLUMNS = {
    "outcome": "outcome",
    "type": "type",
    "id": "key",
    "title": "title",
    "old address": "old_address",
    "new address": "address",
    "reason": "reason",
}


def report(run, query):
    """For the template: the sums, the chosen outcome, one page of lines. `query` is request.GET."""
    totals = dict(run.lines.order_by().values_list("outcome").annotate(Count("pk")))
    with_remarks = run.lines.exclude(notes=[])
    chosen = query.get("outcome") if query.get("outcome") in [*Outcome.values, REMARKS] else ""
    lines = with_remarks if chosen == REMARKS else run.lines.filter(outcome=chosen) if chosen else run.lines.all()
    page = Paginator(in_order(lines), PER_PAGE).get_page(query.get("p"))
    for line in page:
        line.said = word(run, line.outcome)
    return {
        "total": sum(totals.values()),
        "totals": [(outcome, word(run, outcome), totals[outcome]) for outcome in Outcome if outcome in totals],
        "remarks": with_remarks.count(),
        "chosen": chosen,
        "page": page,
    }


def word(run, outcome):
    """What became of a line, or would become of it."""
    outcome = Outcome(outcome)
    return outcome.label if run.begun_at else WOULD_BE.get(outcome, outcome.label)


def in_order(lines):
    """What was written first, what stayed as it was last; inside that, as the import came to it."""
    places = [When(outcome=outcome, then=Value(place)) for place, outcome in enumerate(Outcome)]
    return lines.annotate(place=Case(*places, output_field=IntegerField())).order_by("place", "id")


def as_csv(run):
    """The whole report as a file that a spreadsheet opens."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{run.pk}.csv"'
    answer.write("\ufeff")  # tells spreadsheets that it is UTF-8
    lines = in_order(run.lines.all()).values_list(*COLUMNS.values(), "notes")
    rows = ((*cells, "; ".join(notes)) for *cells, notes in lines.iterator(chunk_size=1000))
    tables.write_csv(answer, [(*COLUMNS, "notes"), *rows])
    return answer
