"""How fast a worker decides about episodes."""

from collections.abc import Callable
from time import monotonic

from application.triage_episodes import TriageResult

_REST_PER_WORK = 2.0
"""Of three moments two are left to others."""
_LONGEST_REST_S = 0.5


class Decisions:
    """Triage, with a rest after decisions about what only waited for an owner: thousands may, and SQLite has one writer
    at a time. News wakes the loop, and so waits for no rest.
    """

    def __init__(self, triage: Callable[[], TriageResult], *, clock_s: Callable[[], float] = monotonic) -> None:
        self._triage = triage
        self._clock_s = clock_s
        self._rest_s = 0.0

    def step(self) -> bool:
        """One batch; whether there was any."""
        began_s = self._clock_s()
        result = self._triage()
        took_s = self._clock_s() - began_s
        self._rest_s = min(took_s * _REST_PER_WORK, _LONGEST_REST_S) if result.wishes_only else 0.0
        return result.episodes > 0

    def rest_s(self) -> float:
        """How long to rest after that batch."""
        return self._rest_s
