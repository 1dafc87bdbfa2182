"""Old addresses at the desk: the redirects, their lists as lines of text, and what readers did not find."""

import csv

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ccsis import redirect_lines, redirects
from ccsis.models import MissingAddress, Redirect
from ccsis.tables import safe_cell

MAY_LEAVE = "ccsis.redirect_elsewhere"
LARGEST = 2 * 1024 * 1024  # bytes of a list
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # by which spreadsheets know UTF-8


class RedirectForm(forms.ModelForm):
    may_leave = False  # whether the person at the form may let an address lead to another site

    def clean_old_path(self):
        """As it is looked up, however it was copied from the browser."""
        return redirects.canonical(self.cleaned_data["old_path"])

    def clean_new_path(self):
        """A page that has itself moved on is followed to where it stands now, so that no chain is made."""
        new_path = self.cleaned_data["new_path"]
        if "new_path" in self.changed_data and (why := redirect_lines.where_it_leads(new_path, self.may_leave)):
            raise ValidationError(why)
        further = Redirect.objects.exclude(pk=self.instance.pk).filter(old_path=new_path).first()
        return further.new_path if further else new_path


class LinesForm(forms.Form):
    """A list of redirects, pasted or as a file. Both end in `lines`, so that a preview can be sent on as it is."""

    lines = forms.CharField(
        label=_("The list"),
        required=False,
        strip=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField", "dir": "ltr", "spellcheck": "false"}),
        help_text=_("One a line: the old address, a comma, the new one. Like /2021/03/the-pass/, /analyses/the-pass/"),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_(
            "CSV, as a spreadsheet saves it, with the old address in the first column and the new in the second."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise ValidationError(_("This file is too large: a list has at most 2 MB."))
        try:
            return file.read().decode("utf-8-sig") if file else ""
        except UnicodeDecodeError:
            raise ValidationError(
                _("This file is not in UTF-8. Save it as “CSV UTF-8”, then choose it again.")
            ) from None

    def clean(self):
        text = self.cleaned_data.get("file") or self.cleaned_data.get("lines", "")
        if "\0" in text:
            raise ValidationError(_("This is not a list of addresses. Choose a file with text."))
        if not text.strip() and not self.errors:
            raise ValidationError(_("Paste a list, or choose a file."))
        try:
            self.cleaned_data["rows"] = redirect_lines.read(text)
        except redirect_lines.TooMany:
            words = _("These are more than %d lines. Bring them in parts.") % redirect_lines.MOST
            raise ValidationError(words) from None
        self.cleaned_data["lines"] = text
        return self.cleaned_data


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    form = RedirectForm
    when_empty = _(
        "Old addresses that lead to new ones. They come by themselves when an address changes or a site is imported; "
        "you can add others."
    )
    more_first_actions = [("admin:ccsis_redirect_lines", _("Bring a list"))]
    change_list_template = "admin/ccsis/redirect/list.html"
    list_display = ["old_path", "new_path", "created_at"]
    search_fields = ["old_path", "new_path"]
    search_help_text = _("A part of the old address or of the new one.")
    date_hierarchy = "created_at"

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.may_leave = request.user.has_perm(MAY_LEAVE)  # a class of this request only
        return form

    def save_model(self, request, redirect, form, change):
        super().save_model(request, redirect, form, change)
        Redirect.objects.turn(redirect.old_path, redirect.new_path)
        redirect_lines.answered([redirect.old_path])

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("lines/", guarded(self.lines), name="ccsis_redirect_lines"),
            path("redirects.csv", guarded(self.table), name="ccsis_redirect_table"),
            *super().get_urls(),
        ]

    def lines(self, request):
        """A list of redirects: look at what it would do, then take it over. Nothing is written before that."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = LinesForm(request.POST or None, request.FILES or None)
        rows = []
        if request.method == "POST" and form.is_valid():
            may_leave = request.user.has_perm(MAY_LEAVE)
            rows = redirect_lines.judge(form.cleaned_data["rows"], may_leave=may_leave)
            if self._shall_be_taken(request, rows):
                return self._taken(request, rows)
            form = LinesForm(initial={"lines": form.cleaned_data["lines"]})
        context = {
            **self.admin_site.each_context(request),
            "title": _("Redirects as a list"),
            "opts": self.opts,
            "form": form,
            "rows": rows,
            "good": [row for row in rows if row.is_good],
            "bad": [row for row in rows if row.problem],
            "there": [row for row in rows if row.is_there],
        }
        return TemplateResponse(request, "admin/ccsis/redirect/lines.html", context)

    def _shall_be_taken(self, request, rows):
        """Whether the button was pressed that writes: the one for all where all are good, or that for the good ones."""
        is_all_good = all(not row.problem for row in rows)
        is_asked = "_good" in request.POST or ("_all" in request.POST and is_all_good)
        return is_asked and any(row.is_good for row in rows)

    def _taken(self, request, rows):
        with transaction.atomic():
            count = redirect_lines.take_over(rows)
            said = ngettext("%d redirect from a list", "%d redirects from a list", count) % count
            kind = ContentType.objects.get_for_model(Redirect)
            LogEntry.objects.create(
                user=request.user, content_type=kind, action_flag=ADDITION, object_repr=said, change_message=said
            )
        words = ngettext("%d redirect was taken over.", "%d redirects were taken over.", count)
        self.message_user(request, words % count, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:ccsis_redirect_changelist"))

    def table(self, request):
        """All of them as a list that can be brought again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        response = HttpResponse(MARK, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="redirects.csv"'
        rows = Redirect.objects.order_by("old_path").values_list("old_path", "new_path")
        write = csv.writer(response).writerow
        write(["old", "new"])
        for row in rows.iterator(chunk_size=2000):
            write([safe_cell(cell) for cell in row])
        return response


class Ignored(admin.SimpleListFilter):
    """What is ignored stands behind this filter alone."""

    title = _("what became of it")
    parameter_name = "ignored"

    def lookups(self, request, model_admin):
        return [("1", _("ignored"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        yield {**first, "display": _("to be looked at")}
        yield from others

    def queryset(self, request, rows):
        return rows.filter(is_ignored=self.value() == "1")


@admin.register(MissingAddress)
class MissingAddressAdmin(admin.ModelAdmin):
    """What readers did not find. One click makes a redirect of it; what is ignored stays counted and out of sight."""

    when_empty = _(
        "Addresses that readers asked for and that are not here, with how often and from where. Nobody has missed "
        "anything yet."
    )
    list_display = ["path", "answer", "count", "linked_from", "first_seen_at", "last_seen_at"]
    list_display_links = None
    list_filter = [Ignored]
    search_fields = ["path", "referrer"]
    search_help_text = _("A part of the address, or the site that links to it.")
    actions = ["ignore", "look_again"]

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("look_again" if request.GET.get(Ignored.parameter_name) != "1" else "ignore", None)
        return actions

    @admin.display(description=_("where it leads"))
    def answer(self, row):
        address = f"{reverse('admin:ccsis_redirect_add')}?{urlencode({'old_path': row.path})}"
        return format_html('<a href="{}">{}</a>', address, _("Make a redirect"))

    @admin.display(description=_("last link from"), ordering="referrer")
    def linked_from(self, row):
        return row.referrer or _("not told")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """Changed by the two actions alone."""
        return obj is None and super().has_change_permission(request)

    @admin.action(description=_("Ignore: nothing of ours belongs there"), permissions=["change"])
    def ignore(self, request, rows):
        count = rows.update(is_ignored=True)
        words = ngettext("%d address is ignored from now on.", "%d addresses are ignored from now on.", count)
        self.message_user(request, words % count, messages.SUCCESS)

    @admin.action(description=_("Look at them again"), permissions=["change"])
    def look_again(self, request, rows):
        count = rows.update(is_ignored=False)
        words = ngettext("%d address stands in the list again.", "%d addresses stand in the list again.", count)
        self.message_user(request, words % count, messages.SUCCESS)
