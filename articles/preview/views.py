"""The page of a draft for somebody outside: read it, say what one thinks, approve it where that is asked.

Opening it changes nothing but the log of looks, so the mail scanners that open every link do no harm. Whatever is wrong
with a link, the answer is one and the same.
"""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles import commenting, edition, previews, sheet
from articles.locking import CannotMove
from articles.preview.forms import WordsForm
from ccsis import languages
from ccsis.forgery import is_from_our_page
from ccsis.limits import allow

MOST_COMMENTS = (20, 3600)  # by one link, in so many seconds
DONE = ("comment", "approve")


@csrf_exempt  # asked below, so that what was typed into a stale page is not lost
@require_http_methods(["GET", "HEAD", "POST"])
def page(request, secret):
    """The draft of a secret link; once it was published, the way to what readers see."""
    found = previews.find(secret)
    if found is None:
        return render(request, "articles/preview/not_found.html", {"is_nowhere": True}, status=404)
    if found.address:
        return HttpResponseRedirect(found.address)
    with languages.framed(found.link.article.language):
        return _opened(request, found.link)


def _opened(request, link):
    seen = previews.digest(link.article)
    if request.method == "POST":
        return _answer(request, link, seen)
    if request.method == "GET":
        previews.look(link)
    return _shown(request, link, seen, WordsForm(piece=link.article))


def _answer(request, link, seen):
    """Take what was sent; show it again with a reason where it cannot be taken."""
    approves = "approve" in request.POST
    form = WordsForm(request.POST, piece=link.article, is_needed=not approves)
    if not is_from_our_page(request):
        form.add_error(None, _("This page was open for too long. What you wrote is still here: press once more."))
        return _shown(request, link, seen, form, status=403)
    if not form.is_valid():
        return _shown(request, link, seen, form, status=422)
    if not allow("preview comment", link.pk, *MOST_COMMENTS):
        form.add_error(None, _("That were many comments within an hour. What you wrote is still here: send it later."))
        return _shown(request, link, seen, form, status=429)
    try:
        _take(link, form, approves)
    except CannotMove as cannot:
        form.add_error(None, cannot.reasons)
        return _shown(request, link, previews.digest(link.article), form, status=409)
    return HttpResponseRedirect(f"{request.path}?done={'approve' if approves else 'comment'}#done")


def _take(link, form, approves):
    given = form.cleaned_data
    if approves:
        previews.approve(link, sha256=given["seen"])
    if given["text"]:
        commenting.comment_by_link(link, given["text"], paragraph=given["paragraph"])


def _shown(request, link, seen, form, status=200):
    """The piece in the readers' own template, from the text as it is saved, under a bar that says what this is."""
    piece, done = link.article, request.GET.get("done")
    made = edition.draft(piece)
    approval = link.approvals.last()
    embargo = piece.embargo_until
    context = sheet.context(made.publication, made.credits, made.topics, made.regions, made.tags, is_preview=True)
    context |= {
        "canonical": "",  # the address that it will have is not for those who copy this page's
        "link": link,
        "form": form,
        "seen": seen,
        "said": commenting.said_by(link),
        "approval": approval,
        "is_approved": approval is not None and approval.sha256 == seen,
        "embargo": embargo if embargo and embargo > timezone.now() else None,
        "done": done if done in DONE and not form.is_bound else "",
    }
    return render(request, "articles/preview/page.html", context, status=status)
