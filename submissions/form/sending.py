"""Sending: a form is one submission, however often it is posted; and a change to something that was sent."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ccsis.limits import allow, client_address
from ccsis.models import SiteSettings
from submissions import links, moves, receiving
from submissions.form import changes, intake, proof
from submissions.form.by_link import to_page
from submissions.form.done import at_it
from submissions.form.drafts import show_beside_what_was_sent, show_both
from submissions.form.sheet import Sheet
from submissions.form.showing import DAY, HOUR, show, show_kept, show_typed, too_many
from submissions.form.stamps import new_stamp
from submissions.models import Draft, Link, Submission, mailbox_of

# A university behind one address must not be locked out; a mailbox must not be filled by somebody else.
SENT_PER_ADDRESS = (20, HOUR // 3)
SENT_PER_MAILBOX = (6, DAY)
# How long a form that was sent still leads to what became of it: a retry does, whoever finds the page later does not.
A_RETRY = timedelta(hours=1)
# Each change may ask a new co-author by letter.
CHANGES_PER_SUBMISSION = (40, DAY)
TRIES = 3  # of a change, while moderators move the same submission


def send(sheet):
    """Send what was posted, once; the same form sent again leads to the same page."""
    form = sheet.posted()
    if not form.is_valid():
        return show(sheet, form)
    if sheet.is_change:
        return _send_change(sheet, form)
    if not sheet.is_draft:
        return _sent_before(sheet, form, sheet.submission)
    if not allow("submit", client_address(sheet.request), *SENT_PER_ADDRESS):
        return too_many(sheet)
    if not allow("submit to mailbox", mailbox_of(form.cleaned_data["email"]), *SENT_PER_MAILBOX):
        return too_many(sheet, by_mailbox=True)
    return _send_draft(sheet, form)


def _send_draft(sheet, form):
    filled = with_flags(form, sheet)  # asks the cache, which may be down, and then must not end the transaction
    with transaction.atomic():
        submission = sheet.submission or receiving.start(sheet.call, nonce=sheet.stamp.nonce, now=sheet.now)
        newer = _newer_words(sheet, submission)
        if newer is None:
            submission = receiving.send(submission, filled, now=sheet.now)
    if newer is not None:
        return show_both(sheet, newer)
    sheet.submission = submission
    return _send_change(sheet, sheet.posted()) if sheet.token else _sent_before(sheet, form, submission)


def with_flags(form, sheet):
    """What was filled in, with what a moderator should look at."""
    filled = form.filled()
    seconds = int((sheet.now - sheet.stamp.opened_at).total_seconds())
    trap = sheet.request.POST.get(intake.TRAP, "")
    filled.flags = intake.flags_for(filled, trap=trap, seconds=seconds, has_proof=_has_proof(sheet))
    return filled


def _has_proof(sheet):
    """Whether the browser did the sum that was asked of it; None where the site asks for none."""
    if not SiteSettings.load().has_proof_of_work:
        return None
    return proof.is_done(sheet.request.POST.get(proof.FIELD, ""), sheet.stamp.nonce)


def _newer_words(sheet, submission):
    """The Draft that was saved from elsewhere since the page was opened, or None. No other comes in between."""
    Submission.objects.select_for_update().filter(pk=submission.pk).first()
    draft = Draft.objects.filter(submission=submission).first()
    return None if draft is None or sheet.may_replace(draft) else draft


def _sent_before(sheet, form, submission):
    """Lead to what became of this form. What was changed since is neither lost nor sent in secret."""
    first = submission.revisions.get(n=1)
    is_fresh = first.created_at > sheet.now - A_RETRY
    is_same = any(changes.is_as_sent(form.filled(), submission, revision) for revision in {first, submission.revision})
    if is_same and is_fresh:
        return to_page(links.mint(submission, Link.Purpose.MANAGE, now=sheet.now), done="sent")
    return _offer(sheet, submission, is_fresh)


def _offer(sheet, submission, is_fresh):
    """The form was sent with other words in it: they may go as a change, or as a second simulation."""
    fresh = new_stamp(sheet.call, sheet.now)
    notice = _("You have sent this form before, as %s. What you changed since is below and has not been sent.")
    notice %= submission.reference
    if is_fresh and submission.can_be_edited(sheet.now):
        token = links.mint(submission, Link.Purpose.MANAGE, now=sheet.now)
        form = Sheet(sheet.request, sheet.call, sheet.now, fresh).typed(sheet.request.POST)
        change = Sheet(sheet.request, sheet.call, sheet.now, fresh, submission, token)
        return show(change, form, notice=notice, second=sheet.call.get_absolute_url(), status=409)
    second = Sheet(sheet.request, sheet.call, sheet.now, fresh)
    notice = f"{notice} {_('Send it now, and it arrives as a second simulation.')}"
    return show_typed(second, notice=notice, status=409)


def _send_change(sheet, form):
    """Change what was sent. Where it was decided on meanwhile, the page says so and holds the words."""
    if not form.is_valid():
        return show(sheet, form)
    filled = form.filled()
    is_new = not changes.is_as_sent(filled, sheet.submission)
    if is_new and not allow("change", sheet.submission.reference, *CHANGES_PER_SUBMISSION):
        return too_many(sheet, of_changes=True)
    for _try in range(TRIES):
        if not sheet.submission.can_be_edited(sheet.now):
            break
        with transaction.atomic():
            newer = _newer_words(sheet, sheet.submission)
            if newer is not None:
                return show_both(sheet, newer)
            if changes.is_as_sent(filled, sheet.submission):
                Draft.objects.filter(submission=sheet.submission).delete()
                return to_page(sheet.token, done="same" if sheet.knows_the_revision() else "sent")
            if not sheet.knows_the_revision():
                return show_beside_what_was_sent(sheet)
            try:
                receiving.revise(sheet.submission, filled, now=sheet.now)
                return to_page(sheet.token, done="changed")
            except moves.CannotMove:  # a moderator was at it: once more, if it may still be changed
                pass
        sheet.submission = Submission.objects.select_related("call", "revision").get(pk=sheet.submission.pk)
    if sheet.submission.is_held(sheet.now):
        return show_typed(sheet, notice=at_it(), status=409)
    return show_kept(sheet, sheet.typed(sheet.request.POST), is_new=True, status=409)
