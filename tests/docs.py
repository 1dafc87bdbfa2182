"""What the docs take from the code. `python -m tests.docs` writes it into them; tests/test_docs.py compares."""

import re
from pathlib import Path

from tests import state_diagram

ROOT = Path(__file__).resolve().parent.parent
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
DIAGRAM = ROOT / "docs" / "pictures" / "moves.svg"
MOVES = re.compile(r"(<!-- moves -->\n).*?(<!-- /moves -->)", re.DOTALL)


def moves_table():
    """The table of moves of a submission, as Markdown."""
    from submissions.models import State
    from submissions.table import MOVES as moves

    rows = ["| move | from | to | who | letter | is owed |", "|---|---|---|---|---|---|"]
    for move in moves:
        sources = ", ".join(str(State(source).label) for source in move.sources)
        sources += f" ({move.only_if})" if move.only_if else ""
        to = {"": "the same", "back": "where it was"}.get(move.to) or State(move.to).label
        who = ", ".join(f"{kind} ({move.permission})" if kind == "staff" else kind for kind in move.who)
        rows.append(
            f"| {move.label} | {sources} | {to} | {who} | {move.letter.replace('_', ' ') or '–'} "
            f"| {', '.join(move.needs) or '–'} |"
        )
    return "\n".join(rows) + "\n"


def commands(text):
    """The commands of a page: lines that begin with `$ ` in its console blocks."""
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [line[2:].strip() for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def write():
    DIAGRAM.write_text(state_diagram.draw())
    page = ROOT / "docs" / "moderators.md"
    page.write_text(MOVES.sub(lambda match: match[1] + moves_table() + match[2], page.read_text()))


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    write()
