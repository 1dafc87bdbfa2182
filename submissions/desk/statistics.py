"""The page of numbers: a period, a call, a small chart, a table, and the same as CSV."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ccsis.tables import write_csv
from submissions import statistics
from submissions.models import Call

HEIGHT, STEP = 120, 28  # of the chart and from one bar to the next, in its own units


class PeriodForm(forms.Form):
    """Which cohort: received from one day to another, through one call or all."""

    begin = forms.DateField(label=_("Received from"), widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label=_("until"), widget=forms.DateInput(attrs={"type": "date"}))
    call = forms.ModelChoiceField(
        Call.objects.order_by("-opens_at"), label=_("Call"), required=False, empty_label=_("All")
    )

    def clean(self):
        data = super().clean()
        if data.get("begin") and data.get("end") and data["end"] < data["begin"]:
            self.add_error("end", _("Choose a day that is not before the first."))
        return data


def page(request, site_context):
    """The page, or with ?format=csv its table. Needs submissions.view_queue."""
    if not request.user.has_perm("submissions.view_queue"):
        raise PermissionDenied
    today = timezone.localdate()
    first = {"begin": date(today.year, 1, 1).isoformat(), "end": today.isoformat(), "call": ""}
    form = PeriodForm(first | {name: request.GET[name] for name in first if name in request.GET})
    found = statistics.numbers(*_moments(form), call=form.cleaned_data["call"]) if form.is_valid() else None
    if found and request.GET.get("format") == "csv":
        return _as_csv(found, form)
    bars = _bars(found)
    context = {"form": form, "found": found, "bars": bars, "width": max(12, len(bars)) * STEP}
    context["table"] = statistics.as_rows(found) if found else []
    return render(request, "submissions/desk/statistics.html", {**site_context, "title": _("Numbers"), **context})


def _moments(form):
    """From the first minute of the first day to the end of the last, in the site's zone."""
    days = form.cleaned_data["begin"], form.cleaned_data["end"] + timedelta(days=1)
    return [timezone.make_aware(datetime.combine(day, time())) for day in days]


def _as_csv(found, form):
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"submissions-{form.cleaned_data['begin']}-{form.cleaned_data['end']}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    write_csv(response, statistics.as_rows(found))
    return response


def _bars(found):
    """The months of the chart: where each bar stands, how high it is, and what it says."""
    if not found or not found.months:
        return []
    most = max(received for _month, received in found.months)
    return [
        {
            "x": number * STEP,
            "y": HEIGHT - round(HEIGHT * received / most),
            "height": round(HEIGHT * received / most),
            "month": month,
            "received": received,
        }
        for number, (month, received) in enumerate(found.months)
    ]
