"""What the buttons of a piece do: publish, retract, preview; and what its page says about where it stands."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from articles import edition, publishing, sheet
from articles.desk.piece_list import STANDINGS
from articles.models import Notice, Publication

BUTTONS = ("_publish", "_publish_minor")
EVENTS = {
    "create": gettext_lazy("began it"),
    "import": gettext_lazy("imported it"),
    "save": gettext_lazy("saved it"),
    "publish": gettext_lazy("published it"),
    "retract": gettext_lazy("retracted it"),
    "replace": gettext_lazy("replaced something in it"),
}
EVENTS_SHOWN = REVISIONS_SHOWN = 30


def asked_for(request):
    """The button of publication that was pressed, if one was."""
    pressed = [name for name in BUTTONS if name in request.POST] if request.method == "POST" else []
    return pressed[0] if pressed else None


def shown(request, piece):
    """For the page of a piece: where it stands, what is in the way, which moves this person has, its history."""
    if piece is None:
        return {"standing": "draft", "standing_words": STANDINGS["draft"]}
    standing = publishing.standing(piece)
    may_publish = request.user.has_perm("articles.publish_article")
    return {
        "standing": standing,
        "standing_words": STANDINGS[standing],
        "publication": Publication.objects.filter(article=piece)
        .only("slug", "kind", "version", "published_at", "updated_at")
        .first(),
        "notice": Notice.objects.filter(article=piece).first(),
        "obstacles": publishing.obstacles(piece),
        "may_publish": may_publish,
        "may_retract": request.user.has_perm("articles.retract_article") and standing in ("published", "pending"),
        "events": _events(piece),
        "revisions": piece.revisions.defer("snapshot")[:REVISIONS_SHOWN],
    }


def _events(piece):
    rows = piece.events.order_by("-at", "-id")[:EVENTS_SHOWN]
    return [
        {
            "at": row.at,
            "who": row.actor_name or _("the worker"),
            "what": EVENTS.get(row.action, row.action),
            "version": row.details.get("version"),
        }
        for row in rows
    ]


def publish(request, piece, *, minor):
    """Publish a piece that was just saved, and say what came of it."""
    if publishing.standing(piece) == "published":
        messages.info(request, _("Readers already see this text."))
        return
    try:
        publication = publishing.publish(piece, by=request.user, minor=minor)
    except publishing.CannotMove as reason:
        messages.warning(request, _("It is saved, but not published:"))
        for sentence in reason.reasons:
            messages.error(request, sentence)
        return
    words = _('Published as version {}. <a href="{}">See it as readers do</a>.')
    messages.success(request, format_html(words, publication.version, publication.get_absolute_url()))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Readers will see it in place of the piece. Say what was wrong, in one or two sentences."
        ),
        error_messages={"required": gettext_lazy("Write the reason: readers will see it in place of the piece.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retract(request, pieces, pk, context):
    """Asks for the reason, then takes the piece back."""
    piece = get_object_or_404(pieces, pk=pk)
    if not request.user.has_perm("articles.retract_article"):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            notice = publishing.retract(piece, by=request.user, reason=form.cleaned_data["reason"])
        except publishing.CannotMove as cannot:
            for sentence in cannot.reasons:
                form.add_error(None, sentence)
        else:
            words = _('Retracted. <a href="{}">Readers now see this</a>.')
            messages.success(request, format_html(words, notice.get_absolute_url()))
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[piece.pk]))
    context |= {"title": _("Retract this piece"), "piece": piece, "form": form, "opts": piece._meta}
    return TemplateResponse(request, "admin/articles/article/retract.html", context)


@require_safe
def preview(request, pieces, pk):
    """The piece as readers would see it, in their own template, from what is saved. Shown to nobody else."""
    piece = get_object_or_404(pieces, pk=pk)
    made = edition.draft(piece)
    context = sheet.context(made.publication, made.credits, made.topics, made.regions, made.tags, is_preview=True)
    context["edit_address"] = reverse("admin:articles_article_change", args=[piece.pk])
    return render(request, sheet.TEMPLATE, context)
