"""The house's terms: a list, and a page to take many over as lines of text, or to copy them from."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L
from django.utils.translation import ngettext

from articles import terms
from articles.models import Term

LONGEST = Term._meta.get_field("text").max_length
MOST_LINES = 2000


class LinesForm(forms.Form):
    rule = forms.ChoiceField(label=L("What holds for them"), choices=Term.Rule.choices, initial=Term.Rule.BANNED)
    language = forms.ChoiceField(
        label=L("Language"),
        choices=[("", L("every language")), *Term._meta.get_field("language").choices],
        required=False,
    )
    lines = forms.CharField(
        label=L("Terms"),
        widget=forms.Textarea(attrs={"rows": 14, "class": "vLargeTextField", "dir": "auto", "spellcheck": "false"}),
        help_text=L("One a line: the term, then = and what to write instead. A * at the end stands for every ending."),
        error_messages={"required": L("Write at least one line, like: Tskhinval = Tskhinvali")},
    )

    def clean_lines(self):
        rows = terms.read_lines(self.cleaned_data["lines"])
        if len(rows) > MOST_LINES:
            raise ValidationError(_("These are more than %d lines. Take them over in parts.") % MOST_LINES)
        wrong = [_problem(*row) for row in rows]
        if found := [sentence for sentence in wrong if sentence]:
            raise ValidationError(found[:10])
        return [(text, instead) for _number, text, instead in rows]


def _problem(number, text, instead):
    if not text.strip("* "):
        return _("Line %d has no term before the “=”.") % number
    if max(len(text), len(instead)) > LONGEST:
        return _("Line %(n)d is too long: a term has at most %(most)d characters.") % {"n": number, "most": LONGEST}
    return ""


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    desk_place = 12
    when_empty = L(
        "Words that this house does not write, with what to write instead, and words that must stand in every text. "
        "The checklist of each piece looks for them, in any script."
    )
    first_action = L("Write down the first term")
    more_first_actions = [("admin:articles_term_lines", L("Paste a list"))]
    list_display = ["text", "rule", "instead", "language", "reason"]
    list_filter = ["rule", "language"]
    search_fields = ["text", "instead", "reason"]
    change_list_template = "admin/articles/term_list.html"

    def get_urls(self):
        return [path("lines/", self.admin_site.admin_view(self.lines), name="articles_term_lines"), *super().get_urls()]

    def lines(self, request):
        """Take terms over from lines of text; opened with ?language=…&rule=…, it shows those that are there."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = LinesForm(request.POST) if request.method == "POST" else LinesForm(initial=_there(request.GET))
        if request.method == "POST" and form.is_valid():
            new, changed = _keep(form.cleaned_data)
            self.message_user(request, _told(new, changed), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:articles_term_changelist"))
        context = self.admin_site.each_context(request) | {"title": _("Terms as lines"), "opts": self.opts}
        return TemplateResponse(request, "admin/articles/term_lines.html", context | {"form": form})


def _there(asked):
    """The terms of one rule and language as lines, for the form that was just opened."""
    rule = asked.get("rule") if asked.get("rule") in Term.Rule else Term.Rule.BANNED
    language = asked.get("language", "")
    return {
        "rule": rule,
        "language": language,
        "lines": terms.lines_of(Term.objects.filter(rule=rule, language=language)),
    }


@transaction.atomic
def _keep(cleaned):
    return terms.keep(cleaned["lines"], rule=cleaned["rule"], language=cleaned["language"])


def _told(new, changed):
    if not new and not changed:
        return _("All of these were there already.")
    return " ".join(
        [
            ngettext("%d term is new.", "%d terms are new.", new) % new,
            ngettext("%d was changed.", "%d were changed.", changed) % changed,
        ]
    )
