"""What is done on the review page besides moving: write to the contributor, comment, raise a flag.

Each needs submissions.view_queue, and writing submissions.decide; each is a POST and leads back to the page. Whoever
works on a submission keeps the claim on it.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from submissions import colleagues, conversation, judges
from submissions.desk import neighbours
from submissions.desk.forms import CommentForm, FlagForm, LetterForm
from submissions.desk.page import Shown, page


def write(request, submission, site_context):
    """Write to the contributor, outside any decision; a letter takes the words along. Needs submissions.decide."""
    if not request.user.has_perm("submissions.decide"):
        raise PermissionDenied
    colleagues.renew(submission, request.user)
    letter = LetterForm(submission, request.POST)
    if "insert" in request.POST:
        letter.put_in(request.POST.get("reply"))
        return page(request, submission, site_context, Shown(letter=letter))
    if "preview" in request.POST:
        return page(request, submission, site_context, Shown(letter=letter, preview=letter.preview()))
    if not letter.is_valid():
        return page(request, submission, site_context, Shown(letter=letter, status=422))
    try:
        conversation.say(submission, letter.cleaned_data["text"], by=request.user)
    except conversation.CannotSay as error:
        letter.add_error("text", str(error))
        return page(request, submission, site_context, Shown(letter=letter, status=409))
    messages.success(request, _("Your message is on its way."))
    return _back(request, submission, "#conversation")


def comment(request, submission, site_context):
    """Say something to colleagues."""
    _refuse_who_wrote_it(request, submission)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return page(request, submission, site_context, Shown(comment=form, status=422))
    made = colleagues.comment(submission, request.user, form.said())
    told = ", ".join(str(user) for user in made.mentions.all())
    messages.success(request, _("Said. A letter goes to %s.") % told if told else _("Said."))
    return _back(request, submission, "#comments")


def flag(request, submission, site_context):
    """Raise a flag in words of one's own, or settle one: with `settle`, its id."""
    _refuse_who_wrote_it(request, submission)
    if "settle" in request.POST:
        number = request.POST["settle"]
        is_done = _is_id(number) and colleagues.settle(submission, int(number), request.user)
        messages.success(request, _("Settled.") if is_done else _("It was settled already."))
        return _back(request, submission, "#flags")
    form = FlagForm(request.POST)
    if not form.is_valid():
        return page(request, submission, site_context, Shown(flag=form, status=422))
    colleagues.flag(submission, request.user, form.cleaned_data["text"])
    messages.success(request, _("Colleagues see it here and in the queue."))
    return _back(request, submission, "#flags")


def _back(request, submission, anchor=""):
    return HttpResponseRedirect(neighbours.address(request, submission, anchor=anchor))


def _refuse_who_wrote_it(request, submission):
    if judges.wrote(submission, request.user):
        raise PermissionDenied


def _is_id(text):
    return text.isascii() and text.isdecimal() and len(text) < 19
