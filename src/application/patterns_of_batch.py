"""The patterns that arriving errors belong to, new ones founded while there is room for them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from application.ports.decision_counter_repository import DecisionCount
from application.ports.new_pattern_counters import ServiceHour
from application.ports.unit_of_work import UnitOfWork
from domain.error_log import PreparedError
from domain.error_pattern import ErrorPattern
from domain.pattern_flood import OVERFLOW, FloodLimits, NewPatterns, overflow_of
from domain.statistics import Period


@dataclass(frozen=True, slots=True)
class BatchPatterns:
    """`by_fingerprint` are locked. `founded` are the counts of the hours in which new ones began; `overflowed` are the
    fingerprints that were given none of their own.
    """

    by_fingerprint: Mapping[UUID, ErrorPattern]
    founded: Mapping[ServiceHour, NewPatterns] = field(default_factory=dict)
    overflowed: frozenset[UUID] = frozenset()

    def of(self, error: PreparedError) -> ErrorPattern:
        """The pattern of one of the errors."""
        return self.by_fingerprint[error.fingerprint.id]

    def overflow_counts(self, stored: Sequence[PreparedError]) -> Sequence[DecisionCount]:
        """How many of these errors have no pattern of their own, by the hour."""
        counts = Counter(
            (self.of(error).id, Period.HOUR.start(error.received_at), OVERFLOW)
            for error in stored
            if error.fingerprint.id in self.overflowed
        )
        return [DecisionCount(*key, count) for key, count in counts.items()]


def lock_patterns(work: UnitOfWork, errors: Sequence[PreparedError], limits: FloodLimits) -> BatchPatterns:
    """Lock the pattern of each error; of new ones as many are founded as the hour has room for, the errors of the
    others join their services' overflow patterns. Where none is new, it asks once.
    """
    firsts = _first_of_each(errors)
    known = work.patterns.lock_known(firsts)
    new = {key: error for key, error in firsts.items() if key not in known}
    if not new:
        return BatchPatterns(known)
    counts = dict(work.new_patterns.lock({_hour(error) for error in new.values()}))
    # Who held the counts before us may have founded some of them; now nobody else does.
    known |= work.patterns.lock_known(new)
    new = {key: error for key, error in new.items() if key not in known}
    admitted: dict[UUID, ErrorPattern] = {}
    refused: dict[UUID, PreparedError] = {}
    for key, error in new.items():
        hour = _hour(error)
        if limits.room(counts[hour], trusted=error.trusted):
            counts[hour] = counts[hour].plus(trusted=error.trusted)
            admitted[key] = ErrorPattern.founded_by(error)
        else:
            refused[key] = error
    found = {**known, **work.patterns.found(admitted), **_overflows(work, refused)}
    return BatchPatterns(found, counts if admitted else {}, frozenset(refused))


def _overflows(work: UnitOfWork, refused: Mapping[UUID, PreparedError]) -> dict[UUID, ErrorPattern]:
    if not refused:
        return {}
    overflows = {key: overflow_of(error) for key, error in refused.items()}
    locked = work.patterns.lock({fingerprint.id: pattern for fingerprint, pattern in overflows.values()})
    return {key: locked[fingerprint.id] for key, (fingerprint, _) in overflows.items()}


def _first_of_each(errors: Sequence[PreparedError]) -> dict[UUID, PreparedError]:
    """By fingerprint id the first error, a trusted sender's before any other's: it would found the pattern."""
    firsts: dict[UUID, PreparedError] = {}
    for error in errors:
        key = error.fingerprint.id
        if key not in firsts or (error.trusted and not firsts[key].trusted):
            firsts[key] = error
    return firsts


def _hour(error: PreparedError) -> ServiceHour:
    return ServiceHour(error.report.service, Period.HOUR.start(error.received_at))
