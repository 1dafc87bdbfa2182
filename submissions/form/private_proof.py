"""The final text, as readers will see it, and the contributor's word on it."""

from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import gettext as _

from ccsis.compare import compare_html
from submissions import links, moves
from submissions.form import moving
from submissions.form.by_link import by_link, to_page
from submissions.form.done import done_sentence
from submissions.form.private_forms import ObjectionForm, typed_in
from submissions.models import Link, State

MANAGE, PROOF = Link.Purpose.MANAGE, Link.Purpose.PROOF


def proof_page(request, link, *, problem="", form=None, status=200):
    """The final text with its two answers; where none is waited for, a sentence on where it stands."""
    submission = link.submission
    is_waiting = submission.state == State.PROOF
    context = {
        "token": link.token,
        "submission": submission,
        "final": moves.final_text(submission) if is_waiting else None,
        "form": form or ObjectionForm(),
        "problem": problem,
        "done": done_sentence(request.GET.get("done", "")) if not problem else "",
        "can_go_back": link.purpose == MANAGE,
        "typed": typed_in(form) if not is_waiting else [],
    }
    return render(request, "submissions/private/proof.html", context, status=status)


@by_link(MANAGE, PROOF)
def final(request, link):
    return proof_page(request, link)


@by_link(MANAGE, PROOF)
def changed_by_us(request, link):
    """What the editors changed in the text that was accepted."""
    final = moves.final_text(link.submission) if link.submission.state == State.PROOF else None
    if final is None:
        return to_page(link.token)
    own = link.submission.revision
    context = {
        "token": link.token,
        "submission": link.submission,
        "compared": compare_html(
            _as_written(own.title, own.html, own.notes), _as_written(final["title"], final["body"], final["notes"])
        ),
        "final": final,
    }
    return render(request, "submissions/private/changed_by_us.html", context)


def _as_written(title, html, notes):
    """A text without what our pages add to it, like anchors and the heading of the notes."""
    return "".join([f"<h2>{escape(title)}</h2>", html, *(f"<p>{note['text']}</p>" for note in notes)])


@by_link(MANAGE, PROOF, is_change=True)
def approve(request, link):
    """Approve the text that was read: its hash comes with the form, and is kept."""
    read = request.POST.get("text", "")[:64]
    return _answer(request, link, "approve", "approved", details={"text": read})


@by_link(MANAGE, PROOF, is_change=True)
def object_to(request, link):
    """Object to the text, with words."""
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return proof_page(request, link, form=form, status=422)
    return _answer(request, link, "object", "objected", form=form, message=form.cleaned_data["text"])


def _answer(request, link, action, code, *, form=None, **given):
    submission = link.submission
    if not moving.make(submission, action, **given) and not moving.was_just_made(submission, action):
        return proof_page(request, link, form=form, problem=_why_not(submission), status=409)
    if link.purpose == PROOF:
        links.use_up(link)
    return to_page(link.token, code)


def _why_not(submission):
    if submission.state == State.PROOF:
        return _("The editors changed the text while you were reading. Read it once more, then decide.")
    return _("No word of yours is waited for any more.")
