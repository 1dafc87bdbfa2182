"""The dates of a piece: when it is published and taken down by itself, its embargo, when somebody looks at it again.

One form, a page of its own: it stands beside no text, so nothing that is being typed is lost by it. Times are those of
the site's clocks. A date that is changed here publishes nothing at once: a time that is past is refused.
"""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L
from django.views.decorators.http import require_http_methods

from articles import publishing
from articles.locking import CannotMove, NotAllowed
from articles.models import Article
from articles.table import WRITTEN
from ccsis import moments

PERMISSION = "articles.publish_article"
State = Article.State
OF_DATES = ("schedule", "unschedule", "miss", "set_dates", "publish", "correct", "expire")
SAVED = ("publish_at", "expire_at", "embargo_until", "review_on")
REVIEW_SOON = timedelta(days=30)


class DatesForm(moments.AsksForMoments):
    """The dates of one piece. `seen` says which ones the form began with, so that nobody overwrites a colleague's."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    review_on = forms.DateField(
        label=L("Look at it again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=L("From that day on it stands among the pieces that are overdue for review. Readers see no change."),
        error_messages={"invalid": L("Write the day as year-month-day, like 2026-12-31.")},
    )

    def __init__(self, data=None, *, piece):
        super().__init__(data, initial={"review_on": piece.review_on, "seen": seen(piece)}, label_suffix="")
        self.piece = piece
        if may_be_scheduled(piece):
            words = L("The worker publishes it within a minute of this time. Empty: somebody presses the button.")
            self.ask_for("publish_at", L("Publish it by itself on"), piece.publish_at, words)
        words = L("Nobody can publish it before, nor does the worker. Outsiders see it by preview links.")
        self.ask_for("embargo_until", L("Under embargo until"), piece.embargo_until, words)
        words = L("Readers then find a notice at its address. Empty: it stays.")
        self.ask_for("expire_at", L("Take it down on"), piece.expire_at, words)

    def clean(self):
        data = super().clean()
        if data.get("seen") != seen(self.piece):
            self.data = self.data.copy()
            self.data["seen"] = seen(self.piece)
            words = _("%s changed the dates since you opened this page. Yours stand here: look again, then save them.")
            self.add_error(None, words % _who_changed_them(self.piece))
        return data


def _who_changed_them(piece):
    last = piece.events.filter(action__in=OF_DATES).order_by("-at", "-id").first()
    return (last and last.actor_name) or _("Somebody else")


def seen(piece):
    """The dates of a piece as one short text."""
    return " ".join(str(getattr(piece, name) or "-").replace(" ", "T") for name in SAVED)


def may_be_scheduled(piece):
    """Whether there is anything to schedule: a text, and one that readers do not see already."""
    return piece.state == State.SCHEDULED or (piece.state in WRITTEN and publishing.standing(piece) != "published")


@transaction.atomic
def save(piece, *, by, publish_at, now=None, **others):
    """Bring a piece to these dates by the moves that belong to them; all of it or nothing.

    Gives which moves were made. Raises as the moves do.
    """
    now = now or timezone.now()
    others_change = any(getattr(piece, name) != value for name, value in others.items())
    moves_date = publish_at != piece.publish_at
    made = []
    if piece.publish_at and moves_date and (publish_at is None or others_change):
        # Off the schedule first: the old time must not stand in the way of the new dates, nor they in its way.
        publishing.unschedule(piece, by=by, now=now)
        made.append("unschedule")
    if others_change:
        publishing.set_dates(piece, by=by, now=now, **others)
        made.append("set_dates")
    if publish_at and moves_date:
        publishing.schedule(piece, by=by, at=publish_at, now=now)
        made.append("schedule")
    return made


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, pieces, pk, context):
    """The form; where all is well it leads back to the piece, or to `next`: the calendar."""
    piece = get_object_or_404(pieces, pk=pk)
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    back = _back(request, piece)
    form = DatesForm(request.POST if request.method == "POST" else None, piece=piece)
    if form.is_bound and form.is_valid() and _is_saved(request, piece, form):
        return HttpResponseRedirect(back)
    context |= {
        "title": _("Dates"),
        "piece": piece,
        "form": form,
        "back": back,
        "opts": piece._meta,
        "is_planned": piece.state == State.PLANNED,
        "is_seen": not may_be_scheduled(piece),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/articles/article/dates.html", context, status=status)


def _back(request, piece):
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/admin/"):
        return wanted
    return reverse("admin:articles_article_change", args=[piece.pk]) + "#dates"


def _is_saved(request, piece, form):
    """Save what was typed and say what came of it; else the form says why not."""
    given = {name: form.cleaned_data.get(name) for name in SAVED}
    if "unschedule" in request.POST:
        given = {name: getattr(piece, name) for name in SAVED} | {"publish_at": None}
    fresh = Article.objects.get(pk=piece.pk)  # a move that fails must not leave its marks on the page
    try:
        made = save(fresh, by=request.user, **given)
    except NotAllowed as refused:
        raise PermissionDenied from refused
    except CannotMove as cannot:
        form.add_error(None, cannot.reasons)
        return False
    messages.success(request, _told(fresh, made))
    return True


def _told(piece, made):
    if "schedule" in made:
        return _("Scheduled: it is published by itself on %s.") % moments.in_words(piece.publish_at)
    if made == ["unschedule"]:
        return _("Taken off the schedule. It stays ready.")
    return _("The dates are saved.") if made else _("No date had changed, so nothing was saved.")


def shown(request, piece):
    """For the page of a piece: its dates in words, and whether this person may change them."""
    return {
        "may_set_dates": request.user.has_perm(PERMISSION),
        "is_under_embargo": bool(piece.embargo_until and piece.embargo_until > timezone.now()),
        "is_review_due": bool(piece.review_on and piece.review_on <= timezone.localdate()),
        "is_review_near": bool(piece.review_on and piece.review_on <= timezone.localdate() + REVIEW_SOON),
    }


def next_up(user, limit=5):
    """What is scheduled next, of what this person may open: pieces in the order of their dates."""
    scheduled = Article.objects.editable_by(user).filter(state=State.SCHEDULED).order_by("publish_at", "pk")
    return list(scheduled[:limit])
