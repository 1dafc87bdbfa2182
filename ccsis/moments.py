"""Moments that people type: a day and a time on the clocks of the site, and which instant is meant.

On one night of the year clocks go forward, and an hour is missing; on another they go back, and an hour comes twice.
A time in the missing hour is refused; of one that comes twice it is asked which of the two is meant.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L
from django.utils.translation import gettext_noop as N

EARLIER, LATER = "0", "1"
# Cities of our zones that have names of their own in other languages
CITIES = (
    *(N("Tbilisi"), N("Yerevan"), N("Baku"), N("Istanbul"), N("Moscow"), N("Tehran")),
    *(N("London"), N("Paris"), N("Berlin"), N("Brussels"), N("Vienna"), N("New York")),
)


class NoSuchTime(ValueError):
    """The clocks skip this time. `before` and `after` are the last and the first moment round the gap."""

    def __init__(self, before, after):
        super().__init__("the clocks skip this time")
        self.before, self.after = before, after


class ComesTwice(ValueError):
    """The clocks show this time twice. `earlier` and `later` are the two moments."""

    def __init__(self, earlier, later):
        super().__init__("the clocks show this time twice")
        self.earlier, self.later = earlier, later


def moment(day, time, which="", zone=None):
    """The instant, in UTC, at which the clocks of the site (or of `zone`) show this day and time.

    `which` is EARLIER or LATER for a time that comes twice. Raises NoSuchTime or ComesTwice.
    """
    zone = zone or timezone.get_default_timezone()
    typed = datetime.combine(day, time.replace(tzinfo=None))
    first, second = (typed.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    if first > second:  # in a gap the two readings stand the other way round
        raise NoSuchTime(*_round_gap(second, first, zone))
    if which in (EARLIER, LATER):
        return second if which == LATER else first
    raise ComesTwice(first.astimezone(zone), second.astimezone(zone))


def _round_gap(low, high, zone):
    """The moments just before and just after the clocks go forward, between these two."""
    start = low.astimezone(zone).utcoffset()
    while (high - low).total_seconds() > 1:
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle <= low:
            break
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == start else (low, middle)
    return low.astimezone(zone), high.astimezone(zone)


def which_of_two(at, zone=None):
    """EARLIER or LATER for a moment whose time comes twice, an empty string for every other."""
    local = at.astimezone(zone or timezone.get_default_timezone())
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return ""
    return LATER if local.fold else EARLIER


# In words


def zone_name(at):
    """The zone of the site as people call it, with what it differs from UTC at this moment: Tbilisi time, UTC+4."""
    local = timezone.localtime(at, timezone.get_default_timezone())
    name = str(timezone.get_default_timezone())
    if name in ("UTC", "Etc/UTC"):
        return "UTC"
    return _("%(place)s time, %(offset)s") % {"place": place(name), "offset": offset(local)}


def place(name):
    """The city that a zone is named after, in the language of the page where we know it there."""
    return _(name.rpartition("/")[2].replace("_", " "))


def offset(local):
    """How far a local time is from UTC: UTC+4, UTC+5:30."""
    minutes = round(local.utcoffset().total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def in_utc(at):
    """The same moment in UTC, with its day only where that differs: 06:00 UTC."""
    utc, local = at.astimezone(UTC), timezone.localtime(at, timezone.get_default_timezone())
    words = f"{utc:%H:%M} UTC"
    return words if utc.date() == local.date() else f"{words}, {date_format(utc, 'MONTH_DAY_FORMAT')}"


def in_words(at):
    """A moment for a sentence: 27 November 2026, 10:00 (Tbilisi time, UTC+4; 06:00 UTC)."""
    local = timezone.localtime(at, timezone.get_default_timezone())
    return f"{date_format(local, 'DATETIME_FORMAT')} ({zone_name(at)}; {in_utc(at)})"


# In forms


@dataclass
class Typed:
    """The fields of one moment in a form, for its template. `which` is shown where the time comes twice."""

    name: str
    label: str
    day: forms.BoundField
    time: forms.BoundField
    which: forms.BoundField
    saved: datetime | None
    help_text: str = ""
    asks_which: bool = False

    @property
    def fields(self):
        """The fields that are shown."""
        return [self.day, self.time, self.which] if self.asks_which else [self.day, self.time]

    @property
    def errors(self):
        """Of each field that is wrong, the id that names its errors, and these."""
        wrong = [field for field in (self.day, self.time, self.which) if field.errors]
        return [{"id": f"{field.auto_id}_error", "errors": field.errors} for field in wrong]

    @property
    def is_wrong(self):
        return bool(self.errors)


class AsksForMoments(forms.Form):
    """A form with moments. A subclass calls `ask_for` for each and finds the datetime (or None) in cleaned_data."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._moments = {}

    def ask_for(self, name, label, saved=None, help_text=""):
        """Add the three fields of a moment; `saved` is what stands there now."""
        local = timezone.localtime(saved, timezone.get_default_timezone()) if saved else None
        self._moments[name] = (label, saved, help_text)
        self.fields[f"{name}_day"] = forms.DateField(
            label=L("Day"),
            required=False,
            initial=local and local.date(),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": L("Write the day as year-month-day, like 2026-12-31.")},
        )
        self.fields[f"{name}_time"] = forms.TimeField(
            label=L("Time"),
            required=False,
            initial=local and local.time(),
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            error_messages={"invalid": L("Write the time as hours and minutes, like 09:30.")},
        )
        self.fields[f"{name}_which"] = forms.ChoiceField(
            label=L("Which of the two"),
            required=False,
            choices=[("", L("Choose")), (EARLIER, L("the first time")), (LATER, L("the second time"))],
            initial=which_of_two(saved) if saved else "",
        )

    @property
    def moments(self):
        """Each moment as Typed, in the order in which they were asked for."""
        found = []
        for name, (label, saved, help_text) in self._moments.items():
            which = self[f"{name}_which"]
            asks = bool(which.errors or which.value())
            found.append(Typed(name, label, self[f"{name}_day"], self[f"{name}_time"], which, saved, help_text, asks))
        return found

    def clean(self):
        data = super().clean()
        for name, (_label, saved, _help) in self._moments.items():
            data[name] = self._read(name, saved)
        return data

    def _read(self, name, saved):
        day, time = (self.cleaned_data.get(f"{name}_{part}") for part in ("day", "time"))
        if {f"{name}_day", f"{name}_time"} & set(self.errors) or not (day or time):
            return None
        if day is None or time is None:
            missing = "day" if day is None else "time"
            words = {"day": _("Write the day, too."), "time": _("Write the time, too.")}
            self.add_error(f"{name}_{missing}", words[missing])
            return None
        try:
            at = moment(day, time, self.cleaned_data.get(f"{name}_which", ""))
        except NoSuchTime as gap:
            self.add_error(f"{name}_time", _skipped(gap))
            return None
        except ComesTwice as twice:
            self.add_error(f"{name}_which", _doubled(twice))
            return None
        # Forms speak of minutes: what was not touched stays the second that it was.
        return saved if saved and saved.replace(second=0, microsecond=0) == at else at


def _skipped(gap):
    words = _("Clocks go forward on that day, from %(before)s to %(after)s: there is no such time. Choose another one.")
    before = gap.after.replace(tzinfo=None) - (gap.after.utcoffset() - gap.before.utcoffset())
    return words % {"before": f"{before:%H:%M}", "after": f"{gap.after:%H:%M}"}


def _doubled(twice):
    words = _(
        "Clocks go back on that day, so this time comes twice: first as %(earlier)s, then as %(later)s. "
        "Choose which one you mean."
    )
    return words % {"earlier": in_utc(twice.earlier), "later": in_utc(twice.later)}
