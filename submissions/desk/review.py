"""The review page's own address: it shows one submission, and makes the moves that are posted there."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from submissions import colleagues, moves, refusals
from submissions.desk import neighbours
from submissions.desk.forms import posted_form
from submissions.desk.page import Shown, page
from submissions.models import Look, Reason, Submission


def review(request, submission, site_context):
    """Show the page, or do what was posted. Needs submissions.view_queue; each move asks for its own."""
    if request.method != "POST":
        return page(request, submission, site_context, Shown(asked=request.GET.get("move", "")))
    colleagues.renew(submission, request.user)
    if "look" in request.POST:
        return _look(request, submission, site_context)
    form = posted_form(request.POST, submission, request.user)
    if form is None:
        raise BadRequest("no such move")
    form.is_valid()
    if form.errors.keys() & {"action", "version", "revision"}:
        raise BadRequest("a move without the version that was read")
    if request.POST.keys() & {"insert", "preview"}:
        return _look_once_more(request, submission, site_context, form)
    return _move(request, submission, site_context, form)


def _look_once_more(request, submission, site_context, form):
    """Put a kept reply into the form, or show the letter as it will arrive. Nothing is done."""
    read = _as_read(submission, form.cleaned_data["version"])
    problem = "" if read.version == submission.version else str(refusals.overtaken(read))
    if "insert" in request.POST:
        form.put_in(request.POST.get("reply"))
        return page(request, submission, site_context, Shown(form=form, problem=problem))
    return page(request, submission, site_context, Shown(form=form, problem=problem, preview=form.preview()))


def _look(request, submission, site_context):
    """Show contact data this once, and record that it was looked at. Needs submissions.view_contact."""
    if not request.user.has_perm("submissions.view_contact"):
        raise PermissionDenied
    Look.objects.create(submission=submission, actor=request.user, actor_name=str(request.user))
    return page(request, submission, site_context, Shown(shows_contact=True))


def _move(request, submission, site_context, form):
    """Make a move on what its author has read, or say why not and keep what was typed."""
    if not form.is_valid():
        return page(request, submission, site_context, Shown(form=form, status=422))
    read = _as_read(submission, form.cleaned_data["version"])
    revision = form.cleaned_data["revision"]
    try:
        moves.transition(read, form.move.action, actor=request.user, revision_id=revision, **form.given())
    except moves.Incomplete as error:
        form.add_error(error.missing, str(error))
        return page(request, submission, site_context, Shown(form=form, status=422))
    except moves.NotAllowed as error:
        return page(request, submission, site_context, Shown(form=form, problem=str(error), status=403))
    except moves.CannotMove as error:  # a conflict is one too
        if not _was_just_made(read, form, request.user):
            submission.refresh_from_db()
            return page(request, submission, site_context, Shown(form=form, problem=str(error), status=409))
    messages.success(request, _("Done: %s.") % form.move.label)
    return HttpResponseRedirect(neighbours.after_a_move(request, submission))


def _was_just_made(read, form, user):
    """Whether this is the second press of a button whose first press made the move."""
    last = read.events.select_related("reason").order_by("-version").first()
    if last is None or (last.version, last.action, last.actor_id) != (read.version + 1, form.move.action, user.pk):
        return False
    words = last.reason if hasattr(last, "reason") else Reason()
    return all(getattr(words, name) == form.cleaned_data.get(name, "").strip() for name in ("message", "note"))


def _as_read(submission, version):
    """A copy at the version that was on the page: that is what the lock must compare."""
    read = Submission.objects.get(pk=submission.pk)
    read.version = version
    return read
