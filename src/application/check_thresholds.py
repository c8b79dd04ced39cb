"""Look for services with too many errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from application.acts import Act
from application.busiest_patterns import busiest_patterns
from application.own_errors import end_own, report_own, threshold_error
from application.ports.ids import Ids
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from domain.retention import RetentionPolicy
from domain.statistics import Period
from domain.thresholds import (
    WINDOW_MINUTES,
    Crossing,
    RecentErrors,
    Rule,
    ThresholdChange,
    ThresholdPolicy,
    ThresholdRule,
    alert_message,
    exceeds,
    judge,
    watched,
)

_CLEARED = "threshold_cleared"
_TOLD = (ThresholdChange.CROSSED, ThresholdChange.TRUSTED)
_BY_SYSTEM = Act(actor="system", note="Below 80 % of the limit for 15 minutes.")


@dataclass(frozen=True, slots=True)
class ThresholdsChecked:
    """How many services had errors, and how many limits were crossed and cleared just now."""

    services: int
    crossed: int
    cleared: int


@dataclass(frozen=True, slots=True)
class _Found:
    service: str
    rule: ThresholdRule
    count: int
    trusted_count: int
    limit: int
    change: ThresholdChange
    busiest: Sequence[str] = ()


class CheckThresholds:
    """Count the errors of each service over the last 60 one-minute counters.

    - More than 100, or more than 50 critical ones, are told once, however many workers look: with an episode of the
      system's own, which has an owner, a deadline and a chain like any other. Each limit is a setting, of all services
      and of each.
    - An alert to which strangers contributed is told as theirs, in their budget, until trusted senders alone exceed the
      limit; then it is told as trusted.
    - After 15 min below 80 % of the limit it is over: the episode is resolved, unless somebody did that before, and the
      next crossing is told again.
    - What the system reports itself is not counted. The alert says of what most came, as it was when it was told.
    """

    def __init__(
        self, store: Store, ids: Ids, policy: ThresholdPolicy, retention: RetentionPolicy, wake_ups: WakeUps
    ) -> None:
        self._store = store
        self._ids = ids
        self._policy = policy
        self._retention = retention
        self._wake_ups = wake_ups

    def execute(self) -> ThresholdsChecked:
        """Look once. Raises StoreUnavailable."""
        with self._store.reading() as work:
            now = work.now()
            since = Period.MINUTE.start(now) - timedelta(minutes=WINDOW_MINUTES - 1)
            recent = work.thresholds.recent_errors(since)
            crossings = {(one.service, one.rule): one for one in work.thresholds.all()}
        changes = []
        for service in sorted(recent.keys() | {service for service, _ in crossings}):
            for rule in ThresholdRule:
                found = self._judged(service, rule, recent.get(service, RecentErrors()), crossings, now)
                if found.change is not ThresholdChange.NONE:
                    changes.append(self._change(found))
        crossed = changes.count(ThresholdChange.CROSSED)
        if crossed or ThresholdChange.TRUSTED in changes:
            self._wake_ups.wake(Work.TRIAGE)
        return ThresholdsChecked(len(recent), crossed, changes.count(ThresholdChange.CLEARED))

    def _judged(
        self,
        service: str,
        rule: ThresholdRule,
        recent: RecentErrors,
        crossings: Mapping[tuple[str, Rule], Crossing],
        now: datetime,
    ) -> _Found:
        count, trusted_count, limit = recent.of(rule), recent.trusted_of(rule), self._policy.limit(service, rule)
        crossing = crossings.get((service, rule))
        change = judge(count, limit, crossing, now=now, trusted_count=trusted_count)
        return _Found(service, rule, count, trusted_count, limit, change)

    def _change(self, found: _Found) -> ThresholdChange:
        """What was changed, which is nothing where another worker was first."""
        if found.change in _TOLD:
            # Looked at before the store is held for writing, of which SQLite does one thing at a time.
            found = replace(found, busiest=busiest_patterns(self._store, found.service, found.rule))
        with self._store.writing() as work:
            now = work.now()
            if found.change is ThresholdChange.CROSSED:
                done = self._cross(work, found, now)
            else:
                done = self._follow(work, found, now)
            if done is not ThresholdChange.NONE:
                work.commit(announce=done is not ThresholdChange.WATCHED)
        return done

    def _cross(self, work: UnitOfWork, found: _Found, now: datetime) -> ThresholdChange:
        trusted = exceeds(found.trusted_count, found.limit)
        crossing = Crossing(service=found.service, rule=found.rule, crossed_at=now, trusted=trusted)
        if not work.thresholds.claim(crossing):
            return ThresholdChange.NONE
        self._tell(work, found, crossing, now)
        return ThresholdChange.CROSSED

    def _tell(self, work: UnitOfWork, found: _Found, crossing: Crossing, now: datetime) -> None:
        said = alert_message(found.rule, count=found.count, limit=found.limit)
        error = threshold_error(self._ids, crossing, found.rule, said, now=now, busiest=found.busiest)
        episode = report_own(work, self._ids, self._retention, error)
        work.thresholds.save(replace(crossing, episode_id=None if episode is None else episode.id))

    def _follow(self, work: UnitOfWork, found: _Found, now: datetime) -> ThresholdChange:
        crossing = work.thresholds.lock(found.service, found.rule)
        if crossing is None:
            return ThresholdChange.NONE
        change = judge(found.count, found.limit, crossing, now=now, trusted_count=found.trusted_count)
        if change is ThresholdChange.TRUSTED:
            self._tell(work, found, replace(crossing, trusted=True), now)
        elif change is ThresholdChange.WATCHED:
            work.thresholds.save(watched(crossing, now=now))
        elif change is ThresholdChange.CLEARED:
            inputs = {"count": found.count, "limit": found.limit}
            end_own(work, crossing, act=_BY_SYSTEM, reason=_CLEARED, inputs=inputs, now=now)
            work.thresholds.remove(crossing)
        return change
