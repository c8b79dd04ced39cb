"""Moments as senders write them."""

from datetime import UTC, datetime

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
"""Wide enough for any clock that is merely wrong, and narrow enough to be reckoned with."""
_LATEST_SECONDS = 1e11
"""As seconds this is the year 5138: what is larger counts milliseconds, then microseconds, then nanoseconds."""


def moment_of(value: object) -> datetime | None:
    """ISO 8601 (without an offset it is UTC), or a count since 1970 in seconds or a finer unit; None for others."""
    if isinstance(value, bool):
        return None
    try:
        if isinstance(value, int | float):
            return _sane(_counted(value))
        if isinstance(value, str) and len(value) <= 40:
            bare = value.strip()
            return _sane(_counted(float(bare)) if len(bare) >= 10 and bare.isdecimal() else _written(bare))
    except (ValueError, OverflowError, OSError):
        return None
    return None


def _counted(number: float) -> datetime:
    while abs(number) > _LATEST_SECONDS and abs(number) < _LATEST_SECONDS * 1e9:
        number /= 1000
    return datetime.fromtimestamp(number, UTC)


def _written(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _sane(moment: datetime) -> datetime | None:
    return moment if _EARLIEST <= moment < _LATEST else None
