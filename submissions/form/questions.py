"""What a call asks beyond the standard questions: a field for each, by the key of the question."""

from django import forms
from django.utils.translation import gettext as _

from submissions.form.fields import NameField, NumberField, ShortTextField, said

LONGEST = 5000  # characters of a long answer
FEW = 6  # choices that are shown as a row of buttons; more become a list


def name_of(question):
    return f"answer-{question.key}"


def fields(questions):
    """The form's fields by name, in the order of the questions."""
    return {name_of(question): _field(question) for question in questions}


def _field(question):
    more = {"label": question.label, "help_text": question.help_text, "required": question.is_required}
    sentence = _("Answer the question: %s") % question.label
    match question.kind:
        case "long":
            field = ShortTextField(max_length=LONGEST, **more)
        case "number":
            field = NumberField(**more)
        case "choice":
            field = _choice(question, more)
        case _:
            field = NameField(max_length=300, **more)
    field.error_messages |= said(sentence)
    return field


def _choice(question, more):
    choices = [(choice, choice) for choice in question.choice_list]
    few = len(choices) <= FEW
    if not few or not question.is_required:
        choices.insert(0, ("", _("No answer") if few else ""))
    return forms.ChoiceField(
        choices=choices,
        widget=forms.RadioSelect if few else forms.Select,
        error_messages={"invalid_choice": _("Choose one of the answers to: %s") % question.label},
        **more,
    )


def answers_of(cleaned_data, questions, *, personal):
    """The answers that were given, by key: to the questions that ask for personal data, or to the others."""
    found = {each.key: cleaned_data.get(name_of(each)) for each in questions if each.is_personal == personal}
    return {key: value for key, value in found.items() if value not in (None, "")}


def as_typed(answers):
    """Stored answers as somebody would type them, by the name of the field."""
    return {f"answer-{key}": str(value) for key, value in answers.items()}
