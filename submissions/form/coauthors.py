"""Those who wrote along: up to five sets of the same fields, numbered from 1, each with a credit of its own.

Sets come and go by buttons that show the form again; a set that was left empty is nobody.
"""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from submissions.form.fields import EmailField, NameField
from submissions.models import CreditChoice

MOST = 5
PARTS = ("full_name", "native_name", "position", "affiliation", "email", "credit_choice", "pseudonym")
COUNT = "coauthors"  # the hidden field that says how many sets there are
L = gettext_lazy


def name_of(number, part):
    return f"coauthor-{number}-{part}"


def count_in(data):
    """How many sets the data of a form has, whatever was posted."""
    number = str(data.get(COUNT) or "0")
    return min(int(number), MOST) if number.isascii() and number.isdecimal() and len(number) < 4 else 0


def fields(count):
    """The form's fields of all sets by name."""
    return {name_of(number, part): field for number in range(1, count + 1) for part, field in _set(number).items()}


def _set(number):
    line = {"class": "input"}
    address = {
        "invalid": _("Write the address of co-author %d in full, like nino@example.org.") % number,
    }
    parts = {
        "full_name": NameField(label=L("Full name"), required=False, widget=forms.TextInput(attrs=line)),
        "native_name": NameField(label=L("Name in its own script"), required=False, widget=forms.TextInput(attrs=line)),
        "position": NameField(label=L("Title or occupation"), max_length=120, required=False),
        "affiliation": NameField(label=L("Where they work or study"), max_length=120, required=False),
        "email": EmailField(
            label=L("E-mail address"),
            help_text=L("We ask them there whether they agree. It is never shown."),
            error_messages=address,
            required=False,
        ),
        "credit_choice": forms.ChoiceField(
            label=L("How are they to be credited?"),
            choices=CreditChoice.choices,
            initial=CreditChoice.FULL,
            required=False,
            error_messages={"invalid_choice": _("Choose how co-author %d is to be named.") % number},
        ),
        "pseudonym": NameField(label=L("Pseudonym"), help_text=L("If one was chosen."), max_length=120, required=False),
    }
    for part in ("full_name", "email", "position", "affiliation"):
        parts[part].widget.attrs["autocomplete"] = "off"  # a browser knows its owner, not the others
    for part in ("full_name", "email", "credit_choice"):
        parts[part].is_needed = True  # not optional, although a set that is empty altogether is nobody
    return parts


def filled(form):
    """What was filled in, as submissions.receiving takes it: dicts of fields of CoAuthor, in their order."""
    return [_person(values) for values in _sets(form) if _is_somebody(values)]


def _sets(form):
    for number in range(1, form.coauthor_count + 1):
        yield {part: form.cleaned_data.get(name_of(number, part), "") for part in PARTS}


def _is_somebody(values):
    return any(value for part, value in values.items() if part != "credit_choice")


def _person(values):
    choice = values["credit_choice"] or CreditChoice.FULL
    return {
        "full_name": values["full_name"],
        "native_name": values["native_name"],
        "title": values["position"],
        "affiliation": values["affiliation"],
        "email": values["email"],
        "credit_choice": choice,
        "pseudonym": values["pseudonym"] if choice == CreditChoice.PSEUDONYM else "",
    }


def what_is_wrong(form, own_email):
    """(name of the field, sentence) for everything that is missing or stands twice. `own_email` is the sender's."""
    seen = {own_email.lower(): 0} if own_email else {}
    for number in range(1, form.coauthor_count + 1):
        typed = {part: form[name_of(number, part)].value() or "" for part in PARTS}
        if not any(value.strip() for part, value in typed.items() if part != "credit_choice"):
            continue
        yield from _missing(form, number)
        email = form.cleaned_data.get(name_of(number, "email"), "").lower()
        if email and email in seen:
            yield name_of(number, "email"), _same_address(number, seen[email])
        seen.setdefault(email, number)


def _missing(form, number):
    sentences = {
        "full_name": _("Write the name of co-author %d."),
        "email": _("Write the e-mail address of co-author %d, so that we can ask whether they agree."),
    }
    if form.cleaned_data.get(name_of(number, "credit_choice")) == CreditChoice.PSEUDONYM:
        sentences["pseudonym"] = _("Write the pseudonym of co-author %d, or choose another credit.")
    for part, sentence in sentences.items():
        name = name_of(number, part)
        if name not in form.errors and not form.cleaned_data.get(name):
            yield name, sentence % number


def _same_address(number, other):
    if other == 0:
        return _("Co-author %d has your own address. Write theirs, so that we can ask them.") % number
    return _("Co-authors %(first)d and %(second)d have the same address. Each of them needs an own one.") % {
        "first": other,
        "second": number,
    }


def as_typed(people):
    """CoAuthors as somebody would type them, by the name of the field."""
    typed = {COUNT: len(people)}
    for number, person in enumerate(people, start=1):
        values = {part: getattr(person, "title" if part == "position" else part) for part in PARTS}
        typed |= {name_of(number, part): value for part, value in values.items()}
    return typed


def with_one_more(data):
    """The posted data (a mutable QueryDict) with an empty set at the end."""
    data[COUNT] = min(count_in(data) + 1, MOST)
    return data


def without(data, number):
    """The posted data without the set of this number; those after it move up."""
    count = count_in(data)
    if not 1 <= number <= count:
        return data
    for place in range(number, count + 1):
        for part in PARTS:
            after = data.get(name_of(place + 1, part)) if place < count else None
            data.pop(name_of(place, part), None)
            if after is not None:
                data[name_of(place, part)] = after
    data[COUNT] = count - 1
    return data
