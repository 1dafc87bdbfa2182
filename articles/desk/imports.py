"""“Import from WordPress” in the admin: the list of imports, and the addresses of their pages."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.desk import import_pages
from articles.models import ImportRun

PERMISSION = "articles.import_site"
LOOKS = {
    ImportRun.State.READY: "warn",
    ImportRun.State.DONE: "good",
    ImportRun.State.FAILED: "late",
    ImportRun.State.LOOKING: "note",
    ImportRun.State.IMPORTING: "note",
}


@admin.register(ImportRun)
class ImportRunAdmin(admin.ModelAdmin):
    """There is no form that could change an import: it is begun, and then only moved."""

    desk_place = 14
    when_empty = _(
        "The texts of a WordPress site come over in three steps: you send its export, see what would come, and decide. "
        "Every import stands here with its report."
    )
    first_action = _("Begin an import")
    list_display = ["__str__", "standing", "created_at", "created_by", "ended_at"]
    list_select_related = ["created_by"]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).defer("categories", "options", "sums")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(PERMISSION)

    def has_add_permission(self, request):
        return request.user.has_perm(PERMISSION)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("state"), ordering="state")
    def standing(self, run):
        return format_html('<span class="pill {}">{}</span>', LOOKS.get(run.state, ""), run.get_state_display())

    def get_urls(self):
        pages = [
            ("", self.changelist_view, "changelist"),
            ("add/", self._page(import_pages.begin), "add"),
            ("<int:pk>/", self._page(import_pages.show), "change"),
            ("<int:pk>/categories/", self._page(import_pages.sort), "categories"),
            ("<int:pk>/progress/", self._answer(import_pages.progress), "progress"),
            ("<int:pk>/report.csv", self._answer(import_pages.download), "report"),
            *((f"<int:pk>/{name}/", self._decision(name), name) for name in import_pages.DECISIONS),
        ]
        return [
            path(route, self.admin_site.admin_view(view), name=f"articles_importrun_{name}")
            for route, view, name in pages
        ]

    def _guarded(self, request):
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied

    def _page(self, view):
        def page(request, **kwargs):
            self._guarded(request)
            return view(request, context={**self.admin_site.each_context(request), "opts": self.opts}, **kwargs)

        return page

    def _answer(self, view, **fixed):
        def answer(request, **kwargs):
            self._guarded(request)
            return view(request, **kwargs, **fixed)

        return answer

    def _decision(self, name):
        return self._answer(import_pages.decide, decision=name)
