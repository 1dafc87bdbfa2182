"""Each piece in each language: which translations are current, behind or missing."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import translating
from articles.models import Article, Publication
from ccsis.scripts import LANGUAGE_NAMES

ROWS = 50


@dataclass(frozen=True)
class Cell:
    """One piece in one language: the words for it, what it looks like, and where to open it."""

    words: str
    look: str = ""
    address: str = ""


def table(request, context):
    """The view. Takes what every page of the desk shows."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    shown = request.GET.get("show", "")
    pieces = Article.objects.editable_by(request.user)
    if not request.user.has_perm("articles.change_article"):
        pieces = Article.objects.all()
    originals = _originals(pieces, shown)
    page = Paginator(originals, ROWS).get_page(request.GET.get("page"))
    languages = _languages(pieces)
    context |= {
        "title": _("Translations"),
        "page": page,
        "shown": shown,
        "languages": [LANGUAGE_NAMES.get(code, code) for code in languages],
        "rows": _rows(list(page.object_list), languages),
    }
    return render(request, "admin/articles/article/translations.html", context)


def _originals(pieces, shown):
    """The pieces that are no translations, last saved first; with `shown` only those with some, or with some behind."""
    originals = Article.objects.filter(original=None, pk__in=pieces.values("pk")).only("title", "language")
    if shown == "some":
        return originals.filter(Exists(Article.objects.filter(original=OuterRef("pk"))))
    if shown == "behind":
        translations = Article.objects.filter(original__isnull=False).only("original_id", "follows_version")
        translations = list(translations)
        behind = translating.drift(translations)
        return originals.filter(pk__in={row.original_id for row in translations if behind[row.pk].behind != 0})
    return originals


def _languages(pieces):
    """The languages that there are pieces in: English first, then by what they call themselves."""
    codes = set(Article.objects.filter(pk__in=pieces.values("pk")).order_by().values_list("language", flat=True))
    codes |= set(pieces.filter(translations__isnull=False).order_by().values_list("translations__language", flat=True))
    return sorted(codes, key=lambda code: (code != "en", LANGUAGE_NAMES.get(code, code)))


def _rows(originals, languages):
    """For each original: itself, and a Cell for each language."""
    fields = ("language", "original_id", "follows_version")
    translations = list(Article.objects.filter(original__in=originals).only(*fields))
    public = Publication.objects.filter(article__in=[*originals, *translations])
    public = set(public.values_list("article_id", flat=True))
    behind = translating.drift(translations)
    found = {(row.pk, row.language): row for row in originals}
    found |= {(row.original_id, row.language): row for row in translations}
    return [
        (original, [_cell(found.get((original.pk, code)), public, behind) for code in languages])
        for original in originals
    ]


def _cell(piece, public, behind):
    if piece is None:
        return Cell(_("missing"), "is-missing")
    words, look = _state(behind.get(piece.pk))
    if piece.pk not in public:
        words = _("%s, not public") % words
    return Cell(words, look, reverse("admin:articles_article_change", args=[piece.pk]))


def _state(drift):
    if drift is None:
        return _("original"), "is-original"
    if drift.is_current:
        return _("current"), "is-current"
    if drift.behind is None:
        return _("not said which version it follows"), "is-behind"
    return ngettext("%d version behind", "%d versions behind", drift.behind) % drift.behind, "is-behind"
