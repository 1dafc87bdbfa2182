"""The admin site of the house: Django's own, with its parts in the order in which staff need them."""

from functools import wraps

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ccsis import caching, trail
from ccsis.accounts.views import ask_to_log_in

APPS = ["articles", "submissions", "ccsis", "auth"]
LAST = 1000
NOT_SHOWN = ("account", "mfa", "taggit")  # what packages bring along: secrets, and tags that we do not use


class LogsDeletions:
    """Every admin class of this desk, whoever wrote it, records in the security log what it deletes."""

    def log_deletions(self, request, rows):
        rows = list(rows)
        for row in rows:
            trail.record(trail.Action.DELETED, actor=request.user, about=row)
        return super().log_deletions(request, rows)


class MakesPagesStale:
    """An admin class says in `touches` which names of ccsis.caching its rows stand for; most rows readers never see."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self._touch()

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self._touch()

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        self._touch()

    def _touch(self):
        caching.touch(*getattr(self, "touches", ()))


class Desk(AdminSite):
    """Sorts by APPS, and inside an app by the `desk_place` of each admin class."""

    site_header = site_title = _("CCSIS desk")
    index_title = _("The desk")
    enable_nav_sidebar = False  # lists and the editor need the width; the way home stands above every page

    def register(self, models, admin_class=None, **options):
        models = [models] if isinstance(models, type) else models
        shown = [model for model in models if model._meta.app_label not in NOT_SHOWN]
        admin_class = admin_class or ModelAdmin
        bases = (MakesPagesStale, LogsDeletions, admin_class)
        named = {"__module__": admin_class.__module__}
        super().register(shown, type(admin_class.__name__, bases, named), **options)

    def get_urls(self):
        return [path("first-steps/", self.admin_view(put_away), name="first_steps"), *super().get_urls()]

    def admin_view(self, view, cacheable=False):
        """Who sends a form after the session has ended logs in and goes on; what was written is not lost."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request, *args, **kwargs):
            answer = None if self.has_permission(request) else ask_to_log_in(request)
            return answer or inner(request, *args, **kwargs)

        return guarded

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda row: (self._place(row["model"]), str(row["name"])))
        return sorted(apps, key=lambda app: APPS.index(app["app_label"]) if app["app_label"] in APPS else LAST)

    def _place(self, model):
        return getattr(self._registry[model], "desk_place", LAST)


@require_POST
def put_away(request):
    """Put the first steps away, or take them out again: each for the own account."""
    request.user.wants_first_steps = bool(request.POST.get("wanted"))
    request.user.save(update_fields=["wants_first_steps"])
    return HttpResponseRedirect(reverse("admin:index"))
