"""Merging patterns while their errors arrive, are resolved and are carried."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from application.ports.unit_of_work import Store
from domain.error_log import ErrorStatus
from domain.severity import Severity
from tests.support.merge_world import NAMES, MergeWorld
from tests.support.processes import eventually
from tests.support.schema import lay_out
from tests.support.strategies import NOON

_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
_LAST_LOCK = text("SELECT generation FROM installation FOR UPDATE")
"""Each change takes it with its commit, after all others: whoever has it holds commits up."""
names = st.sampled_from(NAMES)
errors = st.tuples(names, st.sampled_from(Severity), st.sampled_from([None, "7", "8"]), st.integers(-90, 90))
batches = st.lists(errors, min_size=1, max_size=4)
changes = st.one_of(
    st.tuples(st.just("merge"), names, names),
    st.tuples(st.just("merge"), names, names),
    st.tuples(st.just("unmerge"), names),
    st.tuples(st.just("resolve"), names),
)
LIKE_THE_FIRST = ("a", Severity.HIGH, None, 0)
with_real_servers = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def waiting(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(_WAITING).scalar_one())


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path}/store.db", pool_size=8)
        lay_out(engine)
    else:
        engine = make_engine(request.getfixturevalue("postgres_url"), pool_size=8)
    yield SqlStore(engine)
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    engine = make_engine(postgres_url, pool_size=8)
    yield engine
    engine.dispose()


def reports(world: MergeWorld, wanted: list[list[tuple[str, Severity, str | None, int]]]) -> list[Callable[[], None]]:
    made = [
        [
            world.error(name, severity=severity, user_id=user, at=NOON + timedelta(minutes=minutes))
            for name, severity, user, minutes in batch
        ]
        for batch in wanted
    ]
    return [partial(world.report, batch) for batch in made]


@given(
    before=batches,
    one=st.lists(batches, min_size=1, max_size=5),
    two=st.lists(batches, min_size=1, max_size=5),
    changing=st.lists(changes, min_size=1, max_size=6),
    also=st.lists(changes, max_size=4),
)
@example(
    before=[LIKE_THE_FIRST],
    one=[[LIKE_THE_FIRST]],
    two=[[LIKE_THE_FIRST]],
    changing=[("merge", "a", "b"), ("unmerge", "a")] * 3,
    also=[("resolve", "a")] * 4,
)
@with_real_servers
def test_numbers_equal_a_recount_after_any_interleaving(
    store: Store, before: list, one: list, two: list, changing: list, also: list
) -> None:
    world = MergeWorld(store)
    world.report([world.error(name) for name in NAMES])
    for step in reports(world, [before]):
        step()
    acts = [[partial(getattr(world, name), *rest) for name, *rest in listed] for listed in (changing, also)]

    world.at_once([reports(world, one), reports(world, two), *acts, [world.carry] * 8])
    world.carry_all()

    world.check()


@pytest.mark.parametrize(
    ("before", "meanwhile"),
    [
        ([("merge", "a", "b")], ("unmerge", "a")),
        ([], ("merge", "a", "b")),
        ([("merge", "a", "b")], ("merge", "b", "c")),
        ([("merge", "a", "b"), ("unmerge", "a")], ("merge", "b", "c")),
    ],
)
def test_an_error_is_resolved_whose_pattern_was_merged_between_the_look_and_the_locks(
    postgres_engine: Engine, before: Sequence[tuple[str, ...]], meanwhile: tuple[str, ...]
) -> None:
    world = MergeWorld(SqlStore(postgres_engine))
    world.report([world.error(name) for name in NAMES])
    for name, *rest in before:
        getattr(world, name)(*rest)

    with ThreadPoolExecutor(2) as threads, postgres_engine.begin() as gate:
        gate.execute(_LAST_LOCK)
        changing = threads.submit(getattr(world, meanwhile[0]), *meanwhile[1:])
        eventually(lambda: waiting(postgres_engine) == 1, what="the change holds its locks")
        resolving = threads.submit(world.resolve, "a")
        eventually(lambda: waiting(postgres_engine) == 2, what="the error was looked at, and its pattern is waited for")
        gate.rollback()
        changing.result(20)
        resolving.result(20)

    world.carry_all()
    world.check()
    with world.store.reading() as work:
        error = work.errors.get(world.sent[0].id)
    assert error is not None
    assert error.status is ErrorStatus.RESOLVED
