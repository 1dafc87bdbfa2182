"""The page of somebody who is named as a co-author: the text, who named them, and their answer."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from submissions import coauthors
from submissions.form.by_link import by_link, to_page
from submissions.form.done import at_it, done_sentence
from submissions.form.private_forms import CoAuthorForm
from submissions.models import Link


def coauthor_page(request, link, *, problem="", form=None, status=200):
    submission, coauthor = link.submission, link.coauthor
    context = {
        "token": link.token,
        "submission": submission,
        "revision": submission.revision,
        "coauthor": coauthor,
        "sender": submission.contributor,
        "is_open": coauthors.seems_open(coauthor),
        "form": form or CoAuthorForm(coauthor),
        "problem": problem,
        "done": done_sentence(request.GET.get("done", "")) if not problem and form is None else "",
    }
    return render(request, "submissions/private/coauthor.html", context, status=status)


@by_link(Link.Purpose.COAUTHOR, is_change=True)
def agree(request, link):
    """They agree to be named, in the way that they chose."""
    form = CoAuthorForm(link.coauthor, request.POST)
    if not form.is_valid():
        return coauthor_page(request, link, form=form, status=422)
    if not coauthors.agree(link.coauthor, form.cleaned_data):
        return _too_late(request, link, form)
    return to_page(link.token, "agreed")


@by_link(Link.Purpose.COAUTHOR, is_change=True)
def refuse(request, link):
    """They do not want to be named."""
    if not coauthors.refuse(link.coauthor):
        return _too_late(request, link)
    return to_page(link.token, "refused")


def _too_late(request, link, form=None):
    is_known = not link.submission.is_held()
    problem = _("The names are set, so that this can no longer be changed here.") if is_known else at_it()
    return coauthor_page(request, link, form=form, problem=problem, status=409)
