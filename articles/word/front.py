"""What stands before the text of a document: its title, who wrote it, what it says in short."""

import re
from dataclasses import dataclass, field

from articles.word.blocks import SENTENCE_ENDS
from articles.word.proposals import names_in
from articles.word.tidy import is_all, is_mark
from ccsis.scripts import count_words, fold
from ccsis.tree import Node

BY = re.compile(
    r"^(?:by|written by|authors?|автор(?:ы)?|текст|müəllif(?:lər)?|yazan|yazar(?:lar)?|ავტორ(?:ი|ები)|"
    r"հեղինակ(?:ներ)?|نویسنده|نویسندگان)(?::\s*|\s+)(\S.{2,150})$",
    re.IGNORECASE,
)
LOOKED_AT = 6  # blocks, in which names and a standfirst are looked for
MOST_OF_TITLE = 30  # words
LEAST_OF_STANDFIRST = 8


@dataclass
class Front:
    """What was found, and where the title came from: style, heading, property, line or name."""

    title: str = ""
    title_from: str = ""
    subtitle: str = ""
    standfirst: str = ""
    standfirst_from: str = ""
    names: list = field(default_factory=list)  # lines with names
    marks: list = field(default_factory=list)  # of notes that stood in what has no notes


def take_front(blocks, title_said, is_person):
    """Take what stands before the text out of `blocks`. Gives a Front.

    `title_said` is the title by the document's properties; `is_person` tells whether a line is a name that we know.
    """
    front = Front()
    _take_title(blocks, front, title_said)
    place = 0
    while place < min(len(blocks), LOOKED_AT) and blocks[place].role != "heading":
        block = blocks[place]
        if not _take_line(block, front, is_person):
            place += 1
            continue
        del blocks[place]
        front.marks += [child for child in block.children if is_mark(child)]
    _take_emphasised(blocks, front)
    return front


def _take_title(blocks, front, title_said):
    titles = 0
    while titles < len(blocks) and blocks[titles].role == "title":
        titles += 1
    if titles:
        front.title, front.title_from = " ".join(block.line for block in blocks[:titles]), "style"
    elif _first_is_only_heading(blocks):
        titles, front.title, front.title_from = 1, blocks[0].line, "heading"
    elif title_said:
        titles = int(bool(blocks) and blocks[0].kind == "p" and fold(blocks[0].line) == fold(title_said))
        front.title, front.title_from = title_said, "property"
    elif blocks and _looks_like_title(blocks):
        titles, front.title, front.title_from = 1, blocks[0].line, "line"
    front.marks += [child for block in blocks[:titles] for child in block.children if is_mark(child)]
    del blocks[:titles]


def _first_is_only_heading(blocks):
    levels = [block.facts["level"] for block in blocks if block.role == "heading"]
    return bool(levels) and blocks[0].role == "heading" and levels.count(min(levels)) == 1 and levels[0] == min(levels)


def _looks_like_title(blocks):
    first = blocks[0]
    is_short = first.is_plain and 0 < count_words(first.line) <= MOST_OF_TITLE and len(first.line) <= 250
    return is_short and len(blocks) > 1 and not re.search(r"[.,;:։]$", first.line)


def _take_line(block, front, is_person):
    line = block.line
    if block.role == "subtitle" and not front.subtitle and len(line) <= 250:
        front.subtitle = line
    elif block.role in ("standfirst", "subtitle"):
        front.standfirst, front.standfirst_from = f"{front.standfirst} {line}".strip(), "style"
    elif block.role == "author":
        front.names.append(line)
    elif block.is_plain and (match := BY.match(line)) and _are_names(match[1]):
        front.names.append(match[1])
    elif block.is_plain and len(line) <= 200 and is_person(line):
        front.names.append(line)
    else:
        return False
    return True


def _are_names(line):
    """Whether words behind “By” look like names: few, no sentence, none in small letters."""
    names = names_in(line)
    # A letter that a title would not change is no small one: Georgian names begin like all their letters.
    are_short = all(count_words(name) <= 5 and name[0] == name[0].title() for name in names)
    return bool(names) and are_short and not SENTENCE_ENDS.search(line)


def _take_emphasised(blocks, front):
    """A first paragraph all in italics, or all bold above a plain one, is a standfirst."""
    if front.standfirst or len(blocks) < 2 or not blocks[0].is_plain or not blocks[1].is_plain:
        return
    first, second = blocks[0], blocks[1]
    words = count_words(first.line)
    for name in ("em", "strong"):
        if words >= LEAST_OF_STANDFIRST and is_all(first.children, name) and not is_all(second.children, name):
            front.standfirst, front.standfirst_from = first.line, "emphasis"
            front.marks += [child for child in first.children if is_mark(child)]
            del blocks[0]
            return


def first_paragraph(blocks):
    """The words of a first paragraph that could be the standfirst: plain, short, and followed by more."""
    if len(blocks) < 2 or not blocks[0].is_plain or any(isinstance(child, Node) for child in blocks[0].children):
        return ""
    return blocks[0].line if LEAST_OF_STANDFIRST <= count_words(blocks[0].line) <= 60 else ""
