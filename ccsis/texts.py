"""Texts that come with the project: a head of `name: value` lines, an empty line, then the body.

    title: The single road
    point: Closures are short but come together.
    point: The loss sits with small carriers,
        who wait without pay.

    <p>A lorry that leaves Yerevan …</p>

An indented line goes on with the value above it. A name that stands several times gives several lines.
"""


def read(path):
    """The text in this file as (head, body): the head a dict of strings, the body as it stands."""
    head_text, _empty, body = path.read_text(encoding="utf-8").partition("\n\n")
    head, name = {}, ""
    for line in head_text.splitlines():
        if line[:1].isspace():
            head[name] += f" {line.strip()}"
            continue
        name, _colon, value = line.partition(":")
        head[name] = f"{head[name]}\n{value.strip()}" if name in head else value.strip()
    return head, body.strip()


def listed(text):
    """The names in a value like `Armenia; Georgia`."""
    return [name.strip() for name in (text or "").split(";") if name.strip()]
