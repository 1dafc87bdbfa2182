"""The checklist's rules on one page: types of pieces across, items down, all saved at once."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.checklist import BY_CODE, ITEMS
from articles.models import CheckRule, Kind

Level = CheckRule.Level


@admin.register(CheckRule)
class CheckRuleAdmin(admin.ModelAdmin):
    desk_place = 11

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        may_change = self.has_change_permission(request)
        if request.method == "POST":
            if not may_change:
                raise PermissionDenied
            return self._save(request)
        context = self.admin_site.each_context(request) | {
            "title": _("Checklist"),
            "opts": self.opts,
            "kinds": Kind.choices,
            "levels": Level.choices,
            "rows": rows(),
            "may_change": may_change,
        }
        return TemplateResponse(request, "admin/articles/check_rules.html", context)

    def _save(self, request):
        chosen = {}
        for item, kind in asked():
            level = request.POST.get(f"{kind}-{item.code}", "")
            if level not in Level:
                messages.error(request, _("A choice was missing or unknown, so nothing was saved. Choose again."))
                return HttpResponseRedirect(request.path)
            chosen[kind, item.code] = level
        number = keep(chosen)
        words = _("Saved. It holds from now on.") if number else _("Nothing had changed, so nothing was saved.")
        self.message_user(request, words, messages.SUCCESS if number else messages.INFO)
        return HttpResponseRedirect(reverse("admin:articles_checkrule_changelist"))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return HttpResponseRedirect(reverse("admin:articles_checkrule_changelist"))


def asked():
    """Every (item, type) that a rule can be made for."""
    return [(item, kind) for item in ITEMS if not item.is_fixed for kind in Kind.values]


def rows():
    """[(item, [(type, its name, level, the default)])] for the table, in one query."""
    known = {(rule.kind, rule.item): rule.level for rule in CheckRule.objects.all()}
    return [
        (
            item,
            [(kind, label, known.get((kind, item.code), item.default(kind)), item.default(kind))
             for kind, label in Kind.choices],
        )
        for item in ITEMS
        if not item.is_fixed
    ]  # fmt: skip


@transaction.atomic
def keep(chosen):
    """Write {(type, code): level}; what is the default needs no row. Gives how many rules changed."""
    known = {(rule.kind, rule.item): rule for rule in CheckRule.objects.select_for_update()}
    changed = 0
    for (kind, code), level in chosen.items():
        rule = known.get((kind, code))
        default = BY_CODE[code].default(kind)
        if (rule.level if rule else default) == level:
            continue
        changed += 1
        if level == default:
            rule.delete()
        else:
            CheckRule.objects.update_or_create(kind=kind, item=code, defaults={"level": level})
    return changed
