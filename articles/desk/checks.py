"""The checklist on the page of a piece: what is amiss, each with a way to its place; and what the text measures."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as L
from django.views.decorators.http import require_POST

from articles import checklist, outline
from articles.check_items import Place
from articles.parts import Parts
from ccsis.scripts import count_words, longest, reading_minutes

GROUPS = ((checklist.REQUIRED, L("Before it can be published")), (checklist.RECOMMENDED, L("Recommended")))
# Where a place of the checklist stands on the page; other places are fields of the form.
ANCHORS = {
    "bylines": "bylines-group",
    "notes": "notes-group",
    "comments": "comments",
    "tags": "id_tags",
}
LONG = 35  # words of a sentence that wants a second look


@dataclass(frozen=True)
class Row:
    """A line of the list: its sentence, where it leads, and the words or the picture to look for there."""

    sentence: str
    href: str
    place: Place
    picture_address: str = ""


class IsChecked:
    """For the admin class of pieces: the checklist on their page. That class puts `failures` on the request."""

    def get_urls(self):
        address = path("<int:pk>/check/", self.admin_site.admin_view(self.check_now), name="articles_article_check")
        return [address, *super().get_urls()]

    def check_now(self, request, pk):
        return check(request, self, pk)

    def render_change_form(self, request, context, obj=None, **kwargs):
        context.update(shown(request, obj))
        return super().render_change_form(request, context, obj=obj, **kwargs)


def shown(request, piece):
    """For the page of a piece: `checks` (groups of what is amiss) and `writing` (what the text measures)."""
    told = {"writing": measured(piece.body if piece else "")}
    return told | ({"checks": groups(request.user, request.failures)} if piece else {})


def groups(user, failures):
    """[(level, heading, rows)] of what is amiss, without empty groups."""
    rows = {level: [_row(user, each) for each in failures if each.level == level] for level, _label in GROUPS}
    return [(level, label, rows[level]) for level, label in GROUPS if rows[level]]


def _row(user, failure):
    place = failure.place
    address = ""
    if place.picture and user.has_perm("articles.change_image"):
        address = reverse("admin:articles_image_change", args=[place.picture])
    return Row(failure.sentence, f"#{ANCHORS.get(place.field, f'id_{place.field}')}", place, address)


def measured(html):
    """Words, minutes and the longest sentences of a text."""
    text = outline.read(html).text
    words = count_words(text)
    sentences = [(number, sentence) for number, sentence in longest(text) if number]
    return {"words": words, "minutes": reading_minutes(words), "sentences": sentences, "long": LONG}


@require_POST
def check(request, desk, pk):
    """What the checklist says of a form as it stands, saved or not. Nothing is kept. `desk` is the admin class."""
    piece = get_object_or_404(desk.get_queryset(request), pk=pk)
    form = desk.get_form(request, piece, change=True)(request.POST, instance=piece)
    form.is_valid()  # makes the piece what was typed, as far as it can be read
    formsets = [
        made(request.POST, instance=piece, prefix=made.get_default_prefix(), queryset=inline.get_queryset(request))
        for made, inline in desk.get_formsets_with_inlines(request, piece)
    ]
    found = checklist.failures(form.instance, _parts(form, formsets))
    return render(request, "admin/articles/article/_checks_found.html", {"checks": groups(request.user, found)})


def _parts(form, formsets):
    """What would hang on the piece if the form were saved."""
    parts = Parts.of(form.instance)
    for name in ("topics", "regions"):
        if name in form.cleaned_data:
            setattr(parts, name, list(form.cleaned_data[name]))
    for formset in formsets:
        if formset.prefix in ("bylines", "notes", "sources"):
            setattr(parts, formset.prefix, _rows(formset))
    return parts


def _rows(formset):
    """The rows that would be saved. One that cannot be read yet stands as it was."""
    rows = []
    for each in formset.forms:
        each.is_valid()
        is_gone = formset.can_delete and formset._should_delete_form(each)
        if not is_gone and (each.instance.pk or each.has_changed()):
            rows.append(each.instance)
    return rows
