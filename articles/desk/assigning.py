"""Assigning a piece, on its page: to whom, until when, how urgently, with which note."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from articles import assigning
from articles.colleagues import writers
from articles.locking import CannotMove
from articles.models import Assignment


class AssignForm(forms.ModelForm):
    """Offers those who work on pieces."""

    class Meta:
        model = Assignment
        fields = ["to", "due_on", "priority", "note"]
        widgets = {
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        }
        error_messages = {"to": {"required": L("Choose somebody.")}}

    def __init__(self, data=None, *, piece, assignment=None):
        super().__init__(data, instance=assignment, prefix="assign", label_suffix="")
        self.fields["to"].queryset = writers()
        self.fields["to"].required = True
        self.fields["to"].help_text = _("An author who is given a piece may open and write it.")


def shown(request, piece, answers):
    """For the page of a piece: who has it, and the form for those who may assign it."""
    assignment = Assignment.objects.filter(article=piece).select_related("to").first()
    may = request.user.has_perm(assigning.PERMISSION)
    form = answers.get("assign") or (AssignForm(piece=piece, assignment=assignment) if may else None)
    return {"assignment": assignment, "assign_form": form}


def assign(request, piece):
    """Assign it, or with the button `unassign` take it from whoever has it. Gives the forms to be shown again."""
    if not request.user.has_perm(assigning.PERMISSION):
        raise PermissionDenied
    if "unassign" in request.POST:
        is_done = assigning.unassign(piece, by=request.user)
        messages.success(request, _("Nobody has it now.") if is_done else _("Nobody had it."))
        return {}
    form = AssignForm(request.POST, piece=piece)
    if form.is_valid():
        try:
            given = form.cleaned_data
            row = assigning.assign(piece, by=request.user, **given)
        except CannotMove as cannot:
            form.add_error(None, cannot.reasons)
        else:
            words = _("It is yours.") if row.to == request.user else _("Assigned. A letter goes to %s.") % row.to
            messages.success(request, words)
            return {}
    return {"assign": form}
