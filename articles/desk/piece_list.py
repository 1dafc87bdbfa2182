"""The list of pieces: where each stands, in a fixed number of queries."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, Prefetch
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.commenting import unresolved_for
from articles.models import Article, Byline
from ccsis.scripts import LANGUAGE_NAMES

STANDINGS = {
    "draft": _("draft"),
    "published": _("published"),
    "pending": _("published, changes pending"),
    "retracted": _("retracted"),
    "expired": _("taken down on its date"),
}


def with_standing(pieces):
    """Pieces with what `standing_of` asks."""
    return pieces.with_standing().annotate(
        public_row_version=F("publication__row_version"), has_expired=F("notice__is_expired")
    )


def standing_of(piece):
    """The same words as publishing.standing, from a row of with_standing: no query."""
    if piece.is_public:
        return "published" if piece.public_row_version >= piece.readers_version else "pending"
    if piece.is_retracted:
        return "expired" if piece.has_expired else "retracted"
    return "draft"


class StandingFilter(admin.SimpleListFilter):
    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return STANDINGS.items()

    def queryset(self, request, queryset):
        readers_version = Greatest("text_version", "files_version")
        conditions = {
            "draft": {"is_public": False, "is_retracted": False},
            "published": {"public_row_version__gte": readers_version},
            "pending": {"public_row_version__lt": readers_version},
            "retracted": {"is_retracted": True, "has_expired": False},
            "expired": {"has_expired": True},
        }
        if self.value() not in conditions:
            return queryset
        return with_standing(queryset).filter(**conditions[self.value()])


class AssignedFilter(admin.SimpleListFilter):
    title = _("assigned")
    parameter_name = "assigned"

    def lookups(self, request, model_admin):
        return [("me", _("to me")), ("somebody", _("to somebody")), ("nobody", _("to nobody"))]

    def queryset(self, request, queryset):
        conditions = {
            "me": {"assignment__to": request.user},
            "somebody": {"assignment__to__isnull": False},
            "nobody": {"assignment__to__isnull": True},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


class DueFilter(admin.SimpleListFilter):
    title = _("due")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("overdue", _("overdue")), ("week", _("within seven days")), ("later", _("later"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        week = today + timedelta(days=7)
        conditions = {
            "overdue": {"assignment__due_on__lt": today},
            "week": {"assignment__due_on__range": (today, week)},
            "later": {"assignment__due_on__gt": week},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


class ReviewFilter(admin.SimpleListFilter):
    title = _("to be looked at again")
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [("overdue", _("overdue")), ("month", _("within a month")), ("later", _("later"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        month = today + timedelta(days=30)
        conditions = {
            "overdue": {"review_on__lte": today},
            "month": {"review_on__gt": today, "review_on__lte": month},
            "later": {"review_on__gt": month},
        }
        if self.value() not in conditions:
            return queryset
        return queryset.filter(publication__isnull=False, **conditions[self.value()])


class LanguageFilter(admin.SimpleListFilter):
    """The languages that there are pieces in, not all that we know."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        codes = model_admin.get_queryset(request).order_by().values_list("language", flat=True).distinct()
        return sorted(((code, LANGUAGE_NAMES.get(code, code)) for code in set(codes)), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.filter(language=self.value()) if self.value() else queryset


class PieceList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        rows = with_standing(super().get_queryset(request, exclude_parameters)).defer("body")
        rows = unresolved_for(rows).select_related("assignment__to")
        return rows.prefetch_related(Prefetch("bylines", Byline.objects.select_related("person")))


class ListsPieces:
    """For the ModelAdmin of pieces: the columns of its list."""

    def get_changelist(self, request, **kwargs):
        return PieceList

    @admin.display(description=_("title"), ordering="title")
    def headline(self, piece):
        """The title, and how many comments wait for somebody."""
        if not piece.comments_open:
            return str(piece)
        words = ngettext("%d open comment", "%d open comments", piece.comments_open) % piece.comments_open
        return format_html('{} <span class="pill comments">{}</span>', piece, words)

    @admin.display(description=_("stands"), ordering="state")
    def stands(self, piece):
        """The state of the desk's copy, and what readers see."""
        standing = standing_of(piece)
        pill = format_html('<span class="pill {}">{}</span>', f"standing-{standing}", STANDINGS[standing])
        if standing != "draft" and piece.state == Article.State.DRAFT:
            return pill  # at rest: readers see it, or changes wait
        own = format_html('<span class="pill state-{}">{}</span>', piece.state, piece.get_state_display())
        return own if standing == "draft" else format_html("{} {}", own, pill)

    @admin.display(description=_("assigned to"), ordering="assignment__to__name")
    def assigned(self, piece):
        row = getattr(piece, "assignment", None)
        return (row and row.to) or "–"

    @admin.display(description=_("due"), ordering="assignment__due_on")
    def due(self, piece):
        row = getattr(piece, "assignment", None)
        if row is None or row.due_on is None:
            return "–"
        day = date_format(row.due_on, "j M Y")
        return format_html('<span class="pill late">▲ {}</span>', day) if row.due_on < timezone.localdate() else day

    @admin.display(description=_("bylines"))
    def names(self, piece):
        return ", ".join(byline.printed_name for byline in piece.bylines.all()) or "–"

    @admin.display(description=_("last saved"), ordering="changed_at")
    def saved(self, piece):
        return date_format(timezone.localtime(piece.changed_at), "j M Y, H:i")
