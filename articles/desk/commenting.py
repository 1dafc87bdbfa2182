"""Comments on a piece, beside its text: saying, answering, resolving, opening again."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from articles import commenting
from articles.colleagues import colleagues
from articles.locking import CannotMove


class CommentForm(forms.Form):
    """A new comment. The paragraphs are those of the saved text."""

    paragraph = forms.ChoiceField(label=L("About"), required=False)
    text = forms.CharField(
        label=L("Comment"),
        max_length=commenting.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=L("Whoever you name as @name gets a letter, and so does whose piece it is."),
        error_messages={"required": L("Write your comment first.")},
    )

    def __init__(self, data=None, *, piece):
        super().__init__(data, prefix="comment", label_suffix="")
        lines = commenting.paragraphs(piece.body)
        known = {each.fingerprint: f"{each.n}. {each.beginning}" for each in reversed(lines)}
        self.fields["paragraph"].choices = [("", _("The whole piece")), *reversed(known.items())]
        self.fields["paragraph"].error_messages["invalid_choice"] = _(
            "This paragraph was changed meanwhile. Choose it again, or comment on the whole piece."
        )


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=L("Answer"),
        max_length=commenting.LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": L("Write your answer first.")},
    )

    def __init__(self, data=None, *, comment):
        super().__init__(data, prefix=f"answer-{comment.pk}", label_suffix="")
        self.comment = comment


def shown(request, piece, answers):
    """For the page of a piece: its comments in the order of the text, and the forms."""
    may = request.user.has_perm("articles.add_comment")
    threads = commenting.threads(piece)
    sent = answers.get("answer")
    for thread in threads:
        is_sent = sent is not None and sent.comment == thread.comment
        thread.form = (sent if is_sent else AnswerForm(comment=thread.comment)) if may else None
    return {
        "threads": [thread for thread in threads if not thread.comment.resolved_at],
        "resolved_threads": [thread for thread in threads if thread.comment.resolved_at],
        "comment_form": answers.get("comment") or (CommentForm(piece=piece) if may else None),
        "colleagues": colleagues(piece) if may else (),
    }


def say(request, piece):
    """Say something new; or with `answer`, `resolve` or `reopen` and the id of a comment do that with it.

    Gives the forms to be shown again, and where on the page to look.
    """
    if not request.user.has_perm("articles.add_comment"):
        raise PermissionDenied
    for name, act in (("answer", _answer), ("resolve", _resolve), ("reopen", _reopen)):
        if number := request.POST.get(name):
            comment = get_object_or_404(piece.comments, pk=number if number.isdecimal() else 0, answers_to=None)
            return act(request, comment), f"#comment-{comment.pk}"
    form = CommentForm(request.POST, piece=piece)
    if form.is_valid():
        try:
            made = commenting.comment(piece, by=request.user, **form.cleaned_data)
        except CannotMove as cannot:
            form.add_error("text", cannot.reasons)
        else:
            _thank(request, made)
            return {}, f"#comment-{made.pk}"
    return {"comment": form}, "#comments"


def _answer(request, comment):
    form = AnswerForm(request.POST, comment=comment)
    if not form.is_valid():
        return {"answer": form}
    _thank(request, commenting.answer(comment, by=request.user, text=form.cleaned_data["text"]))
    return {}


def _thank(request, made):
    told = ", ".join(str(user) for user in made.mentions.all())
    messages.success(request, _("Said. A letter goes to %s.") % told if told else _("Said."))


def _resolve(request, comment):
    is_done = commenting.resolve(comment, by=request.user)
    messages.success(request, _("Resolved.") if is_done else _("It was resolved already."))
    return {}


def _reopen(request, comment):
    is_done = commenting.reopen(comment)
    messages.success(request, _("It is open again.") if is_done else _("It was open already."))
    return {}
