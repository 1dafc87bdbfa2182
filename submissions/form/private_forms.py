"""What is filled in on the private pages. A form parses and checks; it saves nothing and decides nothing."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from submissions import conversation
from submissions.form.credit import CreditButtons
from submissions.form.fields import EmailField, NameField, ShortTextField, TextField, said
from submissions.models import CreditChoice

LONGEST_ANSWER = 5000


class PlainForm(forms.Form):
    """A form whose fields look as on all pages of contributors."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            if isinstance(each.widget, (forms.TextInput, forms.EmailInput)):
                each.widget.attrs.setdefault("class", "input")
            each.widget.attrs.pop("maxlength", None)  # with it a browser cuts off what is pasted, and says nothing


class AddressForm(PlainForm):
    email = EmailField(
        label=L("E-mail address"),
        error_messages={"required": L("Write your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class MessageForm(PlainForm):
    text = TextField(
        label=L("Your message"),
        help_text=L("An editor reads it. Answers come by letter, and stand here."),
        max_length=conversation.LONGEST,
        error_messages=said(
            L("Write your message first."),
            max_length=L("Shorten it to %(limit_value)d letters; it has %(show_value)d."),
        ),
        widget=forms.Textarea(attrs={"rows": 4, "class": "short", "dir": "auto"}),
    )


class ReasonForm(PlainForm):
    """Why a text is withdrawn, for who wants to say it."""

    reason = ShortTextField(label=L("Why? You need not say it."), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["dir"] = "auto"


class ObjectionForm(PlainForm):
    """What is wrong with the final text."""

    text = TextField(
        label=L("What should be different?"),
        help_text=L("Name the sentence, and say how it should read."),
        max_length=conversation.LONGEST,
        error_messages=said(
            L("Say what should be different, so that an editor can mend it."),
            max_length=L("Shorten it to %(limit_value)d letters; it has %(show_value)d."),
        ),
        widget=forms.Textarea(attrs={"rows": 4, "class": "short", "dir": "auto"}),
    )


class AnswersForm(PlainForm):
    """An answer to each point of a request for changes. Takes the Points; what was put by stands there already."""

    def __init__(self, points, data=None, **kwargs):
        super().__init__(data, initial={name_of(point): point.answer for point in points}, **kwargs)
        self.points = points
        for point in points:
            self.fields[name_of(point)] = TextField(
                label=_("Your answer to point %d") % point.n,
                max_length=LONGEST_ANSWER,
                error_messages=said(
                    _("Answer point %d, in a sentence at least.") % point.n,
                    max_length=_("Shorten your answer to point %d.") % point.n + f" ({LONGEST_ANSWER})",
                ),
                widget=forms.Textarea(attrs={"rows": 3, "class": "short", "dir": "auto"}),
            )

    def pairs(self):
        """(Point, field) one after the other."""
        return [(point, self[name_of(point)]) for point in self.points]

    def answers(self):
        """The checked answers by the number of their point."""
        return {point.n: self.cleaned_data[name_of(point)] for point in self.points}

    def typed(self):
        """What was typed by the number of its point, unchecked."""
        return {point.n: (self[name_of(point)].value() or "")[:LONGEST_ANSWER] for point in self.points}


def name_of(point):
    return f"answer-{point.n}"


class CoAuthorForm(PlainForm):
    """How a co-author wants to be named. Takes the CoAuthor."""

    full_name = NameField(label=L("Full name"), error_messages=said(L("Write your name.")))
    native_name = NameField(label=L("Your name in its own script"), required=False)
    title = NameField(label=L("Title or occupation"), max_length=120, required=False)
    affiliation = NameField(label=L("Where you work or study"), max_length=120, required=False)
    credit_choice = forms.ChoiceField(
        label=L("How do you want to be named?"),
        choices=CreditChoice.choices,
        widget=CreditButtons,
        error_messages=said(L("Choose how you want to be named."), invalid_choice=L("Choose one of these.")),
    )
    pseudonym = NameField(label=L("Pseudonym"), help_text=L("Only if you chose one."), max_length=120, required=False)

    def __init__(self, coauthor, data=None, **kwargs):
        super().__init__(data, initial={name: getattr(coauthor, name) for name in self.base_fields}, **kwargs)
        for name in ("full_name", "native_name", "title", "affiliation", "pseudonym"):
            self.fields[name].widget.attrs["dir"] = "auto"

    def clean(self):
        data = super().clean()
        is_pseudonym = data.get("credit_choice") == CreditChoice.PSEUDONYM
        if is_pseudonym and not data.get("pseudonym") and "pseudonym" not in self.errors:
            self.add_error("pseudonym", _("Write the pseudonym, or choose another way to be named."))
        if not is_pseudonym:
            data["pseudonym"] = ""
        return data


def typed_in(*forms):
    """What somebody typed for something that cannot be done any more, so that it can be copied: (label, text)."""
    sent = [form for form in forms if form is not None and form.is_bound]
    return [(field.label, field.value()) for form in sent for field in form if field.value()]
