"""What every `StatisticsReader` promises."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.ports.statistics_reader import Grouping, StatisticsFilter
from application.ports.unit_of_work import Store
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern
from domain.series import Window
from domain.severity import Severity
from domain.severity_counts import SeverityCounts
from domain.statistics import Period, tally
from tests.contracts.one_store import on_one_store
from tests.support.builders import a_pattern, an_episode, an_error
from tests.support.strategies import NOON

_HOUR = timedelta(hours=1)
_SERVICES, _ENVIRONMENTS = ("java", "php"), ("production", "staging")
arrivals = st.lists(
    st.tuples(
        st.sampled_from(_SERVICES), st.sampled_from(_ENVIRONMENTS), st.sampled_from(Severity), st.integers(0, 100)
    ),
    max_size=30,
)
filters = st.builds(
    StatisticsFilter,
    environments=st.sampled_from([(), ("staging",)]),
    severities=st.sampled_from([(), (Severity.HIGH, Severity.LOW)]),
)


class StatisticsReaderContract:
    """For sums of counters: they are what a count of the errors gives."""

    @pytest.mark.parametrize("by", [by for by in Grouping if by is not Grouping.PATTERN])
    @given(said=arrivals, days=st.integers(1, 5), wanted=filters)
    @on_one_store
    def test_sums_are_those_of_the_errors(
        self,
        store: Store,
        by: Grouping,
        said: list[tuple[str, str, Severity, int]],
        days: int,
        wanted: StatisticsFilter,
    ) -> None:
        mark = uuid4().hex
        errors = [
            an_error(service=f"{service} {mark}", environment=environment, severity=severity, at=NOON - hours * _HOUR)
            for service, environment, severity, hours in said
        ]
        services = tuple(f"{service} {mark}" for service in _SERVICES)
        wanted = replace(wanted, services=services)
        _count(store, errors)
        window = Window.last_days(days, now=NOON)

        with store.reading() as work:
            found = work.statistics_reader.arrivals(wanted, window, by=by)

        expected = Counter(
            (_key(error, by), error.severity)
            for error in errors
            if error.received_at >= window.since and _matches(error, wanted)
        )
        sums: Counter[tuple[object, Severity]] = Counter()
        for cell in found:
            for severity in Severity:
                sums[None if by is Grouping.SEVERITY else cell.key, severity] += cell.counts.of(severity)
        assert sums == expected

    @pytest.mark.parametrize("days", [5, 60])
    @given(sizes=st.lists(st.lists(st.integers(-70, 0), max_size=8), max_size=6), members=st.integers(0, 3))
    @on_one_store
    def test_patterns_of_which_most_arrived(
        self, store: Store, days: int, sizes: list[list[int]], members: int
    ) -> None:
        service, window = uuid4().hex, Window.whole_days(days, now=NOON)
        errors = [
            an_error(service=service, pattern_id=pattern_id, at=NOON + timedelta(days=day))
            for pattern_id, of_days in zip(_ids(len(sizes)), sizes, strict=True)
            for day in of_days
        ]
        _count(store, errors)
        found = [_pattern_of(errors, service, pattern_id) for pattern_id in {error.pattern_id for error in errors}]
        standing = _merged(store, sorted(found, key=lambda one: one.id), members)

        with store.reading() as work:
            most = work.statistics_reader.patterns(StatisticsFilter(services=(service,)), window, limit=3)

        counts = Counter(standing[error.pattern_id] for error in errors if error.received_at >= window.first_day)
        expected = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))[:3]
        assert [(one.pattern_id, one.count) for one in most] == expected

    def test_open_work_by_service(self, store: Store) -> None:
        counts = SeverityCounts(critical=1, low=2)
        with store.writing() as work:
            work.episodes.add([an_episode(open_counts=counts), an_episode(open_counts=counts, environment="staging")])
            work.episodes.add([an_episode(service="php", open_counts=counts), an_episode(closed_at=NOON)])
            work.commit()

        with store.reading() as work:
            found = work.statistics_reader.open_work(StatisticsFilter())
            staging = work.statistics_reader.open_work(StatisticsFilter(environments=("staging",)))

        assert {name: (one.episodes, one.errors.critical, one.errors.low) for name, one in found.items()} == {
            "java": (2, 2, 4),
            "php": (1, 1, 2),
        }
        assert list(staging) == ["java"]
        assert staging["java"].errors == counts

    def test_when_each_service_was_last_seen(self, store: Store) -> None:
        with store.writing() as work:
            found = [a_pattern(), a_pattern(last_seen=NOON + _HOUR), a_pattern(service="php")]
            work.patterns.lock({one.id: one for one in found})
            work.commit()

        with store.reading() as work:
            assert work.statistics_reader.last_seen() == {"java": NOON + _HOUR, "php": NOON}


def _ids(count: int) -> list[UUID]:
    return [uuid4() for _ in range(count)]


def _pattern_of(errors: list[ErrorLog], service: str, pattern_id: UUID) -> ErrorPattern:
    seen = [error.received_at for error in errors if error.pattern_id == pattern_id]
    return a_pattern(id=pattern_id, service=service, occurrences=len(seen), first_seen=min(seen), last_seen=max(seen))


def _merged(store: Store, patterns: list[ErrorPattern], members: int) -> dict[UUID, UUID]:
    """The first of them stands for up to so many others; by id the pattern that stands for each."""
    standing = {one.id: one.id for one in patterns}
    if patterns:
        first, *rest = patterns
        joined = [first, *rest[:members]]
        standing |= {one.id: first.id for one in joined}
        whole = a_pattern(
            id=first.id,
            service=first.service,
            occurrences=sum(one.occurrences for one in joined),
            first_seen=min(one.first_seen for one in joined),
            last_seen=max(one.last_seen for one in joined),
        )
        patterns = [whole, *rest]
    with store.writing() as work:
        work.patterns.lock({one.id: one for one in patterns})
        locked = work.patterns.lock_by_ids(standing).values()
        work.patterns.save(replace(one, merged_into=standing[one.id]) for one in locked if standing[one.id] != one.id)
        work.commit()
    return standing


def _count(store: Store, errors: list[ErrorLog]) -> None:
    with store.writing() as work:
        work.counters.add(tally(errors))
        work.commit()


def _matches(error: ErrorLog, wanted: StatisticsFilter) -> bool:
    return (not wanted.environments or error.report.environment in wanted.environments) and (
        not wanted.severities or error.severity in wanted.severities
    )


def _key(error: ErrorLog, by: Grouping) -> str | datetime | None:
    at = error.received_at
    return {
        Grouping.SERVICE: error.report.service,
        Grouping.SEVERITY: None,
        Grouping.ENVIRONMENT: error.report.environment,
        Grouping.HOUR: Period.HOUR.start(at),
        Grouping.DAY: Period.DAY.start(at),
    }[by]
