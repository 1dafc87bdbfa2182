"""What comes with a move: the words and the date that it needs. Whether they are there is asked in moves."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions import conversation, moves

# Words that a move takes though it does not need them.
MAY_HAVE = {"ask_approval": ("message",)}


class MoveForm(forms.Form):
    """One move, with the version and the revision that its author has read. Takes the Move."""

    action = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    message = forms.CharField(
        label=_("To the contributor"),
        help_text=_("They read this in our letter."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    note = forms.CharField(
        label=_("Among ourselves"),
        help_text=_("Colleagues read this, the contributor does not."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    due_at = forms.DateField(
        label=_("Until"),
        required=False,
        error_messages={"invalid": _("Write a day like 2026-12-04.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    use_required_attribute = False

    def __init__(self, move, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.move = move
        wanted = {"due_at" if need == "due" else need for need in (*move.needs, *MAY_HAVE.get(move.action, ()))}
        for name in {"message", "note", "due_at"} - wanted:
            del self.fields[name]
        if move.action in MAY_HAVE:
            self.fields["message"].help_text = _(
                "Where the final text is read, or the text itself. They read this in our letter."
            )

    def with_focus(self):
        """The same form, with the first thing to fill in under the cursor."""
        wrong = [field for field in self.questions if field.errors]
        (wrong or self.questions)[0].field.widget.attrs["autofocus"] = True
        return self

    @property
    def asks(self):
        """Whether there is anything to fill in."""
        return bool(self.questions)

    @property
    def questions(self):
        return [field for field in self if not field.is_hidden]

    def clean_due_at(self):
        """The last minute of that day in the site's zone."""
        day = self.cleaned_data["due_at"]
        if day is None:
            return None
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return timezone.make_aware(datetime.combine(day, time(23, 59)))

    def about(self, submission):
        """The same form with what was typed, now about the submission as it is shown this time."""
        self.data = self.data.copy()
        self.data["version"], self.data["revision"] = submission.version, submission.revision_id
        return self

    def given(self):
        """What transition() takes besides the move."""
        return {name: self.cleaned_data[name] for name in ("message", "note", "due_at") if name in self.fields}


class LetterForm(forms.Form):
    """Words to the contributor outside any decision: a question, an answer."""

    text = forms.CharField(
        label=_("Write to the contributor"),
        help_text=_(
            "They read it in a letter and on their page, without your name. Notes among ourselves stand elsewhere."
        ),
        max_length=conversation.LONGEST,
        error_messages={"required": _("Write your message first.")},
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    use_required_attribute = False

    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="id_letter_%s", **kwargs)


def form_for(move, submission):
    """The empty form of a move, for the submission as it is shown."""
    read = {"action": move.action, "version": submission.version, "revision": submission.revision_id}
    return MoveForm(move, initial=read, auto_id=f"id_{move.action}_%s")


def posted_form(data):
    """The form that was posted, or None where its move does not exist."""
    move = moves.BY_ACTION.get(data.get("action", ""))
    return MoveForm(move, data, auto_id=f"id_{move.action}_%s") if move else None
