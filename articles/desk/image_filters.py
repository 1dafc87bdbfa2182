"""What the library of pictures can be narrowed to."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles import merging

LACKS = {
    "alt": (_("a text instead of it"), Q(alt="")),
    "credit": (_("a credit"), Q(credit="")),
    "licence": (_("a licence"), Q(licence="")),
    "source": (_("a source"), Q(source="")),
}


class UsedFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "used"

    def lookups(self, request, model_admin):
        return [("yes", _("stands somewhere")), ("no", _("stands nowhere"))]

    def queryset(self, request, queryset):
        if self.value() not in ("yes", "no"):
            return queryset
        used = merging.images_in_use()
        return queryset.filter(pk__in=used) if self.value() == "yes" else queryset.exclude(pk__in=used)


class LacksFilter(admin.SimpleListFilter):
    title = _("what is missing")
    parameter_name = "lacks"

    def lookups(self, request, model_admin):
        return [(name, words) for name, (words, _condition) in LACKS.items()]

    def queryset(self, request, queryset):
        return queryset.filter(LACKS[self.value()][1]) if self.value() in LACKS else queryset


class OwnFilter(admin.SimpleListFilter):
    title = _("who uploaded it")
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", _("I did"))]

    def queryset(self, request, queryset):
        return queryset.filter(uploaded_by=request.user) if self.value() == "mine" else queryset
