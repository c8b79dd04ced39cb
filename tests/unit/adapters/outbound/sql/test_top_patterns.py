"""A walk through the largest patterns finds what going through all days finds."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.tables import ERROR_STATS
from adapters.outbound.sql.top_patterns import TopPatterns
from adapters.outbound.sql.unit_of_work import SqlUnitOfWork
from domain.error_log import ErrorLog
from domain.severity import Severity
from domain.statistics import tally
from tests.support.builders import a_pattern, an_error
from tests.support.schema import lay_out
from tests.support.strategies import NOON

days_of_patterns = st.lists(st.lists(st.integers(-20, 0), min_size=1, max_size=12), max_size=10)


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = make_engine("sqlite://")
    lay_out(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@example(patterns=[[-10]], members=0, limit=1, first=1, most_walked=3, narrowed=False)
@given(
    patterns=days_of_patterns,
    members=st.integers(0, 4),
    limit=st.integers(1, 4),
    first=st.integers(1, 3),
    most_walked=st.sampled_from([3, 100]),
    narrowed=st.booleans(),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_ways_find_the_same(
    connection: Connection,
    patterns: list[list[int]],
    members: int,
    limit: int,
    first: int,
    most_walked: int,
    narrowed: bool,
) -> None:
    service, since = uuid4().hex, NOON.replace(hour=0) - timedelta(days=10)
    _store(SqlUnitOfWork(connection), service, patterns, members)
    places = [ERROR_STATS.c.severity == Severity.HIGH.rank] if narrowed else []
    top = TopPatterns(connection, since, places, [service], first=first, most_walked=most_walked)

    assert top.walked(limit) == top.scanned(limit)


def _store(work: SqlUnitOfWork, service: str, patterns: list[list[int]], members: int) -> None:
    """Patterns with errors on these days; the first stands for some of the others."""
    found = []
    for number, days in enumerate(patterns):
        counted = [day for each in patterns[: members + 1] for day in each] if number == 0 else days
        pattern = a_pattern(
            service=service,
            occurrences=len(counted),
            first_seen=NOON + timedelta(days=min(counted)),
            last_seen=NOON + timedelta(days=max(counted)),
            merged_into=found[0].id if 0 < number <= members else None,
        )
        found.append(pattern)
        work.counters.add(tally(_errors(service, pattern.id, days)))
    work.patterns.lock({pattern.id: pattern for pattern in found})


def _errors(service: str, pattern_id: UUID, days: list[int]) -> list[ErrorLog]:
    severities = (Severity.HIGH, Severity.LOW)
    return [
        an_error(
            service=service,
            pattern_id=pattern_id,
            severity=severities[place % 2],
            at=NOON + timedelta(days=day),
        )
        for place, day in enumerate(days)
    ]
