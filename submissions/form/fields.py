"""Answers as people type them, made into values: names, texts, addresses, days, percents, lists, numbers.

Digits of every script count. A field that cannot read an answer says in a sentence what it would understand.
"""

import re
import unicodedata
from datetime import date

from django import forms
from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT
from django.utils.translation import gettext_lazy as _

from ccsis.scripts import clean_name, clean_text

DIGITS_IN_A_NUMBER = range(5, 21)
YEARS = range(1900, 2201)
YEARS_OF_ANOTHER_CALENDAR = range(1300, 1500)  # Persian and Islamic ones
TOO_LONG = _("Shorten this to %(limit_value)d letters; it has %(show_value)d.")
MARK_OF_AN_ITEM = re.compile(r"(?:[-–—•*·▪]|\d{1,2}[.)])\s+")


def said(sentence, **messages):
    """Messages of a field whose answer is required."""
    return {"required": sentence, **messages}


def western(text):
    """The text with the digits of every script as 0 to 9."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


class NameField(forms.CharField):
    """One line for a name or a title, without hidden marks."""

    def __init__(self, *, max_length=200, error_messages=None, **kwargs):
        error_messages = {"max_length": TOO_LONG} | (error_messages or {})
        super().__init__(max_length=max_length, error_messages=error_messages, **kwargs)

    def to_python(self, value):
        return clean_name(super().to_python(value))


class TextField(forms.CharField):
    """A text of many lines."""

    widget = forms.Textarea

    def to_python(self, value):
        return clean_text(super().to_python(value))


class ShortTextField(TextField):
    """An answer of some paragraphs."""

    def __init__(self, *, max_length=2000, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4, "class": "short"}))
        super().__init__(max_length=max_length, error_messages={"max_length": TOO_LONG}, **kwargs)


class LinesField(TextField):
    """One item a line; a dash, a bullet or a number in front of it is no part of it. Gives a list."""

    MOST, LONGEST = 20, 300

    def __init__(self, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": 4, "class": "short"}), **kwargs)

    def to_python(self, value):
        lines = map(clean_name, super().to_python(value).splitlines())
        return [item for line in lines if (item := MARK_OF_AN_ITEM.sub("", line, count=1).strip())]

    def validate(self, value):
        super().validate(value)
        if len(value) > self.MOST:
            raise forms.ValidationError(
                _("Write at most %(most)d lines; there are %(has)d.") % {"most": self.MOST, "has": len(value)}
            )
        for place, item in enumerate(value, start=1):
            if len(item) > self.LONGEST:
                raise forms.ValidationError(
                    _("Shorten line %(line)d to %(most)d letters; it has %(has)d.")
                    % {"line": place, "most": self.LONGEST, "has": len(item)}
                )

    def run_validators(self, value):
        for item in value:  # each of them is a text
            super().run_validators(item)


class EmailField(forms.EmailField):
    """An address as it is typed on any keyboard: spaces and marks that one cannot see are no part of it."""

    def __init__(self, *, error_messages=None, **kwargs):
        error_messages = {
            "invalid": _("Write your e-mail address in full, like nino@example.org."),
            "max_length": _("Write an address of at most 254 letters; this one has %(show_value)d."),
        } | (error_messages or {})
        kwargs.setdefault("max_length", 254)
        super().__init__(error_messages=error_messages, **kwargs)
        self.widget.attrs |= {"spellcheck": "false", "autocapitalize": "none"}

    def to_python(self, value):
        return clean_name(super().to_python(value)).replace(" ", "")

    def validate(self, value):
        """Also refuses letters that only look like those of addresses, as İ and ſ do when case does not count: no mail
        reaches them, and in small letters some of them are longer than the column."""
        super().validate(value)
        name, _at, host = value.rpartition("@")
        if not name.isascii() or len(host.lower()) > len(host):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class TelephoneField(forms.CharField):
    """A telephone number in any of the ways that people write one; digits of every script become 0 to 9."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def to_python(self, value):
        return western(clean_name(super().to_python(value)))

    def validate(self, value):
        super().validate(value)
        if value and not self._is_number(value):
            raise forms.ValidationError(_("Write the number with its country code, like +995 555 010 203."))

    def _is_number(self, value):
        number, _extension, more = re.sub(r"[\s().,/\-–]", "", value).lower().partition("ext")
        number += more
        return re.fullmatch(r"\+?[0-9]+", number) is not None and len(number.lstrip("+")) in DIGITS_IN_A_NUMBER


class PercentField(forms.CharField):
    """A likelihood in percent; a percent sign of any script may stand beside it. Gives a whole number or None."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "input w-s"})
    SIGNS = str.maketrans(dict.fromkeys("%٪％﹪ "))

    def to_python(self, value):
        number = western(clean_name(super().to_python(value))).translate(self.SIGNS)
        if not number:
            return None
        if re.fullmatch(r"[0-9]{1,3}", number) is None or int(number) > 100:
            raise forms.ValidationError(_("Write a whole number from 0 to 100."))
        return int(number)


class DayField(forms.CharField):
    """A day: day, month and year in this order, or ISO 8601, with any signs between; a month may be a word.

    Gives the day as ISO 8601, which is how it is kept, or None.
    """

    widget = forms.TextInput(attrs={"class": "input w-m"})

    def to_python(self, value):
        value = western(clean_name(super().to_python(value)))
        return _day(re.findall(r"\d+|[^\W\d_]+", value)).isoformat() if value else None


def _day(parts):
    if len(parts) != 3:
        raise forms.ValidationError(_("Write day, month and year, like 31 3 2027."))
    if len(parts[0]) == 4:
        parts = parts[::-1]
    elif _month(parts[0]) and not parts[0].isdecimal():  # March 31, 2027
        parts = [parts[1], parts[0], parts[2]]
    day, month, year = parts[0], _month(parts[1]), parts[2]
    if not (day.isdecimal() and month and year.isdecimal()):
        raise forms.ValidationError(_("Write day, month and year, like 31 3 2027."))
    return _on_the_calendar(int(day[:9]), month, int(year[:9]))


def _month(word):
    """The number that a month was written as, or None for a word that is no month."""
    return int(word[:9]) if word.isdecimal() else _months().get(word.casefold())


def _months():
    """Names of months, as the reader's language and English have them."""
    found = {}
    for language in {"en", translation.get_language() or "en"}:
        with translation.override(language):
            for names in (MONTHS, MONTHS_3, MONTHS_ALT):
                found |= {str(name).casefold(): number for number, name in names.items()}
    return found


def _on_the_calendar(day, month, year):
    if year in YEARS_OF_ANOTHER_CALENDAR:
        raise forms.ValidationError(_("Write the day by the Gregorian calendar, like 31 3 2027."))
    if year < 100:
        raise forms.ValidationError(_("Write the year with four digits, like 2027."))
    if year not in YEARS:
        raise forms.ValidationError(_("Write a year from 1900 to 2200."))
    if not 1 <= month <= 12:
        raise forms.ValidationError(_("A year has twelve months. Write the day first, then the month: 31 3 2027."))
    try:
        return date(year, month, day)
    except ValueError:
        raise forms.ValidationError(_("That month has no such day. Look at the day once more.")) from None


class NumberField(forms.CharField):
    """A number with or without a fraction, in the digits of any script. Gives an int, a float or None."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "input w-m"})
    EVERY_THOUSAND = re.compile(r"-?[1-9][0-9]{0,2}(?:[.,'’][0-9]{3})+")

    def to_python(self, value):
        number = western(clean_name(super().to_python(value))).replace(" ", "").replace("−", "-").replace("٫", ".")
        if not number:
            return None
        if self.EVERY_THOUSAND.fullmatch(number):
            raise forms.ValidationError(_("Write the number without a sign between the thousands, like 12500."))
        if re.fullmatch(r"-?[0-9]{1,15}(?:[.,][0-9]{1,9})?", number) is None:
            raise forms.ValidationError(_("Write a number, like 40 or 12.5."))
        return float(number.replace(",", ".")) if "." in number or "," in number else int(number)
