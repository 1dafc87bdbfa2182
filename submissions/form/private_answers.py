"""What contributors write on their page: answers to a request for changes, messages, another address."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ccsis.limits import allow
from submissions import conversation, letters, receiving
from submissions.form import moving
from submissions.form.by_link import by_link, to_page
from submissions.form.done import overtaken
from submissions.form.private_forms import AddressForm, AnswersForm, MessageForm
from submissions.form.private_page import manage_page
from submissions.models import Link, State, mailbox_of

MANAGE = Link.Purpose.MANAGE
DAY = 24 * 3600
MESSAGES_PER_SUBMISSION = (30, DAY)
ADDRESSES_PER_SUBMISSION = (5, DAY)
LETTERS_PER_MAILBOX = (6, DAY)


@by_link(MANAGE, is_change=True)
def answer(request, link):
    """Answer a request for changes point by point. Whatever button is pressed, what was typed is kept."""
    submission = link.submission
    form = AnswersForm(receiving.open_points(submission), request.POST)
    for button, answered in BUTTONS.items():
        if button in request.POST and receiving.keep_answers(submission, form.typed()):
            return answered(request, link)
    said = MessageForm(request.POST) if request.POST.get("text", "").strip() else None
    if not form.is_valid() or (said and not said.is_valid()):
        return manage_page(request, link, answers=form, message=said, status=422)
    words = said.cleaned_data["text"] if said else ""
    is_made = moving.make(submission, "resubmit", lambda: receiving.resubmit(submission, form.answers(), message=words))
    if not is_made and not _were_sent(submission, form):
        return manage_page(request, link, answers=form, message=said, problem=overtaken(submission), status=409)
    return to_page(link.token, "answered")


def _put_by(request, link):
    return _page_with_message(request, link, done="kept") if _has_message(request) else to_page(link.token, "kept")


def _go_and_edit(request, link):
    if _has_message(request):
        return _page_with_message(request, link, problem=_("Your message is not sent. Send it first, or empty it."))
    return HttpResponseRedirect(reverse("form:edit", args=[link.token]))


def _ask_for_time(request, link):
    conversation.say(link.submission, _("Please give me two more weeks for the changes."))
    return _page_with_message(request, link, done="time") if _has_message(request) else to_page(link.token, "time")


# What the other buttons of the answers do, once these are put by.
BUTTONS = {"keep": _put_by, "edit": _go_and_edit, "more_time": _ask_for_time}


def _has_message(request):
    return bool(request.POST.get("text", "").strip())


def _page_with_message(request, link, **more):
    """The page with the message that was typed beside the answers, and is not sent yet."""
    return manage_page(request, link, message=MessageForm(initial={"text": request.POST["text"]}), **more)


def _were_sent(submission, form):
    """Whether these very answers are with us: a button that was pressed twice was pressed once."""
    answers = form.answers()
    return bool(answers) and all(
        point.answered_at and point.answer == answers.get(point.n, "").strip()
        for point in receiving.open_points(submission)
    )


@by_link(MANAGE, is_change=True)
def message(request, link):
    """Write to the editors. Answers to points that were typed beside it are put by."""
    submission = link.submission
    answers = AnswersForm(receiving.open_points(submission), request.POST)
    if any(name in request.POST for name in answers.fields):
        receiving.keep_answers(submission, answers.typed())
    form = MessageForm(request.POST)
    if not form.is_valid():
        return manage_page(request, link, message=form, status=422)
    if not conversation.can_be_written_to(submission):
        problem = _("Nobody reads messages before the address is confirmed.")
        return manage_page(request, link, message=form, problem=problem, status=409)
    if not allow("message of a contributor", submission.pk, *MESSAGES_PER_SUBMISSION):
        problem = _("You wrote many messages today. Send this one tomorrow, or write us an e-mail.")
        return manage_page(request, link, message=form, problem=problem, status=429)
    conversation.say(submission, form.cleaned_data["text"])
    return to_page(link.token, "said")


@by_link(MANAGE, is_change=True)
def again(request, link):
    """The letter that asks to confirm the address, once more. The answer is the same whether one goes or not."""
    if link.submission.shown_state == State.UNCONFIRMED:
        letters.confirm_again(link.submission)
    return to_page(link.token, "again")


@by_link(MANAGE, is_change=True)
def address(request, link):
    """Another address, while none is confirmed: it has to be confirmed in its turn."""
    submission = link.submission
    form = AddressForm(request.POST)
    if not form.is_valid():
        return manage_page(request, link, address=form, status=422)
    email = form.cleaned_data["email"]
    is_allowed = allow("address of a submission", submission.pk, *ADDRESSES_PER_SUBMISSION)
    if not is_allowed or not allow("confirm mailbox", mailbox_of(email), *LETTERS_PER_MAILBOX):
        problem = _("The address was changed several times today. Do it tomorrow, or write us an e-mail.")
        return manage_page(request, link, address=form, problem=problem, status=429)
    if not receiving.change_address(submission, email):
        problem = _("The address is confirmed already. To change it now, write us a message below.")
        return manage_page(request, link, address=form, problem=problem, status=409)
    return to_page(link.token, "address")
