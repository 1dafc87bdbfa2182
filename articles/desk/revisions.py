"""The saved texts of a piece: listed with milestones first, any two side by side, restored, named. None is deleted."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from articles import comparing, history, publishing, restoring
from articles.locking import CannotMove, Conflict, NotAllowed, who_was_first
from articles.models import Article, Publication, Revision, RevisionName

NOW, PUBLIC = "now", "public"


class ShowsTexts:
    """For the admin of pieces: the addresses of these pages."""

    def get_urls(self):
        pages = [
            ("<int:pk>/texts/", texts, "articles_article_texts"),
            ("<int:pk>/texts/compare/", compare, "articles_article_compare"),
            ("<int:pk>/texts/<int:n>/restore/", restore, "articles_article_restore"),
            ("<int:pk>/texts/<int:n>/name/", give_name, "articles_article_name_text"),
        ]
        own = [path(route, self.admin_site.admin_view(self._of_texts(view)), name=name) for route, view, name in pages]
        return [*own, *super().get_urls()]

    def _of_texts(self, view):
        """Whoever the desk opens the piece to sees its texts; the rest is asked by who changes something."""

        def shown(request, pk, **kwargs):
            piece = get_object_or_404(self.get_queryset(request), pk=pk)
            if not request.user.has_perm("articles.view_revision"):
                raise PermissionDenied
            context = {**self.admin_site.each_context(request), "opts": self.opts, "piece": piece}
            return view(request, piece, context, **kwargs)

        return shown


# The list


@dataclass
class Day:
    """The plain saves of one day that is over."""

    day: datetime
    rows: list


@require_safe
def texts(request, piece, context):
    """Milestones first; plain saves of today; those of other days folded."""
    rows = list(piece.revisions.defer("snapshot").select_related("naming"))
    milestones = [row for row in rows if is_milestone(row)]
    today, days = _by_day([row for row in rows if not is_milestone(row)])
    public = _public(piece)
    context |= {
        "title": _("Saved texts"),
        "milestones": milestones,
        "today": today,
        "days": days,
        "public": public,
        "from": _proposed(rows, public),
        "may_restore": publishing.may_write(piece, request.user),
    }
    return TemplateResponse(request, "admin/articles/article/texts.html", context)


def is_milestone(revision):
    return revision.kind != Revision.Kind.SAVE or revision.version is not None or hasattr(revision, "naming")


def _by_day(rows):
    today, days = [], []
    for row in rows:
        day = timezone.localdate(row.created_at)
        if day == timezone.localdate():
            today.append(row)
        elif days and days[-1].day == day:
            days[-1].rows.append(row)
        else:
            days.append(Day(day, [row]))
    return today, days


def _public(piece):
    """The revision that readers see, without its snapshot; None where nothing is public."""
    public = Publication.objects.filter(article=piece).values_list("version", flat=True).first()
    return piece.revisions.defer("snapshot").filter(version=public).first() if public else None


def _proposed(rows, public):
    """With what the present text is compared if nobody chooses: with the public one, or with the one before."""
    if public:
        return PUBLIC
    return str(rows[1].n if len(rows) > 1 else rows[0].n) if rows else NOW


# Two of them


@dataclass(frozen=True)
class Side:
    """One of two texts: how it is named in the address, what it is called, its snapshot, its row if it has one."""

    name: str
    label: str
    kept: dict
    revision: Revision | None = None


@require_safe
def compare(request, piece, context):
    """Two texts side by side: ?from= and ?to= name revisions by number, or say `public` or `now`."""
    rows = list(piece.revisions.defer("snapshot")[:2])
    old = _side(piece, request.GET.get("from") or _proposed(rows, _public(piece)))
    new = _side(piece, request.GET.get("to") or NOW)
    shows_all = "all" in request.GET
    context |= {
        "title": _("Two texts side by side"),
        "old": old,
        "new": new,
        "differences": comparing.differences(old.kept, new.kept, shows_all=shows_all),
        "shows_all": shows_all,
        "sides": _sides(piece),
        "may_restore": publishing.may_write(piece, request.user),
    }
    return TemplateResponse(request, "admin/articles/article/compare.html", context)


def _side(piece, name):
    if name == NOW:
        return Side(NOW, _("As it stands at the desk now"), history.snapshot(piece))
    if name == PUBLIC:
        row = _public(piece)
    else:
        row = piece.revisions.filter(n=int(name[:9])).first() if name.isascii() and name.isdecimal() else None
    if row is None:
        raise Http404("no such text")
    return Side(name, _("What readers see") if name == PUBLIC else label(row), row.snapshot, row)


def _sides(piece):
    """What can be chosen: (name in the address, label), the newest first."""
    rows = piece.revisions.defer("snapshot").select_related("naming")
    first = [(NOW, _("As it stands at the desk now"))] + ([(PUBLIC, _("What readers see"))] if _public(piece) else [])
    return first + [(str(row.n), label(row)) for row in rows]


def label(row):
    """A revision in one line."""
    what = _("version %s") % row.version if row.version else row.get_kind_display()
    day = date_format(timezone.localtime(row.created_at), "j M Y, H:i")
    name = f"“{row.naming.name}”" if hasattr(row, "naming") else ""
    return " · ".join(part for part in (_("No. %s") % row.n, name, what, day, row.by_name) if part)


# What can be done with one


@require_POST
def restore(request, piece, context, n):
    """Bring it back as a new revision."""
    row = get_object_or_404(piece.revisions, n=n)
    back = HttpResponseRedirect(reverse("admin:articles_article_texts", args=[piece.pk]))
    try:
        if request.POST.get("text_version") != str(piece.text_version):
            raise Conflict(who_was_first(piece))
        missing = restoring.restore(piece, row, by=request.user)
    except NotAllowed as refused:
        raise PermissionDenied from refused
    except CannotMove as cannot:
        for sentence in cannot.reasons:
            messages.error(request, sentence)
        return back
    messages.success(request, _("Restored: the piece reads as in No. %s. What stood here before is in the list.") % n)
    for sentence in missing:
        messages.warning(request, sentence)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[piece.pk]))


class NameForm(forms.Form):
    name = forms.CharField(
        max_length=100,
        strip=True,
        required=False,
        error_messages={"max_length": gettext_lazy("A name has at most 100 letters.")},
    )


@require_POST
def give_name(request, piece, context, n):
    """Name a text, or take its name away where none is given."""
    if not Article.objects.editable_by(request.user).filter(pk=piece.pk).exists():
        raise PermissionDenied
    row = get_object_or_404(piece.revisions.defer("snapshot"), n=n)
    form = NameForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["name"][0])
    elif name := form.cleaned_data["name"]:
        values = {"name": name, "by_name": str(request.user), "at": timezone.now()}
        RevisionName.objects.update_or_create(revision=row, defaults=values)
        messages.success(request, _("No. %(n)s is called “%(name)s” now.") % {"n": n, "name": name})
    else:
        RevisionName.objects.filter(revision=row).delete()
        messages.success(request, _("No. %s has no name now.") % n)
    return HttpResponseRedirect(reverse("admin:articles_article_texts", args=[piece.pk]))
