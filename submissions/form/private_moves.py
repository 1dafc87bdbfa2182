"""What ends something: withdrawing, erasing, and taking a new address for the page."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from submissions import erasure, links, moves
from submissions.form import moving, pressed_twice
from submissions.form.by_link import by_link, to_page
from submissions.form.done import overtaken
from submissions.form.private_forms import ReasonForm, typed_in
from submissions.models import Erasure, Link, Submission
from submissions.standing import actions

MANAGE = Link.Purpose.MANAGE


@by_link(MANAGE)
def withdraw(request, link):
    """Say what withdrawing means; after the button, withdraw. A reason may be given."""
    if request.method != "POST":
        return _withdraw_page(request, link, ReasonForm())
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _withdraw_page(request, link, form, status=422)
    submission = link.submission
    is_made = moving.make(submission, "withdraw", message=form.cleaned_data["reason"])
    if not is_made and not moving.was_just_made(submission, "withdraw"):
        return _withdraw_page(request, link, form, problem=_why_not(submission), status=409)
    return to_page(link.token, "withdrawn")


def _why_not(submission):
    if not submission.is_held() and moves.BY_ACTION["withdraw"].fits(submission):
        return _("It has just become public. Write us a message, and an editor takes it from the site.")
    return overtaken(submission)


def _withdraw_page(request, link, form, *, problem="", status=200):
    context = {
        "token": link.token,
        "submission": link.submission,
        "form": form,
        "problem": problem,
        "typed": typed_in(form) if problem else [],
        "can_withdraw": "withdraw" in actions(link.submission),
    }
    return render(request, "submissions/private/withdraw.html", context, status=status)


def _erased_before(request, token):
    return _to_find_page() if pressed_twice.outcome(request, token) else None


@by_link(MANAGE, otherwise=_erased_before)
def erase(request, link):
    """Say what erasing means; after the button, erase everything. Then the link opens nothing any more."""
    if request.method != "POST":
        context = {
            "token": link.token,
            "submission": link.submission,
            "ends_the_review": "withdraw" in actions(link.submission),
            "once": pressed_twice.number(),
        }
        return render(request, "submissions/private/erase.html", context)
    erasure.erase(link.submission, by=Erasure.By.CONTRIBUTOR)
    pressed_twice.remember(request, link.token, True)
    return _to_find_page()


def _to_find_page():
    return HttpResponseRedirect(reverse("form:find") + "?done=erased")


def _renewed_before(request, token):
    """The second press of a button whose first press ended the link that it came by."""
    pk = pressed_twice.outcome(request, token)
    submission = Submission.objects.filter(pk=pk, erased_at=None).first() if pk else None
    return to_page(links.mint(submission, MANAGE), "new-link") if submission else None


@by_link(MANAGE, is_change=True, otherwise=_renewed_before)
def new_link(request, link):
    """End every address of the page, make one new one, and lead there."""
    fresh = links.renew(link.submission)
    pressed_twice.remember(request, link.token, link.submission_id)
    return to_page(fresh, "new-link")
