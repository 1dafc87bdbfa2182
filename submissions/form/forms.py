"""What a contributor fills in. The form parses and checks; it saves nothing and decides nothing."""

from django import forms
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from ccsis.commonmark import LONGEST, to_html
from ccsis.html import plain_text
from ccsis.scripts import LANGUAGE_NAMES, count_words
from submissions.files import MEGABYTE, MOST_BYTES
from submissions.form import coauthors, consents, questions, scenario
from submissions.form.credit import CreditButtons
from submissions.form.fields import EmailField, NameField, TelephoneField, TextField, said
from submissions.form.parts import PERSON, Parts
from submissions.models import CreditChoice
from submissions.receiving import Filled


def _line(**attrs):
    return forms.TextInput(attrs=attrs)


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


UNDRESSED = (forms.CheckboxInput, forms.RadioSelect, forms.HiddenInput, forms.Textarea, ManyFiles)


class SubmissionForm(Parts, forms.Form):
    """Everything that a call asks for. Takes the Call, what was posted, and as `initial` what was typed before."""

    title = NameField(
        label=_("Title"),
        help_text=_("As a reader would see it. You can change it later."),
        error_messages=said(_("Give your simulation a title.")),
    )
    text = TextField(
        label=_("Your simulation"),
        error_messages=said(_("Write your simulation here.")),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the text"),
        error_messages=said(
            _("Choose the language of your text."), invalid_choice=_("Choose one of the languages of this call.")
        ),
    )
    files = forms.FileField(label=_("Files with it"), required=False, widget=ManyFiles)
    full_name = NameField(
        label=_("Full name"),
        help_text=_("As you would like it printed, in any script. One name is enough."),
        error_messages=said(_("Write your name.")),
        widget=_line(autocomplete="name"),
    )
    native_name = NameField(
        label=_("Your name in its own script"),
        help_text=_("Where that is not the one above, like ნინო or Նինո."),
        required=False,
    )
    position = NameField(
        label=_("Title or occupation"),
        help_text=_("Printed beside your name: historian, railway engineer, student."),
        error_messages=said(_("Write what you do, like historian or student.")),
        max_length=120,
        widget=_line(autocomplete="organization-title"),
    )
    affiliation = NameField(
        label=_("Where you work or study"),
        help_text=_("Printed too, if you give it."),
        required=False,
        max_length=120,
        widget=_line(autocomplete="organization"),
    )
    email = EmailField(
        label=_("E-mail address"),
        help_text=_("We send one letter to confirm it, and our answer. It is never shown."),
        error_messages=said(_("Write your e-mail address, so that we can answer.")),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = TelephoneField(
        label=_("Telephone"),
        error_messages=said(
            _("Write your telephone number, with the country code."),
            max_length=_("Write one number of at most 40 signs; this has %(show_value)d."),
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "input w-m"}),
    )
    credit_choice = forms.ChoiceField(
        label=_("How shall we credit you?"),
        choices=CreditChoice.choices,
        initial=CreditChoice.FULL,
        error_messages=said(
            _("Choose how you want to be named."), invalid_choice=_("Choose how you want to be named.")
        ),
        widget=CreditButtons,
    )
    pseudonym = NameField(
        label=_("Pseudonym"), help_text=_("If you chose one: as we shall print it."), required=False, max_length=120
    )
    interests = NameField(
        label=_("Interests that readers should know of"),
        help_text=_("An office, an employer, money or family that has to do with the subject. Printed with the text."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short"}),
    )
    consent = forms.BooleanField(error_messages=said(consents.PLEASE["consent"]))
    original = forms.BooleanField(error_messages=said(consents.PLEASE["original"]))
    safe = forms.BooleanField(error_messages=said(consents.PLEASE["safe"]))
    uses_ai = forms.BooleanField(
        label=_("A language model wrote or rewrote parts of it"),
        help_text=_("This does not count against you."),
        required=False,
    )
    ai_use = NameField(
        label=_("What did it do?"),
        help_text=_("In a line: translated from Georgian, shortened, wrote the part on prices."),
        required=False,
        max_length=300,
    )
    shared = forms.BooleanField(
        label=_("This is a shared computer"),
        help_text=_("Keep no copy of what I write in this browser."),
        required=False,
    )

    NOT_IN_ANY_SCRIPT = ("email", "phone", "language", "low", "high")

    use_required_attribute = False

    def __init__(self, call, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.call = call
        self.questions = list(call.questions.all())
        self.coauthor_count = coauthors.count_in(self.data if self.is_bound else self.initial)
        self._add_parts()
        self.fields["text"].help_text = self._text_help()
        for tick in consents.TICKS:
            self.fields[tick].label = consents.as_read(tick, call)
        self._offer_languages()
        self._ask_phone()
        self._ask_files()
        for name, field in self.fields.items():
            self._dress(name, field)

    def _add_parts(self):
        """The fields that are not the same for every call, each in its place: errors are listed in this order."""
        own, personal = ([each for each in self.questions if each.is_personal == kind] for kind in (False, True))
        last = ("consent", "original", "safe", "uses_ai", "ai_use", "shared")
        parts = [scenario.fields(), questions.fields(own), coauthors.fields(self.coauthor_count)]
        parts.append(questions.fields(personal))
        for part in parts:
            self.fields |= part
        order = ["title", "text", "language", "files", *parts[0], *parts[1], *PERSON, *parts[2], *parts[3], *last]
        self.order_fields(order)

    def _text_help(self):
        return _(
            "Between %(least)s and %(most)s words. A line that begins with ## is a heading; *one star* is emphasis; "
            "[words](https://…) is a link; [^1] is a footnote."
        ) % {"least": _grouped(self.call.words_from), "most": _grouped(self.call.words_to)}

    def _languages(self):
        return [code for code in self.call.languages if code in LANGUAGE_NAMES] or ["en"]

    def _offer_languages(self):
        codes = self._languages()
        self.fields["language"].choices = [(code, LANGUAGE_NAMES[code]) for code in codes]
        self.fields["language"].initial = get_language() if get_language() in codes else codes[0]
        if len(codes) == 1:
            self.fields["language"].widget = forms.HiddenInput()

    def _ask_phone(self):
        if not self.call.asks_phone:
            del self.fields["phone"]
            return
        self.fields["phone"].required = self.call.requires_phone
        why = [self.call.phone_reason, str(_("With the country code. It is never shown."))]
        self.fields["phone"].help_text = " ".join(filter(None, why))

    def _ask_files(self):
        kinds = [f".{kind}" for kind in self.call.file_kinds]
        if not kinds:
            del self.fields["files"]
            return
        self.fields["files"].widget.attrs["accept"] = ",".join(kinds)
        self.fields["files"].help_text = ngettext(
            "One, %(kinds)s, of at most %(size)d MB.",
            "At most %(number)d, %(kinds)s, of at most %(size)d MB each.",
            self.call.most_files,
        ) % {"number": self.call.most_files, "kinds": _(" or ").join(kinds), "size": MOST_BYTES // MEGABYTE}

    def _dress(self, name, field):
        attrs = field.widget.attrs
        is_plain = isinstance(
            field.widget, (forms.CheckboxInput, forms.RadioSelect, forms.HiddenInput, forms.Textarea, ManyFiles)
        )
        if not is_plain:
            attrs.setdefault("class", "input")
        attrs.pop("maxlength", None)  # with it a browser cuts off what is pasted, and says nothing
        is_typed = isinstance(field.widget, (forms.Textarea, forms.TextInput))
        if is_typed and name.rpartition("-")[2] not in self.NOT_IN_ANY_SCRIPT:
            attrs["dir"] = "auto"

    # Checking

    def clean_text(self):
        text = self.cleaned_data["text"]
        refuse_too_long(text)
        words = count_words(plain_text(to_html(text)[0]))
        if words < self.call.words_from:
            raise forms.ValidationError(_shown(words, _("this call asks for at least %s."), self.call.words_from))
        if words > self.call.words_to:
            raise forms.ValidationError(_shown(words, _("this call takes at most %s."), self.call.words_to))
        return text

    def clean(self):
        data = super().clean()
        for name, sentence in scenario.what_is_wrong(data, timezone.localdate(), self.scenario_before()).items():
            self.add_error(name, sentence)
        self._check_pseudonym(data)
        for name, sentence in coauthors.what_is_wrong(self, self.own_email()):
            self.add_error(name, sentence)
        if data.get("uses_ai") and not data.get("ai_use") and "ai_use" not in self.errors:
            self.add_error("ai_use", _("Say in a line what the language model did."))
        return data

    def _check_pseudonym(self, data):
        if data.get("credit_choice") != CreditChoice.PSEUDONYM or "pseudonym" in self.errors:
            return
        if not data.get("pseudonym"):
            self.add_error("pseudonym", _("Write the pseudonym, or choose another credit."))
        elif data["pseudonym"].casefold() in (data.get("full_name", "").casefold(), data.get("native_name")):
            self.add_error("pseudonym", _("This is your name. Write another one, or choose a credit with your name."))

    def scenario_before(self):
        """The scenario as it was sent, of something that was sent before."""
        return {}

    def own_email(self):
        return self.cleaned_data.get("email", "")

    # What was filled in

    def filled(self):
        """What was filled in, as submissions.receiving takes it."""
        data = self.cleaned_data
        return Filled(
            title=data["title"],
            source=data["text"],
            language=data["language"],
            contributor=self.contributor(),
            consents=consents.given([tick for tick in consents.TICKS if tick in self.fields], self.call),
            scenario=scenario.scenario_of(data),
            answers=questions.answers_of(data, self.questions, personal=False),
            coauthors=coauthors.filled(self),
        )

    def contributor(self):
        """The cleaned data about the person, as fields of Contributor."""
        data = self.cleaned_data
        choice = data.get("credit_choice", CreditChoice.FULL)
        return {
            "full_name": data.get("full_name", ""),
            "native_name": data.get("native_name", ""),
            "title": data.get("position", ""),
            "affiliation": data.get("affiliation", ""),
            "email": data.get("email", ""),
            "phone": data.get("phone", ""),
            "credit_choice": choice,
            "pseudonym": data.get("pseudonym", "") if choice == CreditChoice.PSEUDONYM else "",
            "interests": data.get("interests", ""),
            "uses_ai": data.get("uses_ai", False),
            "ai_use": data.get("ai_use", ""),
            "answers": questions.answers_of(data, self.questions, personal=True),
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
