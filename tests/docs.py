"""What the docs take from the code. `python -m tests.docs` writes it into them; tests/test_docs.py compares."""

import re
from pathlib import Path

from tests import state_diagram

ROOT = Path(__file__).resolve().parent.parent
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
DIAGRAM = ROOT / "docs" / "pictures" / "moves.svg"
DIAGRAM_OF_PIECES = ROOT / "docs" / "pictures" / "piece-moves.svg"
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


def piece_table():
    """The table of moves of a piece, as Markdown: by whom, told by the roles that hold the permission."""
    from articles.models import Article
    from articles.table import ANY, MOVES
    from ccsis.roles import ROLES

    rows = ["| step | from | to | who | is given with it |", "|---|---|---|---|---|"]
    for move in MOVES:
        sources = "any" if move.sources == ANY else ", ".join(str(Article.State(each).label) for each in move.sources)
        sources += " (published)" if move.only_if == "public" else ""
        may = f"articles.{move.permission}"
        who = ", ".join(role for role, held in ROLES.items() if may in held) or "the worker"
        to = Article.State(move.to).label
        rows.append(f"| {move.label} | {sources} | {to} | {who} | {', '.join(move.needs) or '–'} |")
    return "\n".join(rows) + "\n"


def commands(text):
    """The commands of a page: lines that begin with `$ ` in its console blocks."""
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [line[2:].strip() for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def write():
    DIAGRAM.write_text(state_diagram.draw())
    DIAGRAM_OF_PIECES.write_text(state_diagram.draw_piece())
    for name, table in (("moderators", moves_table()), ("editors", piece_table())):
        page = ROOT / "docs" / f"{name}.md"
        page.write_text(MOVES.sub(lambda match, table=table: match[1] + table + match[2], page.read_text()))


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    write()
