"""What comes with a move: the words, the date and the colleague that it needs, and the other things that one writes on
the review page. Whether a move has what it needs is asked in moves.
"""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ccsis.models import User
from submissions import colleagues, conversation, letters, points
from submissions.desk import replies
from submissions.table import BY_ACTION

# What a move takes though it does not need it.
MAY_HAVE = {"ask_approval": ("message",), "accept": ("message",), "hold": ("due",)}
WITHOUT_A_FORM = ("accept",)  # what can be made by one press, though words may go with it
TIME_FOR_CHANGES = timedelta(days=14)  # as it is proposed
LONGEST = 10_000
HELP = {
    ("ask_approval", "message"): _("The letter leads to the final text by itself. They read this in our letter."),
    ("request_changes", "message"): _(
        "Begin each point with a number, in a paragraph of its own: 1. … 2. … They answer each, and read this in our "
        "letter."
    ),
    ("hold", "due_at"): _("From that day on it stands out in the queue as overdue. It may stay empty."),
    ("request_changes", "due_at"): _("Until then we wait for their answer."),
}


class DeskForm(forms.Form):
    """A form on the review page."""

    use_required_attribute = False

    @property
    def questions(self):
        """The fields that are filled in."""
        return [field for field in self if not field.is_hidden]

    def with_focus(self):
        """The same form, with what is wrong in it, or else the first thing to fill in, under the cursor."""
        wrong = [field for field in self.questions if field.errors]
        (wrong or self.questions)[0].field.widget.attrs["autofocus"] = True
        return self


class WithReplies:
    """A form with words to the contributor, into which kept replies can be put."""

    words = "message"  # the name of the field

    @cached_property
    def offered(self):
        """The replies that fit, in groups, see submissions.desk.replies."""
        return replies.offered(self.kind, letters.language_of(self.submission))

    @property
    def words_id(self):
        """The id of the field, by which the button finds it."""
        return self[self.words].id_for_label

    def put_in(self, pk):
        """Add a kept reply below what was typed. Gives whether there is such a reply."""
        reply = replies.find(pk, self.offered)
        if reply:
            typed = self.data.get(self.words, "").rstrip()
            self.data = self.data.copy()
            self.data[self.words] = f"{typed}\n\n{reply.text}" if typed else reply.text
        return reply is not None


class MoveForm(WithReplies, DeskForm):
    """One move, with the version and the revision that its author has read. Takes the Move, the Submission as it is
    shown, and who is about to make it."""

    action = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"), required=False)
    message = forms.CharField(
        label=_("To the contributor"),
        help_text=_("They read this in our letter."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    note = forms.CharField(
        label=_("Among ourselves"),
        help_text=_("Colleagues read this, the contributor does not."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    due_at = forms.DateField(
        label=_("Until"),
        required=False,
        error_messages={"invalid": _("Write a day like 2026-12-04.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, move, submission, user, data=None, **kwargs):
        read = {"action": move.action, "version": submission.version, "revision": submission.revision_id}
        first = {"due_at": timezone.localdate() + TIME_FOR_CHANGES} if "due" in move.needs else {}
        super().__init__(data, initial=read | first, auto_id=f"id_{move.action}_%s", **kwargs)
        self.move, self.kind, self.submission = move, move.action, submission
        names = (*move.needs, *MAY_HAVE.get(move.action, ()))
        wanted = {"due_at" if name == "due" else name for name in names}
        for name in {"message", "note", "due_at", "to"} - wanted:
            del self.fields[name]
        for (action, name), text in HELP.items():
            if action == move.action:
                self.fields[name].help_text = text
        if "to" in self.fields:
            self.fields["to"].queryset = colleagues.who_may_take(submission).exclude(pk=user.pk)

    @property
    def asks(self):
        """Whether there is anything to fill in."""
        return bool(self.questions)

    @property
    def is_one_press(self):
        return not self.asks or self.move.action in WITHOUT_A_FORM

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
        return {name: self.cleaned_data[name] for name in ("message", "note", "due_at", "to") if name in self.fields}

    def preview(self):
        """The letter that this move would send as things stand in the form, or None."""
        self.is_valid()
        typed = {name: self.cleaned_data.get(name) for name in ("message", "due_at") if self.cleaned_data.get(name)}
        return letters.preview(self.submission, self.move.action, **typed)

    def points(self):
        """What a request asks for, point by point, as it was understood."""
        message = (self["message"].value() or "").strip() if self.move.action == "request_changes" else ""
        return points.points_of(message) if message else []


class LetterForm(WithReplies, DeskForm):
    """Words to the contributor outside any decision: a question, an answer."""

    words, kind = "text", letters.SAY
    text = forms.CharField(
        label=_("Write to the contributor"),
        help_text=_("They read it in a letter and on their page, without your name."),
        max_length=conversation.LONGEST,
        error_messages={"required": _("Write your message first.")},
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, submission, data=None, **kwargs):
        super().__init__(data, auto_id="id_letter_%s", **kwargs)
        self.submission = submission

    def preview(self):
        self.is_valid()
        return letters.preview(self.submission, letters.SAY, message=self.cleaned_data.get("text", ""))


class CommentForm(DeskForm):
    """Something that colleagues should know. Whoever is named first is told of it."""

    to = forms.CharField(
        label=_("For"),
        required=False,
        max_length=41,
        help_text=_("Whoever you name here, or in the text as @name, gets a letter."),
        widget=forms.TextInput(attrs={"list": "colleagues", "placeholder": "@", "autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("Comment"),
        max_length=colleagues.LONGEST,
        error_messages={"required": _("Write your comment first.")},
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="id_comment_%s", **kwargs)

    def clean_to(self):
        """The user name, as colleagues.comment finds it in a text; empty where nobody is named."""
        name = self.cleaned_data["to"].strip().lower().removeprefix("@")
        if name and name not in {user.username for user in colleagues.mentioned_in(f"@{name}")}:
            raise forms.ValidationError(_("There is no colleague of this name who reads the queue."))
        return name

    def said(self):
        """The comment with the name in front of it, unless it stands in it already."""
        name, text = self.cleaned_data["to"], self.cleaned_data["text"]
        is_named = name in {user.username for user in colleagues.mentioned_in(text)}
        return f"@{name} {text}" if name and not is_named else text


class FlagForm(DeskForm):
    """What colleagues should look at, in a sentence."""

    text = forms.CharField(
        label=_("What should somebody look at?"),
        max_length=colleagues.LONGEST_FLAG,
        error_messages={"required": _("Say in a sentence what should be looked at.")},
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="id_flag_%s", **kwargs)


def form_for(move, submission, user, data=None):
    """The form of a move, empty or as it was posted, for the submission as it is shown."""
    return MoveForm(move, submission, user, data)


def posted_form(data, submission, user):
    """The form that was posted, or None where its move does not exist."""
    move = BY_ACTION.get(data.get("action", ""))
    return form_for(move, submission, user, data) if move else None
