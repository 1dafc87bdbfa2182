"""A form as it stands in somebody's browser: for which call, with which stamp, and for which submission, if there is
one already. What was typed into it is a Draft once it was put by, and comes back as it was typed.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from submissions.form import changes, coauthors
from submissions.form.changes import ChangeForm
from submissions.form.forms import SubmissionForm
from submissions.form.stamps import Stamp, new_stamp, read_stamp
from submissions.models import Call, Draft, State, Submission

LONGEST_NONCE = Submission._meta.get_field("nonce").max_length


@dataclass
class Sheet:
    request: HttpRequest
    call: Call
    now: datetime
    stamp: Stamp | None
    submission: Submission | None = None  # before it was saved or sent there is none
    token: str = ""  # of the link that opened the page; empty on the page of the call
    refused: list = field(default_factory=list)  # why files that came with it were not taken, in sentences

    @classmethod
    def of_call(cls, request, call, now):
        """The form on the page of a call; where it was put by or sent before, its stamp knows the submission."""
        if request.method != "POST":
            return cls(request, call, now, new_stamp(call, now))
        stamp = read_stamp(call, request.POST.get("stamp", ""))
        known = _known(stamp)
        while known and known.state != State.DRAFT and not known.revision_id and len(stamp.nonce) < LONGEST_NONCE:
            # Withdrawn before it was sent: the form is still open, and may become another submission.
            stamp = replace(stamp, nonce=f"{stamp.nonce}+")
            known = _known(stamp)
        return cls(request, call, now, stamp, known)

    @classmethod
    def of_link(cls, request, link, now):
        """The form on a private page."""
        call = link.submission.call
        stamp = read_stamp(call, request.POST.get("stamp", "")) if request.method == "POST" else new_stamp(call, now)
        return cls(request, call, now, stamp, link.submission, link.token)

    @property
    def is_draft(self):
        return self.submission is None or self.submission.state == State.DRAFT

    @property
    def is_change(self):
        """Whether this form changes something that was sent."""
        return bool(self.token) and not self.is_draft

    @property
    def address(self):
        return reverse("form:edit", args=[self.token]) if self.token else self.call.get_absolute_url()

    @property
    def draft(self):
        """The words that were put by, or None."""
        return Draft.objects.filter(submission=self.submission).first() if self.submission else None

    def may_send(self):
        """Whether what is in the form may still be sent: while the call is open, and a while longer what was begun
        before it closed."""
        if self.is_change:
            return any(each.can_be_edited(self.now) for each in (self.submission, self.submission.as_shown(self.now)))
        if self.call.is_open(self.now):
            return True
        begun = self.submission.created_at if self.submission else self.stamp and self.stamp.opened_at
        return bool(begun) and self.call.takes_forms_opened_earlier(self.now) and begun < self.call.closes_at

    def may_save(self):
        """Whether what is in the form may be put by: always before it was sent, and then while it may be changed."""
        return self.is_draft or not self.token or self.submission.can_be_edited(self.now)

    # Its forms

    def posted(self):
        """The form with what was posted, to be checked; a file that was not taken is an error like others."""
        form = self._form(data=self.request.POST)
        for sentence in self.refused:
            form.add_error("files", sentence)
        return form

    def typed(self, data):
        """The form with what was typed, unchecked. Takes what was posted or kept, as a QueryDict."""
        bound = self._form(data=data)
        values = {name: bound[name].value() for name in bound.fields}
        values[coauthors.COUNT] = bound.coauthor_count
        return self._form(initial={name: value for name, value in values.items() if value is not None})

    def begun(self):
        """The form as somebody finds it: with the words that were put by, else with what was sent, else empty."""
        draft = self.draft
        if draft:
            return self.typed(as_posted(draft.typed))
        return self.as_sent() if self.is_change and self.submission.revision_id else self._form()

    def as_sent(self):
        """The form with what was sent."""
        return self._form(initial=changes.as_typed(self.submission))

    def _form(self, **kwargs):
        if self.is_change and self.submission.revision_id:  # a draft that was withdrawn has none
            return ChangeForm(self.submission, **kwargs)
        return SubmissionForm(self.call, **kwargs)

    # Whether somebody else was here meanwhile

    def seen(self):
        """What this page begins with, for the page to say when it comes back: the revision, and the saved words."""
        revision = self.submission.revision_id if self.submission else None
        draft = self.draft
        return f"{revision or ''}/{draft.saved_at.isoformat() if draft else ''}"

    def may_replace(self, draft):
        """Whether these saved words are those that this page began with, or come from this very page."""
        seen = self.request.POST.get("seen", "").partition("/")[2]
        return draft.saved_at.isoformat() == seen or draft.typed.get("stamp") == [self.request.POST.get("stamp")]

    def knows_the_revision(self):
        """Whether the text that was sent last is the one that this page began with."""
        return self.request.POST.get("seen", "").partition("/")[0] == str(self.submission.revision_id or "")


def _known(stamp):
    """The submission that a form with this stamp became, or None."""
    rows = Submission.objects.filter(nonce=stamp.nonce if stamp else "", erased_at=None)
    return rows.select_related("revision", "call").first()


def typed_of(request, form):
    """What was typed, as a Draft keeps it: only what the form has fields for, and which page it was."""
    names = [name for name in [*form.fields, coauthors.COUNT, "stamp"] if name in request.POST]
    return {name: request.POST.getlist(name) for name in names}


def as_posted(typed):
    """Kept words as a form posts them."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data
