"""Holds of a piece, on its page: why it must wait, who may lift that, placing one."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from articles import holds
from articles.locking import CannotMove


class HoldForm(forms.Form):
    reason = forms.CharField(
        label=L("Why it must wait"),
        max_length=holds.LONGEST,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=L("Nobody can publish it until the hold is lifted, nor does the worker on its date."),
        error_messages={"required": L("Write why it must wait: colleagues see it with the piece.")},
    )

    def __init__(self, data=None):
        super().__init__(data, prefix="hold", label_suffix="")


def shown(request, piece, answers):
    """For the page of a piece: its holds, each with whether this person may lift it."""
    rows = piece.holds.all()
    may_place = request.user.has_perm("articles.add_hold")
    return {
        "holds": [(row, holds.may_lift(row, request.user), holds.who_may_lift(row)) for row in rows],
        "hold_form": answers.get("hold") or (HoldForm() if may_place else None),
    }


def hold(request, piece):
    """Place a hold, or with `lift` and its id take one away. Gives the forms to be shown again."""
    if number := request.POST.get("lift"):
        is_done = number.isdecimal() and holds.lift(piece, int(number), by=request.user)
        messages.success(request, _("Lifted.") if is_done else _("It was lifted already."))
        return {}
    if not request.user.has_perm("articles.add_hold"):
        raise PermissionDenied
    form = HoldForm(request.POST)
    if form.is_valid():
        try:
            holds.place(piece, by=request.user, reason=form.cleaned_data["reason"])
        except CannotMove as cannot:
            form.add_error("reason", cannot.reasons)
        else:
            messages.success(request, _("On hold. Nobody can publish it until this is lifted."))
            return {}
    return {"hold": form}
