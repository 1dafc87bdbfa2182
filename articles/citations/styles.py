"""Chicago 17 (bibliography), APA 7 and MLA 9, as text.

A citation is a list of Runs, so that a page can set the title apart (italics, its own direction); `plain` is what is
copied. The words between are English in all three, as the handbooks have them.
"""

from dataclasses import dataclass

ENDS = (".", "?", "!", "…", "؟", "։", "。")
MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
MOST_IN_CHICAGO, SHOWN_OF_MORE = 10, 7
MOST_IN_APA = 20


@dataclass(frozen=True)
class Run:
    """A stretch of a citation. `kind`: "" for our words, `work` for a title in italics, `title` for one in quotes."""

    text: str
    kind: str = ""


def plain(runs):
    return "".join(run.text for run in runs)


# Chicago


def chicago(record):
    """Lezhvari, Tamar, and Aram First. *Title*. Analysis CCSIS-AN-2026-001, version 2. Publisher, November 19, 2026."""
    lead, role = _lead(record)
    names = _in_chicago(lead)
    if role:
        names += ", eds" if len(lead) > 1 else ", ed"
    rest = []
    if record.authors and record.editors:
        rest.append(f"Edited by {listed(record.editors)}")
    if record.translators:
        rest.append(f"Translated by {listed(record.translators)}")
    rest += [f"{record.genre} {record.number}, version {record.version}", f"{record.publisher}, {_long_date(record)}"]
    tail = " ".join(ended(part) for part in [*rest, record.link])
    return [Run(ended(names) + " "), *_title(record), Run(" " + tail)]


def _in_chicago(names):
    shown, more = list(names), ""
    if len(shown) > MOST_IN_CHICAGO:
        shown, more = shown[:SHOWN_OF_MORE], ", et al."
    first, *others = [shown[0].inverted, *(name.straight for name in shown[1:])]
    if more or not others:
        return ", ".join([first, *others]) + more
    if len(others) == 1:
        return f"{first}{'' if shown[0].is_whole else ','} and {others[0]}"
    return ", ".join([first, *others[:-1]]) + f", and {others[-1]}"


def _long_date(record):
    return f"{record.date:%B} {record.date.day}, {record.date.year}"


# APA


def apa(record):
    """Lezhvari, T., & First, A. (2026, November 19). *Title* (Analysis No. CCSIS-AN-2026-001, version 2). Publisher."""
    lead, role = _lead(record)
    names = _in_apa(lead)
    if role:
        names += " (Eds.)" if len(lead) > 1 else " (Ed.)"
    date = f"({record.date.year}, {record.date:%B} {record.date.day})."
    inside = []
    if record.authors and record.editors:
        inside.append(f"{_with(record.editors)}, {'Eds.' if len(record.editors) > 1 else 'Ed.'}")
    if record.translators:
        inside.append(f"{_with(record.translators)}, Trans.")
    inside.append(f"{record.genre} No. {record.number}, version {record.version}")
    is_named_twice = [name.straight for name in lead] == [record.publisher]
    publisher = "" if is_named_twice else f"{ended(record.publisher)} "
    tail = f" ({'; '.join(inside)}). {publisher}{record.link}"
    return [Run(f"{ended(names)} {date} "), Run(record.title, "work"), Run(tail)]


def _in_apa(names):
    shown = [name.with_initials for name in names]
    if len(shown) > MOST_IN_APA:
        return ", ".join(shown[: MOST_IN_APA - 1]) + f", … {shown[-1]}"
    if len(shown) == 1:
        return shown[0]
    if len(shown) == 2 and names[0].is_whole:
        return f"{shown[0]} & {shown[1]}"
    return ", ".join(shown[:-1]) + f", & {shown[-1]}"


def _with(names):
    """T. Lezhvari, A. First, & The Caucasus Center"""
    turned = [" ".join(reversed(name.with_initials.split(", ", 1))) if name.given else name.family for name in names]
    if len(turned) < 3:
        return " & ".join(turned)
    return ", ".join(turned[:-1]) + f", & {turned[-1]}"


# MLA


def mla(record):
    """Lezhvari, Tamar, and Aram First. *Title*. Version 2, Analysis CCSIS-AN-2026-001, Publisher, 19 Nov. 2026, URL."""
    lead, role = _lead(record)
    names = _in_mla(lead)
    if role:
        names += ", editors" if len(lead) > 1 else ", editor"
    parts = []
    if record.authors and record.editors:
        parts.append(f"edited by {_listed_in_mla(record.editors)}")
    if record.translators:
        parts.append(f"translated by {_listed_in_mla(record.translators)}")
    date = f"{record.date.day} {MONTHS[record.date.month - 1]} {record.date.year}"
    parts += [f"version {record.version}", f"{record.genre} {record.number}"]
    begin = [Run(ended(names) + " "), *_title(record)]
    if record.is_paper:
        parts = [parts[0][0].upper() + parts[0][1:], *parts[1:], record.publisher]
        return [*begin, Run(f" {', '.join([*parts, date, record.link])}.")]
    return [*begin, Run(" "), Run(record.publisher, "work"), Run(f", {', '.join([*parts, date, record.link])}.")]


def _in_mla(names):
    first = names[0].inverted
    if len(names) == 1:
        return first
    comma = "" if names[0].is_whole else ","
    return f"{first}{comma} and {names[1].straight}" if len(names) == 2 else f"{first}, et al."


def _listed_in_mla(names):
    return listed(names) if len(names) < 3 else f"{names[0].straight} et al."


# What they share


def _lead(record):
    """The names that a citation begins with, and whether they are those of editors."""
    return (record.authors, False) if record.authors else (record.editors, True)


def _title(record):
    """In italics where it stands by itself, in quotes where it is a part of the site; with its full stop."""
    stop = "" if record.title.endswith(ENDS) else "."
    if record.is_paper:
        return [Run(record.title, "work"), *([Run(stop)] if stop else [])]
    return [Run("“"), Run(record.title, "title"), Run(f"{stop}”")]


def listed(names):
    """Tamar Lezhvari, Aram First, and The Caucasus Center"""
    straight = [name.straight for name in names]
    if len(straight) < 3:
        return " and ".join(straight)
    return ", ".join(straight[:-1]) + f", and {straight[-1]}"


def ended(text):
    return text if text.endswith(ENDS) else f"{text}."


STYLES = {"Chicago": chicago, "APA": apa, "MLA": mla}
