"""Show what was limited, cut or refused as it came in."""

import contextlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.intake_tally import IntakeTally
from application.ports.clock import Clock
from application.ports.intake_repository import IntakeTotal
from application.ports.store_errors import DataRefused, StoreUnavailable
from application.ports.unit_of_work import Store
from domain.errors import RuleViolation
from domain.statistics import Period

MOST_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowIntakeQuery:
    """How many days back, and which service; None for all, and for what is nobody's."""

    days: int = 7
    service: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """By service and reason since that hour, and by reason over all of it."""

    since: datetime
    results: Sequence[IntakeTotal]
    totals: Mapping[str, int]


class ShowIntake:
    """How many errors, and requests with errors, were limited, cut, changed or refused, by service and reason.

    - A reason is a kind of refusal (`rate_limited`, `too_large`, `malformed_json`, `key_unknown`, …), or a mark that
      was left on a stored error (`cut`, `replaced`, `severity_capped`, `time_corrected`, …).
    - The service is null where nobody knows it: the request could not be read, or no error of that name is stored.
    - Counted by hour; every process writes its counts down every 10 s at most, once a request comes. What a process
      that was killed had not written is lost.
    """

    def __init__(self, store: Store, tally: IntakeTally, clock: Clock) -> None:
        self._store = store
        self._tally = tally
        self._clock = clock

    def execute(self, query: ShowIntakeQuery) -> Intake:
        """What was counted. Raises RuleViolation for too many days, StoreUnavailable."""
        if not 1 <= query.days <= MOST_DAYS:
            raise RuleViolation(f"between 1 and {MOST_DAYS} days can be looked at")
        with contextlib.suppress(StoreUnavailable, DataRefused):
            self._tally.write()
        since = Period.HOUR.start(self._clock.now()) - timedelta(days=query.days)
        with self._store.reading() as work:
            results = work.intake_counters.totals(since, service=query.service)
        totals: Counter[str] = Counter()
        for one in results:
            totals[one.reason] += one.count
        return Intake(since=since, results=results, totals=dict(sorted(totals.items())))
