"""What an import did, or would do: one line per item, with the reasons; as text, and as a table for a spreadsheet."""

import json
import tempfile
import weakref
from array import array
from collections import Counter
from dataclasses import asdict, dataclass, field

from ccsis import tables
from ccsis.html import plain_text

IMPORTED, UPDATED, UNCHANGED, CONFLICT, LEFT = "imported", "updated", "unchanged", "conflict", "left out"
ORDER = [IMPORTED, UPDATED, CONFLICT, LEFT]
COLUMNS = ("outcome", "type", "id", "title", "old address", "new address", "reason", "notes")
IN_MEMORY = 1 << 20  # bytes of lines; a longer report waits in a temporary file
MOST_NAMES = 20


@dataclass
class Line:
    outcome: str
    title: str
    key: str
    address: str = ""
    reason: str = ""
    notes: list = field(default_factory=list)
    type: str = ""
    old_address: str = ""

    def __str__(self):
        words = [f"{self.outcome}: {self.title or '(no title)'}"]
        words += [f"→ {self.address}"] if self.address else []
        words += [f"({self.reason})"] if self.reason else []
        return " ".join(words)

    def cells(self):
        """In the order of COLUMNS."""
        notes = "; ".join(self.notes)
        return (
            *(self.outcome, self.type, self.key, self.title),
            *(self.old_address, self.address, self.reason, notes),
        )


class Lines:
    """The lines as a sequence that takes little memory however long it gets."""

    def __init__(self):
        self.file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - it lives as long as the report
        weakref.finalize(self, self.file.close)
        self.starts = array("Q")

    def append(self, line):
        self.file.seek(0, 2)
        self.starts.append(self.file.tell())
        self.file.write(json.dumps(asdict(line)).encode() + b"\n")

    def __len__(self):
        return len(self.starts)

    def __getitem__(self, place):
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        self.file.seek(self.starts[place])
        return Line(**json.loads(self.file.readline()))

    def __iter__(self):
        return (self[number] for number in range(len(self)))


@dataclass
class Report:
    """The lines of an import and its sums."""

    source: str
    lines: Lines = field(default_factory=Lines)
    sums: Counter = field(default_factory=Counter)  # outcome -> how many
    pictures: int = 0
    comments: int = 0
    revisions: int = 0
    others: Counter = field(default_factory=Counter)
    made: dict = field(default_factory=dict)  # what was made here -> names
    remarks: list = field(default_factory=list)  # sentences on the whole

    def add(self, outcome, entry, **details):
        """A line about one item of the export."""
        self.sums[outcome] += 1
        known = {"type": entry.type, "old_address": entry.link}
        self.lines.append(Line(outcome, plain_text(entry.title), entry.id, **known, **details))

    def count(self, outcome):
        return self.sums[outcome]

    def __str__(self):
        return "\n".join(self.text())

    def text(self):
        """The report line by line: the sums first, then each piece that is not simply unchanged."""
        sums = [f"{self.count(outcome)} {outcome}" for outcome in (IMPORTED, UPDATED, UNCHANGED, LEFT)]
        if self.count(CONFLICT):
            sums.insert(3, f"{self.count(CONFLICT)} changed in both places")
        yield f"{self.source}: {', '.join(sums)}."
        yield f"Pictures imported: {self.pictures}. Comments, which are not taken: {self.comments}."
        yield from self.sentences()
        for kind, count in sorted(self.others.items()):
            taken = "--revisions takes them" if kind == "revision" else "only posts, pages and their pictures are taken"
            yield f"left out: {count} of type {kind} ({taken})"
        for outcome in ORDER:
            yield from self._lines_of(outcome)

    def sentences(self):
        """What is to be said of the import as a whole."""
        made = [f"{kind} {_listed(names)}" for kind, names in self.made.items() if names]
        if made:
            yield f"New here: {'; '.join(made)}."
        if self.revisions:
            yield f"Earlier versions kept as history: {self.revisions}."
        yield from self.remarks

    def _lines_of(self, outcome):
        for line in self.lines if self.count(outcome) else ():
            if line.outcome == outcome:
                yield str(line)
                for note in line.notes:
                    yield f"    {note}"

    def rows(self):
        """The report as rows of a table, the first one with the names of the columns."""
        yield COLUMNS
        for line in self.lines:
            yield line.cells()

    def write_csv(self, path):
        """Write it to a file that any spreadsheet opens. Raises OSError."""
        with tables.open_csv(path) as file:
            tables.write_csv(file, self.rows())


def _listed(names):
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(f"“{name}”" for name in names[:MOST_NAMES]) + more
