"""The points of a request for changes, as they are read out of the words of whoever asks."""

import re

PARAGRAPH = re.compile(r"\n\s*\n|\n(?=[ \t]*(?:\d{1,2}[.)]|[-*•])[ \t])")
POINT = re.compile(r"[ \t]*(?:\d{1,2}[.)]|[-*•])[ \t]+")


def points_of(message):
    """The points of a request: its numbered or dashed paragraphs; without any the whole of it is one."""
    marked = [POINT.sub("", part, count=1).strip() for part in _paragraphs(message) if POINT.match(part)]
    return marked or [message.strip()]


def words_around_points(message):
    """What a request says before, between and after its points."""
    parts = _paragraphs(message)
    around = [part for part in parts if not POINT.match(part)]
    return "\n\n".join(around) if len(around) < len(parts) else ""


def _paragraphs(message):
    return [part.strip() for part in PARAGRAPH.split(message.strip()) if part.strip()]
