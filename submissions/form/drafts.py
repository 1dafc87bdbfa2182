"""Save for later: what was typed is kept on our side, however incomplete, and a letter takes the link to it."""

from django.utils.translation import gettext as _

from ccsis.limits import allow, client_address
from submissions import links, receiving
from submissions.form import kept
from submissions.form.by_link import to_page
from submissions.form.sheet import as_posted, typed_of
from submissions.form.showing import HOUR, show, show_typed, too_many
from submissions.form.stamps import new_stamp
from submissions.models import Link, State, Submission

SAVED_PER_ADDRESS = (120, HOUR)


def save(sheet):
    """Keep what was typed, and lead to the private page. Where newer words were saved from elsewhere, both are shown
    and nothing is replaced."""
    if not allow("save draft", client_address(sheet.request), *SAVED_PER_ADDRESS):
        return too_many(sheet)
    form = sheet.posted()
    form.is_valid()
    submission = _place(sheet, form)
    typed, email = typed_of(sheet.request, form), form.cleaned_data.get("email", "")
    try:
        receiving.keep_draft(submission, typed, email=email, may_replace=sheet.may_replace, now=sheet.now)
    except receiving.Overtaken as overtaken:
        return show_both(sheet, overtaken.draft)
    if sheet.refused:
        return show_typed(sheet, notice=_("What you wrote is saved."))
    token = sheet.token or links.mint(submission, Link.Purpose.MANAGE, now=sheet.now)
    return to_page(token, done="saved")


def _place(sheet, form):
    """The submission that keeps the words: the form's own, or a new one where that takes no more."""
    submission = sheet.submission
    language = form.cleaned_data.get("language") or form.fields["language"].initial
    if submission is None or not (sheet.is_draft or submission.can_be_edited(sheet.now) or sheet.token):
        stamp = sheet.stamp if submission is None else new_stamp(sheet.call, sheet.now)
        return receiving.start(sheet.call, nonce=stamp.nonce, language=language, now=sheet.now)
    Submission.objects.filter(pk=submission.pk, state=State.DRAFT).update(language=language)
    return submission


def show_both(sheet, draft):
    """The form with the own words, and beside it what was saved from elsewhere meanwhile."""
    mine = sheet.typed(sheet.request.POST)
    theirs = kept.differences(mine, sheet.typed(as_posted(draft.typed)))
    return _show_both(sheet, mine, theirs, draft.saved_at)


def show_beside_what_was_sent(sheet):
    """The same, where a text was sent from elsewhere meanwhile."""
    mine = sheet.typed(sheet.request.POST)
    theirs = kept.differences(mine, sheet.as_sent())
    return _show_both(sheet, mine, theirs, sheet.submission.revision.created_at)


def _show_both(sheet, mine, theirs, when):
    notice = _("Somebody, perhaps you in another window, saved other words while this page was open.")
    return show(sheet, mine, notice=notice, theirs=theirs, theirs_at=when, status=409)
