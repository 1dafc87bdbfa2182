"""States and the moves between them, drawn from the tables of moves: of a submission into docs/pictures/moves.svg, of a
piece into docs/pictures/piece-moves.svg.

Where a state stands is said here; which arrows there are, and what they are called, comes from the tables alone.
"""

from dataclasses import dataclass
from html import escape
from math import hypot

BOX = (150, 44)


@dataclass(frozen=True)
class Plan:
    """Where the states of one table stand: the middle of each one's box. Moves that begin in all of a `group` have one
    arrow from the `frame` round it: left, top, width, height."""

    title: str
    width: int
    height: int
    places: dict
    group: tuple = ()
    frame: tuple = ()


SUBMISSION = Plan(
    "The states of a submission and the moves between them",
    1490,
    740,
    {
        "draft": (140, 50),
        "unconfirmed": (140, 190),
        "quarantined": (140, 400),
        "submitted": (510, 90),
        "in_review": (890, 90),
        "changes_requested": (510, 320),
        "on_hold": (890, 320),
        "accepted": (1200, 120),
        "proof": (1330, 290),
        "published": (1200, 450),
        "retracted": (1200, 630),
        "declined": (890, 510),
        "withdrawn": (510, 530),
        "expired": (140, 570),
    },
    group=("submitted", "in_review", "on_hold", "changes_requested"),
    frame=(395, 45, 620, 335),
)
PIECE = Plan(
    "The states of a piece and the moves between them",
    1240,
    530,
    {
        "planned": (110, 220),
        "draft": (400, 220),
        "review": (440, 60),
        "copyedit": (900, 60),
        "ready": (1130, 220),
        "scheduled": (1130, 390),
    },
)
MOST_ARROWS = 3  # a move from more places than that has one arrow that names them
BEND = 24  # how far an arrow is bent where another one comes back
STYLE = """
svg { background: #fff; font: 13px system-ui, sans-serif }
.state rect { fill: #f3f4ee; stroke: #16211e; stroke-width: 1.5 }
.state.end rect { fill: #fff; stroke-dasharray: 5 3 }
.state text { text-anchor: middle; font-weight: 700; fill: #16211e }
.frame { fill: none; stroke: #7d1538; stroke-dasharray: 2 4 }
.arrow { fill: none; stroke: #45504c; stroke-width: 1.3 }
.label { fill: #7d1538; paint-order: stroke; stroke: #fff; stroke-width: 5px }
.from { fill: #45504c; font-size: 11px }
.note { fill: #45504c; font-size: 12px }
"""


def draw():
    """The whole picture of a submission's states, as SVG."""
    from submissions.models import State
    from submissions.table import BACK, MOVES, SAME

    changing = [move for move in MOVES if move.to not in (SAME, BACK)]
    same, back = [move for move in MOVES if move.to == SAME], [move for move in MOVES if move.to == BACK]
    return _draw(SUBMISSION, State, changing, _notes(same, back, State))


def draw_piece():
    """The same of a piece: the states of the desk's own copy."""
    from articles.models import Article
    from articles.table import MOVES

    sentence = (
        "Whether readers see a piece is another matter: once it is out, the desk's copy is a draft of its next version."
    )
    return _draw(PIECE, Article.State, MOVES, [sentence])


def _draw(plan, states, changing, notes):
    gathered = [move for move in changing if len(_places(plan, move.sources)) > MOST_ARROWS]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plan.width} {plan.height}" role="img" '
        'aria-labelledby="name">',
        f'<title id="name">{plan.title}</title>',
        f"<style>{STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        'orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="#45504c"/></marker></defs>',
        *_frame(plan),
        *_arrows(plan, [move for move in changing if move not in gathered]),
        *_gathered(plan, gathered, states),
        *(_state(plan, state, {str(source) for move in changing for source in move.sources}) for state in states),
        *(
            f'<text class="note" x="20" y="{plan.height - 30 + number * 18}">{escape(sentence)}</text>'
            for number, sentence in enumerate(notes)
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _frame(plan):
    if plan.frame:
        yield '<rect class="frame" x="{}" y="{}" width="{}" height="{}" rx="14"/>'.format(*plan.frame)


def _places(plan, sources):
    """Where a move begins: the frame stands for the four states in it where it begins in all of them."""
    names = [str(source) for source in sources]
    if plan.group and set(plan.group) <= set(names):
        return ["frame", *(name for name in names if name not in plan.group)]
    return names


def _state(plan, state, left):
    x, y = plan.places[state.value]
    width, height = BOX
    kind = "state" if state.value in left else "state end"
    return (
        f'<g class="{kind}">'
        f'<rect x="{x - width / 2:g}" y="{y - height / 2:g}" width="{width}" height="{height}" rx="4"/>'
        f'<text x="{x}" y="{y + 5}">{escape(str(state.label))}</text></g>'
    )


def _arrows(plan, moves):
    """One arrow from each place to each other one, with the names of all moves that go this way."""
    ways = {}
    for move in moves:
        for place in _places(plan, move.sources):
            ways.setdefault((place, str(move.to)), []).append(str(move.label))
    for (begin, end), labels in ways.items():
        yield from _arrow(plan, begin, end, labels, is_bent=(end, begin) in ways)


def _arrow(plan, begin, end, labels, *, is_bent):
    start, stop = _middle(plan, begin, end), plan.places[end]
    bend = BEND if is_bent else 0
    dx, dy = stop[0] - start[0], stop[1] - start[1]
    length = hypot(dx, dy)
    # The same side of each arrow is its right one, so two that go there and back part.
    top = ((start[0] + stop[0]) / 2 - dy / length * bend * 2, (start[1] + stop[1]) / 2 + dx / length * bend * 2)
    first = start if begin == "frame" else _edge(start, top)
    last = _edge(stop, top)
    path = "M{:.0f} {:.0f}Q{:.0f} {:.0f} {:.0f} {:.0f}".format(*first, *top, *last)
    yield f'<path class="arrow" d="{path}" marker-end="url(#tip)"/>'
    crown = top if bend else ((first[0] + last[0]) / 2, (first[1] + last[1]) / 2)
    middle = tuple((first[n] + 2 * crown[n] + last[n]) / 4 for n in (0, 1))
    lines = [line for label in labels for line in _wrapped(label, 22)]
    # Beside an arrow that is bent, on its outer side; on one that is not, in its middle.
    side = -dy / length * bool(bend)
    anchor = "start" if side > 0.4 else "end" if side < -0.4 else "middle"
    yield from _text("label", (middle[0] + 7 * (side > 0.4) - 7 * (side < -0.4), middle[1]), lines, anchor)


def _middle(plan, place, end):
    """The middle of a box; of the frame, the point on its edge that is next to where the arrow goes."""
    if place != "frame":
        return plan.places[place]
    left, top, width, height = plan.frame
    x, y = plan.places[end]
    return min(max(x, left), left + width), min(max(y, top), top + height)


def _edge(middle, towards):
    """Where the line from the middle of a box towards a point leaves the box."""
    dx, dy = towards[0] - middle[0], towards[1] - middle[1]
    scale = min(BOX[0] / 2 / abs(dx) if dx else float("inf"), BOX[1] / 2 / abs(dy) if dy else float("inf"), 1.0)
    return middle[0] + dx * scale, middle[1] + dy * scale


def _text(kind, middle, lines, anchor="middle"):
    first = middle[1] - (len(lines) - 1) * 8 + 4
    for number, line in enumerate(lines):
        place = f'x="{middle[0]:.0f}" y="{first + number * 16:.0f}"'
        yield f'<text class="{kind}" text-anchor="{anchor}" {place}>{escape(line)}</text>'


def _gathered(plan, moves, states):
    """An arrow from below, with the places it comes from in words. Moves with the same way share it."""
    ways = {}
    for move in moves:
        ways.setdefault(str(move.to), {}).setdefault(move.sources, []).append(str(move.label))
    for to, groups in ways.items():
        for number, (sources, labels) in enumerate(groups.items()):
            x, y = plan.places[to]
            x += (number - (len(groups) - 1) / 2) * BOX[0] * 1.8
            lines = _wrapped(f"from {', '.join(str(states(source).label) for source in sources)}", 34)
            if to in plan.group:  # there is no room below
                yield from _from_above(x, y - BOX[1] / 2, labels, lines)
                continue
            foot = y + BOX[1] / 2
            yield _line(plan.places[to], x, foot)
            yield from _text("label", (x, foot + 46 + (len(labels) - 1) * 8), labels)
            last = foot + 62 + (len(labels) - 1) * 16
            yield from _text("from", (x, last + (len(lines) - 1) * 8), lines)


def _line(box, x, foot):
    """From below to the foot of a box; aslant where there are several."""
    if x == box[0]:
        return f'<path class="arrow" d="M{x:g} {foot + 34:.0f}V{foot:.0f}" marker-end="url(#tip)"/>'
    at = box[0] + (x - box[0]) / 4
    return f'<path class="arrow" d="M{x:g} {foot + 34:.0f}L{at:g} {foot:.0f}" marker-end="url(#tip)"/>'


def _from_above(x, top, labels, lines):
    yield f'<path class="arrow" d="M{x:g} {top - 40:.0f}V{top:.0f}" marker-end="url(#tip)"/>'
    label = ", ".join(labels)
    yield from _text("label", (x, top - 50), [f"{label} ({lines[0]}{' '.join(['', *lines[1:]])})"])


def _wrapped(words, width):
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _notes(same, back, states):
    """What has no arrow, in words."""
    sentences = [f"The state stays: {', '.join(str(move.label) for move in same)}."]
    for move in back:
        sources = ", ".join(str(states(source).label) for source in move.sources)
        sentences.append(f"{move.label}, within ten minutes: from {sources} to where it was.")
    return sentences
