"""One submission at the desk: everything that a decision needs, and a button for each move that may be made now."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ccsis.models import Letter
from submissions import conversation, flags, moves, similar
from submissions.desk.forms import LetterForm, form_for, posted_form
from submissions.desk.queue import due_at
from submissions.desk.words import DONE, LETTERS
from submissions.models import Contributor, Look, Submission

PLAINLY_SHOWN = ("accept", "request_changes", "decline")  # at the foot of the page; the others stand at its side
DANGEROUS = ("decline", "decline_silently", "withdraw", "quarantine")


def review(request, pk, site_context):
    """Show the page, or make the move that was posted. Needs submissions.view_queue; each move asks for its own."""
    if not request.user.has_perm("submissions.view_queue"):
        raise PermissionDenied
    submissions = Submission.objects.seen_by_staff().select_related("call", "revision", "decided_by")
    submission = get_object_or_404(submissions, pk=pk)
    if request.method == "POST" and "look" in request.POST:
        return _look(request, submission, site_context)
    if request.method == "POST":
        return _move(request, submission, site_context)
    return _page(request, submission, site_context, asked=request.GET.get("move", ""))


def _look(request, submission, site_context):
    """Show contact data this once, and record that it was looked at. Needs submissions.view_contact."""
    if not request.user.has_perm("submissions.view_contact"):
        raise PermissionDenied
    Look.objects.create(submission=submission, actor=request.user, actor_name=str(request.user))
    return _page(request, submission, site_context, shows_contact=True)


def _move(request, submission, site_context):
    """Make a move on what its author has read, or say why not and keep what was typed."""
    form = posted_form(request.POST)
    if form is None:
        raise BadRequest("no such move")
    if not form.is_valid():
        if form.errors.keys() & {"action", "version", "revision"}:
            raise BadRequest("a move without the version that was read")
        return _page(request, submission, site_context, form=form, status=422)
    read = _as_read(submission, form.cleaned_data["version"])
    revision = form.cleaned_data["revision"]
    try:
        moves.transition(read, form.move.action, actor=request.user, revision_id=revision, **form.given())
    except moves.Incomplete as error:
        form.add_error(error.missing, str(error))
        return _page(request, submission, site_context, form=form, status=422)
    except moves.NotAllowed as error:
        return _page(request, submission, site_context, form=form, problem=str(error), status=403)
    except moves.CannotMove as error:  # a conflict is one too
        submission.refresh_from_db()
        return _page(request, submission, site_context, form=form, problem=str(error), status=409)
    messages.success(request, _("Done: %s.") % form.move.label)
    return HttpResponseRedirect(reverse("admin:submissions_submission_review", args=[submission.pk]))


def write(request, pk, site_context):
    """Write to the contributor, outside any decision. Needs submissions.decide; a letter takes the words along."""
    if not request.user.has_perm("submissions.view_queue"):
        raise PermissionDenied
    submission = get_object_or_404(Submission.objects.seen_by_staff().select_related("call", "revision"), pk=pk)
    address = reverse("admin:submissions_submission_review", args=[submission.pk])
    if request.method != "POST":
        return HttpResponseRedirect(address)
    if not request.user.has_perm("submissions.decide"):
        raise PermissionDenied
    letter = LetterForm(request.POST)
    if not letter.is_valid():
        return _page(request, submission, site_context, letter=letter, status=422)
    try:
        conversation.say(submission, letter.cleaned_data["text"], by=request.user)
    except conversation.CannotSay as error:
        letter.add_error("text", str(error))
        return _page(request, submission, site_context, letter=letter, status=409)
    messages.success(request, _("Your message is on its way."))
    return HttpResponseRedirect(f"{address}#conversation")


def _as_read(submission, version):
    """A copy at the version that was on the page: that is what the lock must compare."""
    read = Submission.objects.get(pk=submission.pk)
    read.version = version
    return read


def _page(
    request, submission, site_context, *, form=None, asked="", problem="", shows_contact=False, letter=None, status=200
):
    """The page. `form` is a move that was posted and not made; `asked` names one whose words are to be filled in;
    `letter` is a LetterForm that was posted and not sent."""
    user = request.user
    forms = {move.action: form_for(move, submission) for move in moves.open_moves(submission, user)}
    if form is not None and form.move.action in forms:
        forms[form.move.action] = form.about(submission)
    open_form = forms.get(form.move.action if form else asked)
    context = {
        **site_context,
        "title": submission.title or submission.reference,
        "submission": submission,
        "revision": submission.revision,
        "due": due_at(submission),
        "problem": problem,
        "open_form": open_form.with_focus() if open_form and open_form.asks else None,
        "typed": _typed(form) if form is not None and form.move.action not in forms else [],
        "foot": [forms[action] for action in PLAINLY_SHOWN if action in forms],
        "others": [each for action, each in forms.items() if action not in PLAINLY_SHOWN],
        "dangerous": DANGEROUS,
        "can_see_contact": user.has_perm("submissions.view_contact"),
        "shows_contact": shows_contact,
        "can_see_article": user.has_perm("articles.view_article"),
        "address": moves.publication_address(submission),
        "thread": conversation.thread(submission),
        "letter_form": _letter_form(submission, user, letter),
        **_about(submission, shows_contact),
    }
    return render(request, "submissions/desk/review.html", context, status=status)


def _letter_form(submission, user, posted):
    """The form to write to the contributor, for who may and where there is somebody to write to."""
    if posted is not None:
        return posted
    may_write = user.has_perm("submissions.decide") and conversation.can_be_written_to(submission)
    return LetterForm() if may_write else None


def _typed(form):
    """What somebody wrote for a move that cannot be made any more, so that it can be copied."""
    return [(field.label, field.value()) for field in form.questions if field.value()]


def _about(submission, shows_contact):
    """Credit, contact data where it is looked at, history, revisions and letters."""
    contributor = Contributor.objects.filter(submission=submission)
    if not shows_contact:
        contributor = contributor.defer(*Contributor.CONTACT_FIELDS)
    letters = Letter.objects.filter(about=f"submission:{submission.pk}").order_by("created_at", "id")
    events = submission.events.select_related("reason").order_by("at", "id")
    return {
        "contributor": contributor.first(),
        "credits": list(submission.credits.all()),
        "consents": list(submission.consents.all()),
        "near": similar.near(submission),
        "flags": [(flag, flags.sentence(flag)) for flag in submission.flags.all()],
        "attachments": list(submission.attachments.all()),
        "coauthors": list(submission.coauthors.all()),
        "looks": list(submission.looks.all()) if shows_contact else [],
        "events": [(event, DONE[event.action]) for event in events],
        "revisions": list(submission.revisions.defer("source", "html", "notes")),
        "letters": [(letter, LETTERS.get(letter.template, letter.template)) for letter in letters],
    }
