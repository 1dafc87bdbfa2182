"""The final text, as readers will see it, and the contributor's word on it."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from ccsis.compare import compare_html
from submissions import links, moves
from submissions.form.by_link import by_link, to_page
from submissions.form.done import done_sentence
from submissions.form.private_forms import ObjectionForm
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
        "typed": form["text"].value() if form is not None and not is_waiting else "",
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
        "compared": compare_html(f"<h2>{own.title}</h2>{own.html}", f"<h2>{final['title']}</h2>{final['html']}"),
        "final": final,
    }
    return render(request, "submissions/private/changed_by_us.html", context)


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
    try:
        moves.transition(submission, action, actor=moves.CONTRIBUTOR, **given)
    except moves.CannotMove as error:
        submission.refresh_from_db()
        if not was_just_done(submission, action):
            problem = str(error) if submission.state == State.PROOF else _("No word of yours is waited for any more.")
            return proof_page(request, link, form=form, problem=problem, status=409)
    if link.purpose == PROOF:
        links.use_up(link)
    return to_page(link.token, code)


def was_just_done(submission, action):
    """Whether this was the contributor's last move: a button that was pressed twice was pressed once."""
    last = submission.events.order_by("-version").first()
    return last is not None and (last.action, last.actor_kind) == (action, moves.CONTRIBUTOR)
