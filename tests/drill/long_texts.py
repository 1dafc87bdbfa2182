"""A text of half a megabyte and one of a megabyte, of nothing but one sign, go through everything that reads texts.

Twice the text may take two and a half times as long, in the processor's own time: no function gets slower with length.
"""

import os
import time

import django

SIGNS = {
    "<": "<",
    "&": "&",
    "(": "(",
    "[": "[",
    "*": "*",
    "marks": "\u0301",
    "letters": "a",
    "spaces": " ",
    "breaks": "\n",
    "@": "@",
    "dots": ".",
    "links": "http://a.",
    "tags": "<b><p>",
    "words": "word ",
}
LONG, MOST, NOTHING = 1_000_000, 2.5, 0.03  # characters, times as long, seconds that are too few to compare
SLOWEST = 30  # seconds for a megabyte; forms take a hundredth of that


def run(say):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    wrong = []
    for name, function in functions():
        found = [(sign, *measured(function, text)) for sign, text in SIGNS.items()]
        sign, once, twice = max(found, key=lambda each: each[2])
        say(f"{name}: {twice:.2f} s for a megabyte of {sign}, {once:.2f} s for half of it")
        wrong += [(name, *each) for each in found if is_wrong(*each[1:])]
    for name, sign, once, twice in wrong:
        say(f"WRONG: {name} of {sign}: {once:.3f} s, twice as much {twice:.3f} s")
    return not wrong


def is_wrong(once, twice):
    return twice > SLOWEST or (twice > NOTHING and twice > MOST * once)


def functions():
    """Everything that reads what somebody typed, with its name."""
    from articles.searching import question, words
    from ccsis import commonmark, compare, from_html, html, scripts
    from ccsis.scripts.sentences import sentences

    return [
        ("clean_html", html.clean_html),
        ("inline_html", html.inline_html),
        ("plain_text", html.plain_text),
        ("CommonMark", commonmark.to_html),
        ("HTML to CommonMark", from_html.to_commonmark),
        ("clean_text", scripts.clean_text),
        ("clean_name", scripts.clean_name),
        ("slugify", scripts.slugify),
        ("fold", scripts.fold),
        ("count_words", scripts.count_words),
        ("sentences", lambda text: list(sentences(text))),
        ("compare", lambda text: compare.compare(text, text[1:])),
        ("words of a search", question.read),
        ("cut into words", lambda text: list(words.cut(text))),
    ]


def measured(function, sign):
    """Seconds of the processor for half a text and for the whole; measured again where the two do not fit."""
    half, whole = sign * (LONG // 2 // len(sign)), sign * (LONG // len(sign))
    once, twice = seconds(function, half), seconds(function, whole)
    if is_wrong(once, twice):
        once, twice = max(once, seconds(function, half)), min(twice, seconds(function, whole))
    return once, twice


def seconds(function, text):
    start = time.process_time()
    function(text)
    return time.process_time() - start
