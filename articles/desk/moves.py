"""What the page of a piece says and does besides its form: steps, retracting, preview."""

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
from articles.desk import assigning, commenting, dates, documents, holds, outsiders, standing, steps
from ccsis import languages


def shown(request, piece):
    """For the page of a piece: where it stands, whose turn it is, which steps this person has, what was said of it.

    `request.answers` holds what the page was asked to show again: the forms that were sent and could not be taken.
    """
    if piece is None:
        return standing.NEW
    answers = getattr(request, "answers", {})
    assigned = assigning.shown(request, piece, answers)
    told = standing.shown(piece, assigned["assignment"], request.failures)
    user = request.user
    return {
        **told,
        **assigned,
        **holds.shown(request, piece, answers),
        **commenting.shown(request, piece, answers),
        **documents.shown(request, piece, answers),
        **dates.shown(request, piece),
        **outsiders.shown(request, piece, answers),
        "may_write": publishing.may_write(piece, user),
        "steps": steps.steps(piece, user, told["standing"]),
        "step_form": answers.get("step") or steps.StepForm(),
        "may_correct": told["publication"] and user.has_perm("articles.publish_article"),
        "may_retract": told["publication"] and user.has_perm("articles.retract_article"),
    }


def _step(request, piece):
    """A step without the form of the piece, for those who may move it and not write on it."""
    action = steps.asked_for(request)
    form = steps.take(request, piece, action) if action else None
    return {"step": form} if form else {}, "#steps"


# What is sent from the page of a piece besides its form, by the end of its address. Each gives what is to be shown
# again, and the place on the page to lead back to.
BESIDE_THE_FORM = {
    "move": _step,
    "assign": lambda request, piece: (assigning.assign(request, piece), "#assignment"),
    "hold": lambda request, piece: (holds.hold(request, piece), "#holds"),
    "comment": commenting.say,
    "outsiders": lambda request, piece: (outsiders.act(request, piece), "#outsiders"),
    "document": lambda request, piece: (documents.send(request, piece), "#files"),
}


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
    with languages.framed(piece.language):
        context = sheet.context(made.publication, made.credits, made.topics, made.regions, made.tags, is_preview=True)
        context["edit_address"] = reverse("admin:articles_article_change", args=[piece.pk])
        return render(request, sheet.TEMPLATE, context)
