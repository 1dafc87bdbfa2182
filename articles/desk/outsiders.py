"""Who outside sees a draft, on the page of the piece: preview links, who looked, who approved which text."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from articles import previews
from articles.locking import CannotMove
from articles.models import PreviewLink
from ccsis.moments import in_words

LOOKS_SHOWN = 5


class LinkForm(forms.ModelForm):
    days = forms.IntegerField(
        label=L("For how many days"),
        min_value=1,
        max_value=previews.MOST_DAYS,
        initial=previews.DAYS,
        error_messages={"required": L("Write a number of days.")},
    )

    class Meta:
        model = PreviewLink
        fields = ["name", "email", "note", "may_approve"]
        widgets = {
            "name": forms.TextInput(attrs={"dir": "auto"}),
            "note": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        }
        help_texts = {
            "name": L("They see it above the draft. One link for each person: so you know who looked and approved."),
            "note": L("They go into the letter. The letter does not name the piece."),
            "may_approve": L("They get a button with which they approve the text exactly as it stands."),
        }
        error_messages = {"name": {"required": L("Write who gets it.")}}

    def __init__(self, data=None):
        super().__init__(data, prefix="outsider", label_suffix="")
        self.order_fields(["name", "email", "days", "note", "may_approve"])


def shown(request, piece, answers):
    """For the page of a piece: its links with looks and approvals, the form, and an address that is shown once."""
    user, now = request.user, timezone.now()
    links = list(piece.preview_links.prefetch_related("looks", "approvals"))
    here = previews.digest(piece) if any(link.approvals.all() for link in links) else ""
    may_make = user.has_perm(previews.ADD)
    return {
        "outsiders": [_told(link, here, now) for link in links],
        "outsider_form": answers.get("outsider") or (LinkForm() if may_make else None),
        "outsider_address": answers.get("outsider_address"),
        "may_end_links": user.has_perm(previews.CHANGE),
        "most_days": previews.MOST_DAYS,
    }


def _told(link, here, now):
    """One link as the page shows it."""
    looks, approvals = list(link.looks.all()), list(link.approvals.all())
    return {
        "link": link,
        "is_open": link.is_open(now),
        "state": "revoked" if link.revoked_at else "open" if link.expires_at > now else "expired",
        "looks": looks[-LOOKS_SHOWN:][::-1],
        "looks_in_all": len(looks),
        "approvals": [(each, each.sha256 == here) for each in reversed(approvals)],
    }


def act(request, piece):
    """Make a link; or with `revoke`, `extend` or `renew` and its id do that with one.

    Gives the forms to be shown again, or the address that is shown once.
    """
    for name, do in (("revoke", _revoke), ("extend", _extend), ("renew", _renew)):
        if number := request.POST.get(name):
            if not request.user.has_perm(previews.CHANGE):
                raise PermissionDenied
            link = get_object_or_404(piece.preview_links, pk=number if number.isdecimal() else 0)
            return _tried(request, do, link)
    if not request.user.has_perm(previews.ADD):
        raise PermissionDenied
    form = LinkForm(request.POST)
    if not form.is_valid():
        return {"outsider": form}
    try:
        link, address = previews.make(piece, by=request.user, **form.cleaned_data)
    except CannotMove as cannot:
        form.add_error(None, cannot.reasons)
        return {"outsider": form}
    return _brought(request, link, address)


def _tried(request, do, link):
    try:
        return do(request, link) or {}
    except CannotMove as cannot:
        for sentence in cannot.reasons:
            messages.error(request, sentence)
        return {}


def _brought(request, link, address):
    """A letter takes the address along, or it is shown now and never again: hence in this very answer."""
    if not address:
        messages.success(request, _("A letter with the address goes to %s.") % link.email)
        return {}
    return {"outsider_address": {"name": link.name, "address": address}, "status": 200}


def _revoke(request, link):
    is_done = previews.revoke(link, by=request.user)
    messages.success(
        request, _("Ended: the address opens nothing any more.") if is_done else _("It had ended already.")
    )


def _extend(request, link):
    until = previews.extend(link, by=request.user)
    messages.success(request, _("It lives until %s.") % in_words(until))


def _renew(request, link):
    return _brought(request, link, previews.renew(link, by=request.user))
