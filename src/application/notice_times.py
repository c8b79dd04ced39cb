"""Moments and spans as whoever is told reads them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_UNITS = ((1440, "day"), (60, "hour"), (1, "minute"))


@dataclass(frozen=True, slots=True)
class Times:
    """`zone` is the reader's, None where it is not one person's; `now` is when it is said, None where it is read later
    by many.
    """

    zone: ZoneInfo | None = None
    now: datetime | None = None

    def at(self, moment: datetime) -> str:
        """By the reader's clock, with UTC in brackets, which logs and colleagues go by."""
        utc = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        local = moment if self.zone is None else moment.astimezone(self.zone)
        if self.zone is None or not local.utcoffset():
            return utc
        same_day = local.date() == moment.astimezone(UTC).date()
        return f"{local:%Y-%m-%d %H:%M} {_name(local)} ({utc[11:] if same_day else utc})"

    def due(self, moment: datetime) -> str:
        """The same of what is to come, and how long that is from now."""
        said = self.at(moment)
        if self.now is None or moment <= self.now:
            return said
        ahead = f"in {span(moment - self.now)}"
        return f"{said[:-1]}, {ahead})" if said.endswith(")") else f"{said} ({ahead})"


def span(length: timedelta) -> str:
    """A length in days and hours, or in hours and minutes, at least a minute."""
    minutes = max(int(length.total_seconds() // 60), 1)
    largest = next(at for at, (size, _) in enumerate(_UNITS) if minutes >= size)
    said = []
    for size, unit in _UNITS[largest : largest + 2]:
        count, minutes = divmod(minutes, size)
        if count:
            said.append(f"{count} {unit}" if count == 1 else f"{count} {unit}s")
    return " ".join(said)


def _name(local: datetime) -> str:
    """CET, but UTC+0530 for zones whose letters nobody agrees on."""
    name = local.tzname() or ""
    return name if name.isalpha() else f"UTC{local:%z}"
