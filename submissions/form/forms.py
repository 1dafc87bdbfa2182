"""What a contributor fills in. The form parses and checks; it saves nothing and decides nothing."""

import re
import unicodedata

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ccsis.commonmark import LONGEST, to_html
from ccsis.html import plain_text
from ccsis.scripts import LANGUAGE_NAMES, clean_name, clean_text, count_words
from submissions.receiving import Filled

DIGITS_IN_A_NUMBER = range(5, 21)
TOO_LONG = _("Shorten this to %(limit_value)d letters; it has %(show_value)d.")
CONSENT = "publish-1"  # raise the number when the wording changes; both are stored with the submission


def consent_wording(call):
    """What a contributor agrees to, as they read it."""
    return _(
        "The text is my own. The centre may edit it with my knowledge and publish it under %(licence)s, "
        "with my name and title."
    ) % {"licence": call.licence}


class NameField(forms.CharField):
    """One line for a name or a title, without hidden marks."""

    def to_python(self, value):
        return clean_name(super().to_python(value))


class TextField(forms.CharField):
    widget = forms.Textarea

    def to_python(self, value):
        return clean_text(super().to_python(value))


class EmailField(forms.EmailField):
    """An address as it is typed on any keyboard: spaces and marks that one cannot see are no part of it."""

    def to_python(self, value):
        return clean_name(super().to_python(value)).replace(" ", "")


class TelephoneField(forms.CharField):
    """A telephone number in any of the ways that people write one; digits of every script become 0 to 9."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def to_python(self, value):
        value = clean_name(super().to_python(value))
        return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in value)

    def validate(self, value):
        super().validate(value)
        if value and not self._is_number(value):
            raise forms.ValidationError(_("Write the number with its country code, like +995 555 010 203."))

    def _is_number(self, value):
        number, _extension, more = re.sub(r"[\s().,/\-–]", "", value).lower().partition("ext")
        number += more
        return re.fullmatch(r"\+?[0-9]+", number) is not None and len(number.lstrip("+")) in DIGITS_IN_A_NUMBER


def _said(sentence, **messages):
    return {"required": sentence, **messages}


class SubmissionForm(forms.Form):
    """Everything that a call asks for. Takes the Call."""

    title = NameField(
        label=_("Title"),
        help_text=_("As a reader would see it."),
        error_messages=_said(_("Give your simulation a title."), max_length=TOO_LONG),
        max_length=200,
    )
    text = TextField(
        label=_("Your simulation"),
        error_messages=_said(_("Write your simulation here.")),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the text"),
        error_messages=_said(
            _("Choose the language of your text."), invalid_choice=_("Choose one of the languages of this call.")
        ),
    )
    full_name = NameField(
        label=_("Full name"),
        help_text=_("As you would like it printed. One name is enough."),
        error_messages=_said(_("Write your name."), max_length=TOO_LONG),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    native_name = NameField(
        label=_("Your name in its own script"),
        help_text=_("Where that is not the one above, like ნინო or Նինո."),
        error_messages={"max_length": TOO_LONG},
        required=False,
        max_length=200,
    )
    position = NameField(
        label=_("Title or occupation"),
        help_text=_("Printed beside your name: historian, railway engineer, student."),
        error_messages=_said(_("Write what you do, like historian or student."), max_length=TOO_LONG),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    affiliation = NameField(
        label=_("Where you work or study"),
        help_text=_("Printed too, if you give it."),
        error_messages={"max_length": TOO_LONG},
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = EmailField(
        label=_("E-mail address"),
        help_text=_("Our answer goes there. It is never shown."),
        error_messages=_said(
            _("Write your e-mail address, so that we can answer."),
            invalid=_("Write your e-mail address in full, like nino@example.org."),
            max_length=_("Write an address of at most 254 letters; this one has %(show_value)d."),
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
    )
    phone = TelephoneField(
        label=_("Telephone"),
        error_messages=_said(
            _("Write your telephone number, with the country code."),
            max_length=_("Write one number of at most 40 signs; this has %(show_value)d."),
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    consent = forms.BooleanField(error_messages=_said(_("Tick the box to let us publish your text.")))

    YOUR_TEXT = ("title", "text", "language")
    IN_ANY_SCRIPT = ("title", "text", "full_name", "native_name", "position", "affiliation")
    ABOUT_YOU = ("full_name", "native_name", "position", "affiliation", "email", "phone")

    use_required_attribute = False

    def __init__(self, call, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.call = call
        self.fields["text"].help_text = self._text_help()
        self.fields["consent"].label = consent_wording(call)
        self._offer_languages()
        if call.asks_phone:
            self.fields["phone"].help_text = " ".join(
                filter(None, [call.phone_reason, str(_("With the country code."))])
            )
        else:
            del self.fields["phone"]
        for name, field in self.fields.items():
            if not isinstance(field.widget, (forms.CheckboxInput, forms.HiddenInput, forms.Textarea)):
                field.widget.attrs["class"] = "input"
            field.widget.attrs.pop("maxlength", None)  # with it a browser cuts off what is pasted, and says nothing
            if name in self.IN_ANY_SCRIPT:
                field.widget.attrs["dir"] = "auto"

    def _text_help(self):
        return _(
            "Between %(least)s and %(most)s words. A line that begins with ## is a heading; *one star* is emphasis; "
            "[words](https://…) is a link; [^1] is a footnote."
        ) % {"least": _grouped(self.call.words_from), "most": _grouped(self.call.words_to)}

    def _offer_languages(self):
        codes = [code for code in self.call.languages if code in LANGUAGE_NAMES] or ["en"]
        self.fields["language"].choices = [(code, LANGUAGE_NAMES[code]) for code in codes]
        self.fields["language"].initial = codes[0]
        if len(codes) == 1:
            self.fields["language"].widget = forms.HiddenInput()

    def your_text(self):
        return [self[name] for name in self.YOUR_TEXT if not self[name].is_hidden]

    def about_you(self):
        return [self[name] for name in self.ABOUT_YOU if name in self.fields]

    def clean_text(self):
        text = self.cleaned_data["text"]
        refuse_too_long(text)
        words = count_words(plain_text(to_html(text)[0]))
        if words < self.call.words_from:
            raise forms.ValidationError(_shown(words, _("this call asks for at least %s."), self.call.words_from))
        if words > self.call.words_to:
            raise forms.ValidationError(_shown(words, _("this call takes at most %s."), self.call.words_to))
        return text

    def filled(self):
        """What was filled in, as submissions.receiving takes it."""
        data = self.cleaned_data
        return Filled(
            title=data["title"],
            source=data["text"],
            language=data["language"],
            contributor=self.contributor(),
            consents={CONSENT: consent_wording(self.call)},
        )

    def contributor(self):
        """The cleaned data about the person, as fields of Contributor."""
        data = self.cleaned_data
        return {
            "full_name": data["full_name"],
            "native_name": data["native_name"],
            "title": data["position"],
            "affiliation": data["affiliation"],
            "email": data["email"],
            "phone": data.get("phone", ""),
        }


def refuse_too_long(text):
    """Raises ValidationError where a text has more characters than we read."""
    if len(text) > LONGEST:
        raise forms.ValidationError(
            _("Your text has %(has)s characters; we can take %(limit)s. Shorten it, or divide it in two.")
            % {"has": _grouped(len(text)), "limit": _grouped(LONGEST)}
        )


def _shown(words, sentence, bound):
    counted = ngettext("Your text has %s word;", "Your text has %s words;", words) % _grouped(words)
    return f"{counted} {sentence % _grouped(bound)}"


def _grouped(number):
    return number_format(number, force_grouping=True)
