"""How fast a worker decides about episodes."""

from collections.abc import Callable
from time import monotonic

from application.pace import pause_after
from application.triage_episodes import TriageResult


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
        self._rest_s = pause_after(took_s) if result.wishes_only else 0.0
        return result.episodes > 0

    def rest_s(self) -> float:
        """How long to rest after that batch."""
        return self._rest_s
