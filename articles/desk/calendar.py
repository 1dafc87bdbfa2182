"""The calendar of the desk: a month at a time, as a grid or a list, with what is only planned beside it.

Dates are changed in the forms of their piece, which the entries lead to; here a piece can be planned.
"""

import calendar
import re
from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import calendars
from articles.desk import dates, entries
from articles.desk.planning import PlanForm, plan
from articles.models import Calendar, CalendarKey
from articles.models.article import Kind
from ccsis.models import User

PERMISSION = "articles.change_article"
GRID, LIST = "grid", "list"
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])\Z")


class Asked:
    """What the address asks for: the month, the view, the person, the type. What makes no sense is left out."""

    def __init__(self, request):
        self.today = timezone.localdate()
        found = MONTH.match(request.GET.get("month", ""))
        self.first = date(int(found[1]), int(found[2]), 1) if found else self.today.replace(day=1)
        self.view = LIST if request.GET.get("view") == LIST else GRID
        self.kind = request.GET.get("kind") if request.GET.get("kind") in Kind.values else ""
        number = request.GET.get("person", "")
        self.people = list(colleagues_of(request.user))
        self.person = next((user for user in self.people if str(user.pk) == number), None)

    @property
    def weeks(self):
        """The weeks of the month, begun as the language of the desk begins them."""
        begins = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7  # Django counts from Sunday, Python from Monday
        return calendar.Calendar(begins).monthdatescalendar(self.first.year, self.first.month)

    @property
    def last(self):
        return self.beside(1) - timedelta(days=1)

    def beside(self, months):
        """The first day of the month so many months away."""
        number = self.first.year * 12 + self.first.month - 1 + months
        return date(number // 12, number % 12 + 1, 1)

    def address(self, **changes):
        """This page with something else asked for; what is empty is left out."""
        asked = {
            "month": f"{self.first:%Y-%m}",
            "view": self.view if self.view == LIST else "",
            "person": self.person.pk if self.person else "",
            "kind": self.kind,
        }
        kept = {name: value for name, value in (asked | changes).items() if value}
        return reverse("admin:articles_calendar_changelist") + (f"?{urlencode(kept)}" if kept else "")

    @property
    def query(self):
        """What is asked for, to be asked for again behind a form."""
        return "?" + self.address().partition("?")[2]


def colleagues_of(user):
    """Whose pieces this person may look at: everybody's, or the own ones, where there is nothing to choose."""
    if not user.has_perm("articles.change_any_article"):
        return User.objects.none()
    return User.objects.holding(PERMISSION)


@admin.register(Calendar)
class CalendarAdmin(admin.ModelAdmin):
    desk_place = 1.5  # beside the pieces

    def get_urls(self):
        pages = [("", page, "changelist"), ("plan/", plan_piece, "plan"), ("address/", give_address, "address")]
        return [
            path(route, self.admin_site.admin_view(self._page(view)), name=f"articles_calendar_{name}")
            for route, view, name in pages
        ]

    def _page(self, view):
        def shown(request):
            if not self.has_view_permission(request):
                raise PermissionDenied
            return view(request, self.admin_site.each_context(request))

        return shown

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(PERMISSION)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@require_safe
def page(request, context):
    """The month that was asked for."""
    return _shown(request, context, Asked(request))


@require_POST
def plan_piece(request, context):
    """Plan a piece; it leads to the month in which it is due."""
    if not request.user.has_perm("articles.add_article"):
        raise PermissionDenied
    form, asked = PlanForm(request.POST, user=request.user), Asked(request)
    if not form.is_valid():
        return _shown(request, context, asked, plan_form=form, status=422)
    piece = plan(form, by=request.user)
    messages.success(request, _("Planned: “%s”. It is not scheduled: nothing is published by itself.") % piece)
    due_on = form.cleaned_data.get("due_on")
    return HttpResponseRedirect(asked.address(**({"month": f"{due_on:%Y-%m}"} if due_on else {})))


@require_POST
def give_address(request, context):
    """A secret address for the own calendar, shown this once; or with `end` take it away."""
    asked = Asked(request)
    if "end" in request.POST:
        is_done = calendars.end(request.user)
        messages.success(request, _("The address opens nothing any more.") if is_done else _("There was no address."))
        return HttpResponseRedirect(asked.address())
    return _shown(request, context, asked, feed_address=calendars.renew(request.user))


def _shown(request, context, asked, status=200, **more):
    pieces = entries.pieces_of(request.user, asked.person, asked.kind)
    weeks = asked.weeks
    found = entries.entries(pieces, weeks[0][0], weeks[-1][-1])
    may_plan = request.user.has_perm("articles.add_article")
    context |= {
        "title": _("Calendar"),
        "asked": asked,
        "weeks": [[_day(day, found, asked) for day in week] for week in weeks],
        "weekdays": [(date_format(day, "D"), date_format(day, "l")) for day in weeks[0]],
        "days": [_day(day, found, asked) for day in found if day.month == asked.first.month],
        "lanes": [(lane, *words) for lane, words in entries.LANES.items()],
        "planned": entries.planned_without_a_day(pieces),
        "kinds": Kind.choices,
        "ways": _ways(asked),
        "here": asked.address(),
        "may_set_dates": request.user.has_perm(dates.PERMISSION),
        "plan_form": PlanForm(user=request.user) if may_plan else None,
        "feed": CalendarKey.objects.filter(user=request.user).first(),
        **more,
    }
    return TemplateResponse(request, "admin/articles/calendar.html", context, status=status)


def _day(day, found, asked):
    return {
        "day": day,
        "entries": found.get(day, []),
        "is_today": day == asked.today,
        "is_other": day.month != asked.first.month,
    }


def _ways(asked):
    """Where the buttons above the month lead."""
    return {
        "previous": (asked.beside(-1), asked.address(month=f"{asked.beside(-1):%Y-%m}")),
        "next": (asked.beside(1), asked.address(month=f"{asked.beside(1):%Y-%m}")),
        "today": asked.address(month=""),
        "grid": asked.address(view=""),
        "list": asked.address(view=LIST),
    }
