"""Limits that are exceeded, in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, select, update

from adapters.outbound.sql.dialects import Upsert
from adapters.outbound.sql.tables import SERVICE_COUNTERS, THRESHOLD_STATES
from domain.severity import Severity
from domain.statistics import Period
from domain.storage_limit import StorageStep
from domain.thresholds import Crossing, RecentErrors, Rule, ThresholdRule

_COUNTER, _STATE = SERVICE_COUNTERS.c, THRESHOLD_STATES.c
_CRITICAL = func.sum(case((_COUNTER.severity == Severity.CRITICAL.rank, _COUNTER.count), else_=0))
_RECENT = (
    select(_COUNTER.service, func.sum(_COUNTER.count), _CRITICAL, func.sum(_COUNTER.trusted))
    .where(_COUNTER.period == Period.MINUTE.value, _COUNTER.starts_at >= bindparam("since"))
    .group_by(_COUNTER.service)
)
_RULES: Mapping[str, Rule] = {rule.value: rule for rule in ThresholdRule} | {
    f"storage_{step.value}": step for step in StorageStep
}
_NAMES = {rule: name for name, rule in _RULES.items()}
_OWN = (_STATE.service == bindparam("own_service")) & (_STATE.rule == bindparam("own_rule"))
_ALL = (
    select(THRESHOLD_STATES)
    .where(_STATE.rule.in_(bindparam("rules", expanding=True)))
    .order_by(_STATE.service, _STATE.rule)
)
_LOCK = select(THRESHOLD_STATES).where(_OWN).with_for_update()
_CLAIM = Upsert(
    lambda insert: (
        insert(THRESHOLD_STATES).on_conflict_do_nothing(index_elements=["service", "rule"]).returning(_STATE.service)
    )
)
_SAVE = update(THRESHOLD_STATES).where(_OWN)
_REMOVE = delete(THRESHOLD_STATES).where(_OWN)


class SqlThresholdRepository:
    """`ThresholdRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def recent_errors(self, since: datetime) -> Mapping[str, RecentErrors]:
        """See the port."""
        rows = self._connection.execute(_RECENT, {"since": since})
        return {service: RecentErrors(*map(int, counts)) for service, *counts in rows}

    def all(self) -> Sequence[Crossing]:
        """See the port."""
        return self._of(ThresholdRule)

    def of_storage(self) -> Sequence[Crossing]:
        """See the port."""
        return self._of(StorageStep)

    def claim(self, crossing: Crossing) -> bool:
        """See the port."""
        row = {"service": crossing.service, "rule": _NAMES[crossing.rule], **_changes(crossing)}
        return self._connection.execute(_CLAIM.on(self._connection), row).first() is not None

    def lock(self, service: str, rule: Rule) -> Crossing | None:
        """See the port."""
        row = self._connection.execute(_LOCK, {"own_service": service, "own_rule": _NAMES[rule]}).one_or_none()
        return None if row is None else _from_row(row)

    def save(self, crossing: Crossing) -> None:
        """See the port."""
        self._connection.execute(_SAVE, {**_key(crossing), **_changes(crossing)})

    def remove(self, crossing: Crossing) -> None:
        """See the port."""
        self._connection.execute(_REMOVE, _key(crossing))

    def _of(self, rules: Iterable[Rule]) -> Sequence[Crossing]:
        rows = self._connection.execute(_ALL, {"rules": [_NAMES[rule] for rule in rules]})
        return [_from_row(row) for row in rows]


def _key(crossing: Crossing) -> dict[str, str]:
    return {"own_service": crossing.service, "own_rule": _NAMES[crossing.rule]}


def _changes(crossing: Crossing) -> dict[str, Any]:
    return {
        "crossed_at": crossing.crossed_at,
        "below_since": crossing.below_since,
        "episode_id": crossing.episode_id,
        "trusted": crossing.trusted,
    }


def _from_row(row: Any) -> Crossing:
    return Crossing(
        service=row.service,
        rule=_RULES[row.rule],
        crossed_at=row.crossed_at,
        below_since=row.below_since,
        episode_id=row.episode_id,
        trusted=row.trusted,
    )
