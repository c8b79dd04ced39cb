"""Of which patterns most arrived, in SQL."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, case, func, select

from adapters.outbound.sql.tables import ERROR_PATTERNS, ERROR_STATS

_STATS, _PATTERN = ERROR_STATS.c, ERROR_PATTERNS.c
_MEMBERS = select(_PATTERN.id, _PATTERN.merged_into).where(_PATTERN.merged_into.is_not(None))
# An expression, since SQLite would else go through all days in the order of the index on patterns.
_OF_PATTERN = case((_STATS.pattern_id.is_not(None), _STATS.pattern_id))


@dataclass(frozen=True, slots=True)
class TopPatterns:
    """Counts days of patterns since one of them. `places` narrows the days, `services` the patterns. A walk looks at
    `first` patterns, then at all that may have more, fewer than `most_walked`.
    """

    connection: Connection
    since: datetime
    places: Sequence[ColumnElement[bool]]
    services: Sequence[str]
    first: int = 64
    most_walked: int = 800

    def scanned(self, limit: int) -> Sequence[tuple[UUID, int]]:
        """Patterns and their counts, most first: by going through all days since then, for short times."""
        of_services = [_STATS.service.in_(self.services)] if self.services else []
        sums = select(_OF_PATTERN, func.sum(_STATS.count)).where(
            _STATS.starts_at >= self.since, *of_services, *self.places
        )
        found = self.connection.execute(sums.group_by(_OF_PATTERN))
        return _most(self._standing((pattern_id, count) for pattern_id, count in found), limit)

    def walked(self, limit: int) -> Sequence[tuple[UUID, int]]:
        """The same, for long times: patterns that have most in all are counted first, and then no more than those that
        can have as many (after the threshold algorithm of Fagin, Lotem and Naor, 2001). Where sizes differ as they do
        in life these are few; where they do not, all days are gone through after all.
        """
        largest, members = self._largest(), self._members()
        counts = self._of(largest[: self.first], members)
        best = _most(counts, limit)
        bar = best[-1][1] if len(best) == limit else 0
        end = sum(one.occurrences >= bar for one in largest)
        if end == self.most_walked:
            return self.scanned(limit)
        return _most(counts + self._of(largest[self.first : end], members), limit)

    def _of(self, patterns: Sequence[Any], members: Mapping[UUID, Sequence[UUID]]) -> Counter[UUID]:
        # What was never seen before then, and is not narrowed, has all its occurrences since then.
        known = {one.id: one.occurrences for one in patterns if one.first_seen >= self.since and not self.places}
        older = [one.id for one in patterns if one.id not in known]
        return Counter(known) + self._standing(self._counted(older, members))

    def _largest(self) -> Sequence[Any]:
        of_services = [_PATTERN.service.in_(self.services)] if self.services else []
        largest = (
            select(_PATTERN.id, _PATTERN.occurrences, _PATTERN.first_seen)
            .where(_PATTERN.merged_into.is_(None), _PATTERN.last_seen >= self.since, *of_services)
            .order_by(_PATTERN.occurrences.desc(), _PATTERN.id)
        )
        return self.connection.execute(largest.limit(self.most_walked)).all()

    def _counted(
        self, pattern_ids: Sequence[UUID], members: Mapping[UUID, Sequence[UUID]]
    ) -> Iterator[tuple[UUID, int]]:
        asked = [each for pattern_id in pattern_ids for each in (pattern_id, *members.get(pattern_id, ()))]
        sums = select(_STATS.pattern_id, func.sum(_STATS.count)).where(
            _STATS.pattern_id.in_(asked), _STATS.starts_at >= self.since, *self.places
        )
        found = self.connection.execute(sums.group_by(_STATS.pattern_id))
        return ((pattern_id, count) for pattern_id, count in found)

    def _members(self) -> Mapping[UUID, Sequence[UUID]]:
        members: dict[UUID, list[UUID]] = {}
        for member, standing in self.connection.execute(_MEMBERS):
            members.setdefault(standing, []).append(member)
        return members

    def _standing(self, counts: Iterator[tuple[UUID, int]]) -> Counter[UUID]:
        """By the pattern that stands for the counted one today."""
        standing = {member: pattern for pattern, members in self._members().items() for member in members}
        totals: Counter[UUID] = Counter()
        for pattern_id, count in counts:
            totals[standing.get(pattern_id, pattern_id)] += int(count)
        return totals


def _most(counts: Counter[UUID], limit: int) -> Sequence[tuple[UUID, int]]:
    return nlargest(limit, counts.items(), key=lambda counted: (counted[1], -counted[0].int))
