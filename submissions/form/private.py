"""The address that a secret link opens: what stands there depends on what the link is for."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from submissions import links, moves, receiving
from submissions.form.by_link import by_link, not_found, to_page
from submissions.form.private_coauthor import coauthor_page
from submissions.form.private_page import manage_page
from submissions.form.private_proof import proof_page
from submissions.models import Link, State


@by_link()
def private(request, link):
    """The page of a link, whatever it is for. It only shows."""
    return PAGES[link.purpose](request, link)


def confirm_page(request, link, *, problem="", status=200):
    """What is confirmed, and one button. Where nothing waits to be confirmed, the link opens nothing any more."""
    if link.submission.shown_state != State.UNCONFIRMED and link.used_at is None:
        return not_found(request)
    context = {"token": link.token, "submission": link.submission, "problem": problem}
    return render(request, "submissions/private/confirm.html", context, status=status)


@by_link(Link.Purpose.CONFIRM, is_change=True)
def confirm(request, link):
    """Confirm the address. From now on the page has an address of its own, to which this leads."""
    submission = link.submission
    if submission.shown_state != State.UNCONFIRMED and link.used_at is None:
        return not_found(request)
    try:
        submission = receiving.confirm(link)
    except receiving.TooMany as error:
        return confirm_page(request, link, problem=str(error), status=409)
    except moves.CannotMove:  # pressed twice at the same moment
        submission.refresh_from_db()
        if not submission.is_confirmed:
            return confirm_page(request, link, problem=_("That did not work. Press once more."), status=409)
    return to_page(links.mint(submission, Link.Purpose.MANAGE), "confirmed")


PAGES = {
    Link.Purpose.CONFIRM: confirm_page,
    Link.Purpose.MANAGE: manage_page,
    Link.Purpose.COAUTHOR: coauthor_page,
    Link.Purpose.PROOF: proof_page,
}
