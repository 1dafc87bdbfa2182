"""The steps that a piece can take from its page: buttons, what is written with them, and making the move.

Everything typed into the form of the piece is saved first; what goes with a step survives when it cannot be taken.
"""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from articles import publishing
from articles.locking import CannotMove
from articles.models import Article, Correction
from articles.table import BY_ACTION

State = Article.State
BUTTON = "_move"
SMALL_FIX, LOOK = "small_fix", "look_at_correction"
# What each button says. Retracting asks on a page of its own, dates have their own place.
LABELS = {
    "begin": L("Save and begin writing"),
    "hand_in": L("Save and hand in"),
    "take_back": L("Take back"),
    "pass_on": L("Save and pass on to copy-editing"),
    "approve": L("Save and approve"),
    "send_back": L("Save and send back"),
    "unschedule": L("Take off the schedule"),
    "publish": L("Publish"),
}
DONE = {
    "begin": L("Begun: it is a draft now."),
    "hand_in": L("Handed in. Editors see it on their front page."),
    "take_back": L("Taken back: it is a draft again."),
    "pass_on": L("Passed on to copy-editing."),
    "approve": L("Approved: it is ready to be published."),
    "send_back": L("Sent back. A letter tells whoever began it and whoever has it."),
    "unschedule": L("Taken off the schedule. It stays ready."),
}
WITH_A_NOTE = {"hand_in", "take_back", "pass_on", "approve", "send_back", "unschedule"}
# The one step that leads on from each state; a published piece goes on to its readers.
NEXT = {State.PLANNED: "begin", State.DRAFT: "hand_in", State.REVIEW: "pass_on", State.COPYEDIT: "approve"}
NEXT |= {State.READY: "publish"}


class StepForm(forms.Form):
    """What is written with a step. It stands inside the form of the piece, with names of its own."""

    note = forms.CharField(
        label=L("Note for colleagues"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=L("It goes with the step and stays in the history. Whoever sends a piece back says what to do."),
    )
    type = forms.ChoiceField(
        label=L("What it is"),
        required=False,
        choices=[choice for choice in Correction.Type.choices if choice[0] != Correction.Type.RETRACTION],
        initial=Correction.Type.CORRECTION,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=L("What changed"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=L(
            "Readers see it with the piece and on the page of corrections. Say what stood there, and what is right."
        ),
    )

    preview = None  # the words as readers will see them
    is_correction = False  # whether the part about a correction shall be open

    def __init__(self, data=None):
        super().__init__(data, prefix="step")

    def given(self, name):
        """What was written into one field; nothing where the page had none."""
        return self.cleaned_data.get(name, "") if self.is_valid() else ""


@dataclass(frozen=True)
class Step:
    action: str
    label: str
    is_main: bool
    help: str = ""


def steps(piece, user, standing):
    """The buttons of a piece for this person, the one that leads on first."""
    open_now = [move.action for move in publishing.open_moves(piece, user)]
    is_public = standing in ("published", "pending")
    main = "publish" if is_public and "publish" in open_now else NEXT.get(piece.state)
    found = [Step(each, _label(each, standing), each == main) for each in LABELS if each in open_now]
    found.sort(key=lambda step: not step.is_main)
    if is_public and "publish" in open_now:
        fix = Step(SMALL_FIX, _("Small fix"), False, _("Publishes; “updated” stays as it is."))
        found.insert(1, fix)  # behind “Publish changes”, which leads on from there
    return found


def _label(action, standing):
    if action == "publish" and standing in ("published", "pending"):
        return _("Publish changes")
    if action == "publish" and standing in ("retracted", "expired"):
        return _("Publish again")
    return LABELS[action]


def asked_for(request):
    """The step whose button was pressed, or None. Raises PermissionDenied where this person may not take it."""
    pressed = request.POST.get(BUTTON) if request.method == "POST" else None
    if pressed is None:
        return None
    move = BY_ACTION.get({SMALL_FIX: "publish", LOOK: "correct"}.get(pressed, pressed))
    offered = move and (move.action in LABELS or move.action == "correct")
    if not offered or not request.user.has_perm(f"articles.{move.permission}"):
        raise PermissionDenied
    return pressed


def take(request, piece, action):
    """Take a step with a piece that was just saved, and say what came of it.

    Gives None, or the StepForm to be shown again: where the step could not be taken, or its words are looked at.
    """
    if action in ("publish", SMALL_FIX) and publishing.standing(piece) == "published":
        messages.info(request, _("Readers already see this text."))
        return None
    form = StepForm(request.POST)
    form.is_correction = action in ("correct", LOOK)
    try:
        if action == LOOK:
            form.preview = _preview(form)
            return form
        said = _move(request, piece, action, form)
    except CannotMove as cannot:
        messages.warning(request, _("What you typed is saved, but this step was not taken:"))
        for sentence in cannot.reasons:
            messages.error(request, sentence)
        return form
    messages.success(request, said)
    return None


def _move(request, piece, action, form):
    """Make the move. Gives what to say of it."""
    if not form.is_valid():
        raise CannotMove(*(error for errors in form.errors.values() for error in errors))
    by, note = request.user, form.given("note")
    if action == "begin" and piece.state == State.DRAFT:  # saving its first words began it
        return DONE[action]
    if action in ("publish", SMALL_FIX, "correct"):
        return _told(_publish(piece, action, form, by, note))
    words = {"note": note} if action in WITH_A_NOTE else {}
    getattr(publishing, action)(piece, by=by, **words)
    return DONE[action]


def _publish(piece, action, form, by, note):
    if action == "correct":
        if publishing.standing(piece) == "published":
            raise CannotMove(_("Readers already see this text. Change it first, then say what you corrected."))
        return publishing.correct(piece, by=by, type=form.given("type"), text=form.given("text"))
    return publishing.publish(piece, by=by, minor=action == SMALL_FIX, note=note[:300])


def _told(publication):
    words = _('Published as version {}. <a href="{}">See it as readers do</a>.')
    return format_html(words, publication.version, publication.get_absolute_url())


def _preview(form):
    if not form.given("text").strip():
        raise CannotMove(_("Write what changed: readers will see it with the piece."))
    label = dict(Correction.Type.choices).get(form.given("type"), Correction.Type.CORRECTION.label)
    return {"label": label, "day": timezone.localdate(), "text": form.given("text").strip()}
