"""The pages that show a form again, whatever went wrong on the way, with everything that was typed in it."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from submissions.form import enclosures, kept, proof
from submissions.form.stamps import new_stamp
from submissions.models import State
from submissions.retention import DRAFTS_LIVE

HOUR, DAY = 3600, 24 * 3600


def show(sheet, form, *, notice="", status=200, **more):
    """The page with the form. A form that was checked shows its errors; `notice` says what else is in the way."""
    errors = form.errors if form.is_bound and not notice else {}
    sheet.stamp = sheet.stamp or new_stamp(sheet.call, sheet.now)
    files = enclosures.kept(sheet)
    context = page(
        sheet, form=form, stamp=sheet.stamp.text, seen=sheet.seen(), notice=notice, errors=errors, files=files
    )
    if not sheet.is_change or "second" in more:
        context["new_challenge"] = proof.new_challenge
    context |= more
    name = "submissions/edit.html" if sheet.token else "submissions/call.html"
    return render(sheet.request, name, context, status=status)


def show_typed(sheet, *, data=None, notice="", status=200, **more):
    """The page with what was posted, unchecked; but a file that was not taken is said."""
    notice = " ".join(filter(None, [notice, *sheet.refused]))
    return show(sheet, sheet.typed(data or sheet.request.POST), notice=notice, status=status, **more)


def show_kept(sheet, form, *, is_new=False, status=200):
    """A page that takes nothing more, with everything that was written, to copy. `is_new` says that it was typed just
    now and is kept nowhere else."""
    submission, draft = sheet.submission, sheet.draft
    until = draft.saved_at + DRAFTS_LIVE if draft and sheet.is_draft else None
    has_ended = bool(submission) and submission.state in (State.WITHDRAWN, State.EXPIRED)
    rows = kept.rows(form) if is_new or draft else []
    context = page(sheet, rows=rows, is_new=is_new, until=until, has_ended=has_ended)
    return render(sheet.request, "submissions/kept.html", context, status=status)


def too_many(sheet, *, by_mailbox=False, of_changes=False):
    """The page with what was posted, which has to wait: for a day by the mailbox or by the text, else for an hour."""
    if by_mailbox:
        notice = _("Several simulations came with this e-mail address today. We take no more: send this one tomorrow.")
    elif of_changes:
        notice = _("This text was changed very often today. Save the change for later, and send it tomorrow.")
    else:
        notice = _("Much was sent from your network in the last hour. Wait a while, then send it once more.")
    response = show_typed(sheet, notice=notice, status=429)
    response["Retry-After"] = str(DAY if by_mailbox or of_changes else HOUR)
    return response


def page(sheet, **more):
    return {"sheet": sheet, "call": sheet.call, "submission": sheet.submission, "section": "simulations", **more}
