"""What contributors write: CommonMark with footnotes, tables and strikethrough, and no HTML, made into our small HTML.

The source is kept as it was typed; this is only how it is shown. No word of it is dropped: a note that nobody cites
stays among the notes, and an image, which contributors cannot place, becomes a link.
"""

import re
from html import escape

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from ccsis.html import clean_html, inline_html
from ccsis.scripts import clean_text

LONGEST = 120_000  # characters, 17,000 words; a longer source is shown as plain paragraphs
DEEPEST = 60  # quotes in lists in quotes …; a list counts twice, once for its item
MOST_BRACKETS = 6  # open at once
MOST_LINES = 200  # of one paragraph
MOST_COLUMNS = 40

MOST_MARKERS = 8  # of quotes and lists at the start of one line

BLANK_LINE = re.compile(r"\n[ \t]*\n")
MARKER = re.compile(r"[ \t]*(?:>|(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t]))")


def to_html(source):
    """The source as (html, notes), both clean. html has note marks, notes is [{"key": "1", "text": inline html}].

    Keys count from 1 in the order of first mention; a note that is cited twice keeps its one key.
    """
    source = clean_text(source)
    if len(source) > LONGEST:
        return _paragraphs(source), []
    env = {}
    text, definitions = _without_definitions(READER.parse(_bounded(source), env))
    html = READER.renderer.render(text, READER.options, env)
    return clean_html(html), list(_notes(definitions, env))


def _without_definitions(tokens):
    """The tokens of the text, and for each label the tokens of its note. A note may stand inside another."""
    text, definitions = [], {}
    inside = [text]
    for token in tokens:
        if token.type == "footnote_reference_open":
            inside.append(definitions.setdefault(token.meta["label"], []))
        elif token.type == "footnote_reference_close":
            inside.pop()
        else:
            inside[-1].append(token)
    return text, definitions


def _notes(definitions, env):
    """Notes in the order of their first mention, then those that nobody cites."""
    cited = env.get("footnotes", {}).get("list", {}).values()
    uncited = definitions.keys() - {note.get("label") for note in cited}
    notes = [*cited, *({"label": label} for label in definitions if label in uncited)]
    for number, note in enumerate(notes, start=1):
        if "label" in note:
            html = READER.renderer.render(definitions[note["label"]], READER.options, env)
        else:
            html = READER.renderer.renderInline(note["tokens"], READER.options, env)
        yield {"key": str(number), "text": inline_html(html)}


def _paragraphs(source):
    return clean_html("".join(f"<p>{escape(part.strip())}</p>" for part in BLANK_LINE.split(source) if part.strip()))


def _bounded(source):
    """The source without what would keep the reader busy for minutes. Nothing that is written to be read changes."""
    source = "\n".join(map(_bounded_line, source.split("\n")))
    return "\n\n".join(_bounded_paragraph(part) for part in BLANK_LINE.split(source))


def _bounded_line(line):
    """Takes their meaning from too many quote and list marks, and from too many columns."""
    marks, at = 0, 0
    while marks <= MOST_MARKERS and (match := MARKER.match(line, at)):
        marks, at = marks + 1, match.end()
    is_rule = marks and set(line) <= {" ", "\t", line.lstrip()[0]}
    if (marks > MOST_MARKERS and not is_rule) or (line.count("|") > MOST_COLUMNS and not set(line) - set("|:- \t")):
        indent = len(line) - len(line.lstrip())
        return f"{line[:indent]}\\{line[indent:]}"
    return line


def _bounded_paragraph(text):
    if _open_brackets(text) > MOST_BRACKETS:
        text = text.replace("[", r"\[")
    if text.count("\n") > MOST_LINES:
        lines = text.split("\n")
        parts = [lines[at : at + MOST_LINES] for at in range(0, len(lines), MOST_LINES)]
        text = "\n\n".join("\n".join(part) for part in parts)
    return text


def _open_brackets(text):
    """How many brackets are open at once, at most."""
    now = most = 0
    for bracket in re.findall(r"[\[\]]", text):
        now = now + 1 if bracket == "[" else max(0, now - 1)
        most = max(most, now)
    return most


def _shift_headings(state):
    """The title of the page is its h1, so the highest heading that the writer used is h2, be it # or ##."""
    headings = [token for token in state.tokens if token.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) - highest + 2, 4)}"


def _note_images_in_links(state):
    for token in state.tokens:
        in_link = False
        for child in token.children or []:
            in_link = child.type == "link_open" or (in_link and child.type != "link_close")
            child.meta |= {"in_link": in_link} if child.type == "image" else {}


def _align_numbers(state):
    """A column set to the right is a column of numbers; style attributes do not survive."""
    for token in state.tokens:
        if token.type in ("th_open", "td_open") and token.attrGet("style") == "text-align:right":
            token.attrSet("class", "n")


def _mark(renderer, tokens, place, options, env):
    key = tokens[place].meta["id"] + 1
    return f'<sup class="note"><a href="#fn-{key}">{key}</a></sup>'


def _image_as_link(renderer, tokens, place, options, env):
    token = tokens[place]
    words = escape(renderer.renderInlineAsText(token.children, options, env) or token.attrGet("src"))
    return words if token.meta["in_link"] else f'<a href="{escape(token.attrGet("src"))}">{words}</a>'


def _reader():
    reader = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False, "maxNesting": DEEPEST})
    reader.enable(["table", "strikethrough"]).use(footnote_plugin, move_to_end=False)
    for rule in (_shift_headings, _note_images_in_links, _align_numbers):
        reader.core.ruler.push(rule.__name__, rule)
    reader.add_render_rule("footnote_ref", _mark)
    reader.add_render_rule("image", _image_as_link)
    return reader


READER = _reader()
