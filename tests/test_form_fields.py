"""How answers are read, whatever people type: a table for each kind, with what is kept or what is said."""

import pytest
from django import forms
from django.utils import translation

from submissions.form.fields import (
    DayField,
    EmailField,
    LinesField,
    NameField,
    NumberField,
    PercentField,
    ShortTextField,
    TelephoneField,
)

NOT_A_DAY = "Write day, month and year, like 31 3 2027."
NOT_A_PERCENT = "Write a whole number from 0 to 100."
NOT_A_NUMBER = "Write a number, like 40 or 12.5."
NOT_A_TELEPHONE = "Write the number with its country code, like +995 555 010 203."


def answer(field, typed):
    """What the field makes of it: a value, or the sentence that it says."""
    try:
        return field.clean(typed)
    except forms.ValidationError as error:
        return error.messages


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("31 3 2027", "2027-03-31"),
        ("31.3.2027", "2027-03-31"),
        ("31.03.2027.", "2027-03-31"),
        ("31/03/2027", "2027-03-31"),
        ("31-3-2027", "2027-03-31"),
        ("31 – 3 – 2027", "2027-03-31"),
        ("  31\t3\u00a02027 ", "2027-03-31"),
        ("2027-03-31", "2027-03-31"),
        ("2027/3/31", "2027-03-31"),
        ("31 March 2027", "2027-03-31"),
        ("31 mar. 2027", "2027-03-31"),
        ("March 31, 2027", "2027-03-31"),
        ("۳۱ ۳ ۲۰۲۷", "2027-03-31"),
        ("٣١/٣/٢٠٢٧", "2027-03-31"),
        ("३१.३.२०२७", "2027-03-31"),
        ("\u200f31\u200f/\u200f3\u200f/\u200f2027", "2027-03-31"),
        ("29 2 2028", "2028-02-29"),
        ("", None),
        (" \u202e ", None),
        ("29 2 2027", ["That month has no such day. Look at the day once more."]),
        ("0 3 2027", ["That month has no such day. Look at the day once more."]),
        ("3/31/2027", ["A year has twelve months. Write the day first, then the month: 31 3 2027."]),
        ("31 0 2027", [NOT_A_DAY]),
        ("31 3 27", ["Write the year with four digits, like 2027."]),
        ("11 1 1406", ["Write the day by the Gregorian calendar, like 31 3 2027."]),
        ("31 3 1899", ["Write a year from 1900 to 2200."]),
        ("31 3 20270", ["Write a year from 1900 to 2200."]),
        ("31 3 " + "9" * 5000, ["Write a year from 1900 to 2200."]),
        ("2027", [NOT_A_DAY]),
        ("in spring", [NOT_A_DAY]),
        ("31 Smarch 2027", [NOT_A_DAY]),
        ("1 2 3 4", [NOT_A_DAY]),
        ("<b>1</b>", [NOT_A_DAY]),
        ("½ 3 2027", [NOT_A_DAY]),
    ],
)
def test_days_as_people_write_them(typed, kept):
    assert answer(DayField(required=False), typed) == kept


def test_months_have_the_names_of_the_reader_s_language_and_of_english():
    with translation.override("ru"):
        assert answer(DayField(), "31 марта 2027") == "2027-03-31"
        assert answer(DayField(), "31 March 2027") == "2027-03-31"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("40", 40),
        ("40 %", 40),
        ("%40", 40),
        ("٪۴۰", 40),
        ("٤٠٪", 40),
        ("４０％", 40),
        ("0", 0),
        ("100", 100),
        ("007", 7),
        ("", None),
        ("%", None),
        ("101", [NOT_A_PERCENT]),
        ("-5", [NOT_A_PERCENT]),
        ("12.5", [NOT_A_PERCENT]),
        ("40–60", [NOT_A_PERCENT]),
        ("likely", [NOT_A_PERCENT]),
        ("1e2", [NOT_A_PERCENT]),
        ("½", [NOT_A_PERCENT]),
        ("²", [NOT_A_PERCENT]),
        ("9" * 5000, [NOT_A_PERCENT]),
    ],
)
def test_percents_as_people_write_them(typed, kept):
    assert answer(PercentField(required=False), typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12500", 12500),
        ("12 500", 12500),
        ("۱۲۵۰۰", 12500),
        ("12,5", 12.5),
        ("0.125", 0.125),
        ("−3", -3),
        ("", None),
        ("12,500", ["Write the number without a sign between the thousands, like 12500."]),
        ("1.234.567", ["Write the number without a sign between the thousands, like 12500."]),
        ("a dozen", [NOT_A_NUMBER]),
        ("1e9", [NOT_A_NUMBER]),
        ("NaN", [NOT_A_NUMBER]),
        ("9" * 5000, [NOT_A_NUMBER]),
    ],
)
def test_numbers_as_people_write_them(typed, kept):
    assert answer(NumberField(required=False), typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("The road department\nCarriers", ["The road department", "Carriers"]),
        ("- One\r\n– Two\r\n\r\n• Three\r\n2) Four\r\n3. Five", ["One", "Two", "Three", "Four", "Five"]),
        ("  spaced   out  \n\t\n", ["spaced out"]),
        ("\u202eevil\u202c\n\u200b", ["evil"]),
        ("-40 degrees", ["-40 degrees"]),
        ("می‌نوشند", ["می‌نوشند"]),
        ("", []),
        ("\n".join(["x"] * 21), ["Write at most 20 lines; there are 21."]),
        ("x\n" + "y" * 301, ["Shorten line 2 to 300 letters; it has 301."]),
    ],
)
def test_lists_have_one_item_a_line_whatever_stands_before_it(typed, kept):
    assert answer(LinesField(required=False), typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Sukarno", "Sukarno"),
        ("Null", "Null"),
        ("  None ", "None"),
        ("O'Brien", "O'Brien"),
        ("D’Angelo", "D’Angelo"),
        ("O’Brien-\u202eNoir\u202c", "O’Brien-Noir"),
        ("Nino\u200b\u200d R.\ufeff", "Nino R."),
        ("Anna\u00adBella", "AnnaBella"),
        ("Zoe\u0308", "Zoë"),
        ("مهدی‌زاده", "مهدی‌زاده"),
        ("A\u200cB", "AB"),
        ("შოთა რუსთაველი", "შოთა რუსთაველი"),
        ("Two\nlines\tof\r\nname", "Two lines of name"),
        ("a@example.org\r\nBcc: b@example.org", "a@example.org Bcc: b@example.org"),
        ("{{ settings.SECRET_KEY }}", "{{ settings.SECRET_KEY }}"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ('<b onclick="x">Bo & Co</b>', '<b onclick="x">Bo & Co</b>'),
        ("'; DROP TABLE submissions; --", "'; DROP TABLE submissions; --"),
        ("👩‍🚒 Fire", "👩🚒 Fire"),
        ("e" + "\u0301" * 500, "é" + "\u0301" * 7),
        ("x" * 200, "x" * 200),
        ("x" * 201, ["Shorten this to 200 letters; it has 201."]),
        ("\u202e\u200b \u3164", ["This field is required."]),
    ],
)
def test_names_and_titles_lose_only_what_nobody_sees(typed, kept):
    assert answer(NameField(), typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+995 555 010 203", "+995 555 010 203"),
        ("00374 (91) 12-34-56", "00374 (91) 12-34-56"),
        ("۰۰۹۸ ۲۱ ۱۲۳۴ ۵۶۷۸", "0098 21 1234 5678"),
        ("٠٠٩٧١٥٠١٢٣٤٥٦٧", "00971501234567"),
        ("010/203.405 ext. 7", "010/203.405 ext. 7"),
        ("\u202d+995 555 010 203\u202c", "+995 555 010 203"),
        ("1234", [NOT_A_TELEPHONE]),
        ("1" * 21, [NOT_A_TELEPHONE]),
        ("call me", [NOT_A_TELEPHONE]),
        ("++995555010203", [NOT_A_TELEPHONE]),
        ("+995 555 010 203 or +995 555 010 204", [NOT_A_TELEPHONE]),
        ("https://win.example/1234567", [NOT_A_TELEPHONE]),
        ("tel:+995555010203", [NOT_A_TELEPHONE]),
        ("", ""),
    ],
)
def test_telephone_numbers_as_people_write_them(typed, kept):
    assert answer(TelephoneField(required=False), typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nino@Example.ORG", "Nino@Example.ORG"),
        ("  nino @ example.org ", "nino@example.org"),
        ("nino\u200b@example.org\ufeff", "nino@example.org"),
        ("nino+sims@example.org", "nino+sims@example.org"),
        ("nino@пример.рф", "nino@пример.рф"),
        ("İ" * 240 + "@example.org", ["Write your e-mail address in full, like nino@example.org."]),
        ("nino@" + ("İ" * 60 + ".") * 3 + "org", ["Write your e-mail address in full, like nino@example.org."]),
        ("niño@example.org", ["Write your e-mail address in full, like nino@example.org."]),
        ("nino@example", ["Write your e-mail address in full, like nino@example.org."]),
        ("Nino <nino@example.org>", ["Write your e-mail address in full, like nino@example.org."]),
        ("a@example.org, b@example.org", ["Write your e-mail address in full, like nino@example.org."]),
        ("a@example.org\r\nBcc: b@example.org", ["Write your e-mail address in full, like nino@example.org."]),
    ],
)
def test_addresses_as_people_write_them(typed, kept):
    assert answer(EmailField(), typed) == kept


def test_a_short_text_keeps_its_paragraphs_and_says_when_it_is_not_short():
    field = ShortTextField(max_length=20)
    assert answer(field, "One.\r\n\r\nTwo.") == "One.\n\nTwo."
    assert answer(field, "x" * 21) == ["Shorten this to 20 letters; it has 21."]
