"""The states of a submission and the moves between them, drawn from the table of moves: docs/pictures/moves.svg.

Where a state stands is said here; which arrows there are, and what they are called, comes from the table alone.
"""

from html import escape
from math import hypot

WIDTH, HEIGHT = 1490, 740
BOX = (150, 44)
PLACES = {  # the middle of each state's box
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
}
GROUP = ("submitted", "in_review", "on_hold", "changes_requested")
FRAME = (395, 45, 620, 335)  # round the four: left, top, width, height
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
    """The whole picture, as SVG."""
    from submissions.models import State
    from submissions.table import BACK, MOVES, SAME

    changing = [move for move in MOVES if move.to not in (SAME, BACK)]
    gathered = [move for move in changing if len(_places(move.sources)) > MOST_ARROWS]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="name">',
        '<title id="name">The states of a submission and the moves between them</title>',
        f"<style>{STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        'orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="#45504c"/></marker></defs>',
        '<rect class="frame" x="{}" y="{}" width="{}" height="{}" rx="14"/>'.format(*FRAME),
        *_arrows([move for move in changing if move not in gathered]),
        *_gathered(gathered, State),
        *(_state(state, {str(source) for move in changing for source in move.sources}) for state in State),
        *_notes([move for move in MOVES if move.to == SAME], [move for move in MOVES if move.to == BACK], State),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _places(sources):
    """Where a move begins: the frame stands for the four states in it where it begins in all of them."""
    names = [str(source) for source in sources]
    if set(GROUP) <= set(names):
        return ["frame", *(name for name in names if name not in GROUP)]
    return names


def _state(state, left):
    x, y = PLACES[state.value]
    width, height = BOX
    kind = "state" if state.value in left else "state end"
    return (
        f'<g class="{kind}">'
        f'<rect x="{x - width / 2:g}" y="{y - height / 2:g}" width="{width}" height="{height}" rx="4"/>'
        f'<text x="{x}" y="{y + 5}">{escape(str(state.label))}</text></g>'
    )


def _arrows(moves):
    """One arrow from each place to each other one, with the names of all moves that go this way."""
    ways = {}
    for move in moves:
        for place in _places(move.sources):
            ways.setdefault((place, str(move.to)), []).append(str(move.label))
    for (begin, end), labels in ways.items():
        yield from _arrow(begin, end, labels, is_bent=(end, begin) in ways)


def _arrow(begin, end, labels, *, is_bent):
    start, stop = _middle(begin, end), PLACES[end]
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


def _middle(place, end):
    """The middle of a box; of the frame, the point on its edge that is next to where the arrow goes."""
    if place != "frame":
        return PLACES[place]
    left, top, width, height = FRAME
    x, y = PLACES[end]
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


def _gathered(moves, states):
    """An arrow from below, with the places it comes from in words."""
    for move in moves:
        x, y = PLACES[str(move.to)]
        sources = [str(states(source).label) for source in move.sources]
        lines = _wrapped(f"from {', '.join(sources)}", 34)
        foot = y + BOX[1] / 2
        if str(move.to) in GROUP:  # there is no room below
            top = y - BOX[1] / 2
            yield f'<path class="arrow" d="M{x} {top - 40:.0f}V{top:.0f}" marker-end="url(#tip)"/>'
            yield from _text("label", (x, top - 50), [f"{move.label} ({lines[0]}{' '.join(['', *lines[1:]])})"])
            continue
        yield f'<path class="arrow" d="M{x} {foot + 34:.0f}V{foot:.0f}" marker-end="url(#tip)"/>'
        yield from _text("label", (x, foot + 46), [str(move.label)])
        yield from _text("from", (x, foot + 62 + (len(lines) - 1) * 8), lines)


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
    for number, sentence in enumerate(sentences):
        yield f'<text class="note" x="20" y="{HEIGHT - 30 + number * 18}">{escape(sentence)}</text>'
