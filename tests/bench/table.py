"""What was measured, in lines that people read: what, how much, the limit, and whether it holds."""

from dataclasses import dataclass, field


@dataclass
class Row:
    what: str
    measured: str
    limit: str = ""
    holds: bool | None = None  # None where nothing is judged


@dataclass
class Table:
    title: str
    rows: list = field(default_factory=list)

    def note(self, what, value, unit=""):
        """A value that is shown and not judged."""
        self.rows.append(Row(what, _written(value, unit)))

    def most(self, what, value, limit, unit=""):
        """A value that may be no larger than the limit."""
        self.rows.append(Row(what, _written(value, unit), f"at most {_written(limit, unit)}", value <= limit))

    def least(self, what, value, limit, unit="", *, judged_at=None):
        """A value that may be no smaller than the limit; `judged_at`: where that is judged, for what varies."""
        says = f"at least {_written(limit, unit)}" + (f", judged at {_written(judged_at)}" if judged_at else "")
        self.rows.append(Row(what, _written(value, unit), says, value >= (judged_at or limit)))

    @property
    def holds(self):
        return all(row.holds is not False for row in self.rows)

    def __str__(self):
        wide, measured = (max(len(getattr(row, name)) for row in self.rows) for name in ("what", "measured"))
        lines = [
            f"  {row.what:<{wide}}  {row.measured:>{measured}}  {_verdict(row):<6}  {row.limit}".rstrip()
            for row in self.rows
        ]
        return "\n".join([self.title, *lines])


def _verdict(row):
    return {None: "", True: "ok", False: "MISSED"}[row.holds]


def _written(value, unit=""):
    number = f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:,.2f}"
    return f"{number} {unit}".rstrip()
