"""Tables for people who open them in a spreadsheet: CSV that no spreadsheet takes for a formula."""

import csv

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value):
    """A value as a cell that a spreadsheet shows and never works out. Numbers stay numbers."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def plain_cell(text):
    """What was written as `text`: without the apostrophe that safe_cell put before it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def write_csv(file, rows):
    """Write rows to a text file that was opened with `open_csv`, the first one with the names of the columns."""
    csv.writer(file).writerows([safe_cell(value) for value in row] for row in rows)


def open_csv(path):
    """A file for write_csv: UTF-8 with the mark by which spreadsheets know it."""
    return open(path, "w", encoding="utf-8-sig", newline="")
