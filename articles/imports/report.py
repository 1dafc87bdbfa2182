"""What an import did, or would do: one line per piece, with the reasons."""

from collections import Counter
from dataclasses import dataclass, field

from ccsis.html import plain_text

IMPORTED, UPDATED, UNCHANGED, CONFLICT, LEFT = "imported", "updated", "unchanged", "conflict", "left out"
ORDER = [IMPORTED, UPDATED, CONFLICT, LEFT]


@dataclass
class Line:
    outcome: str
    title: str
    key: str
    address: str = ""
    reason: str = ""
    notes: list = field(default_factory=list)

    def __str__(self):
        words = [f"{self.outcome}: {self.title or '(no title)'}"]
        words += [f"→ {self.address}"] if self.address else []
        words += [f"({self.reason})"] if self.reason else []
        return " ".join(words)


@dataclass
class Report:
    """The lines of an import and its sums."""

    source: str
    lines: list = field(default_factory=list)
    pictures: int = 0
    comments: int = 0
    others: Counter = field(default_factory=Counter)

    def add(self, outcome, entry, **details):
        """A line about one item of the export."""
        self.lines.append(Line(outcome, plain_text(entry.title), entry.id, **details))

    def count(self, outcome):
        return sum(line.outcome == outcome for line in self.lines)

    def __str__(self):
        return "\n".join(self.text())

    def text(self):
        """The report line by line: the sums first, then each piece that is not simply unchanged."""
        sums = [f"{self.count(outcome)} {outcome}" for outcome in (IMPORTED, UPDATED, UNCHANGED, LEFT)]
        if self.count(CONFLICT):
            sums.insert(3, f"{self.count(CONFLICT)} changed in both places")
        yield f"{self.source}: {', '.join(sums)}."
        yield f"Pictures imported: {self.pictures}. Comments, which are not taken: {self.comments}."
        for kind, count in sorted(self.others.items()):
            yield f"left out: {count} of type {kind} (only posts, pages and their pictures are taken)"
        for outcome in ORDER:
            for line in self.lines:
                if line.outcome == outcome:
                    yield str(line)
                    for note in line.notes:
                        yield f"    {note}"
