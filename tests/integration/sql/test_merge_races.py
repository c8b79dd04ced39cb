"""Merging patterns while their errors arrive, are resolved and are carried."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.migrate import migrate
from adapters.outbound.sql.store import SqlStore
from application.ports.unit_of_work import Store
from domain.severity import Severity
from tests.support.merge_world import NAMES, MergeWorld
from tests.support.strategies import NOON

names = st.sampled_from(NAMES)
errors = st.tuples(names, st.sampled_from(Severity), st.sampled_from([None, "7", "8"]), st.integers(-90, 90))
batches = st.lists(errors, min_size=1, max_size=4)
changes = st.one_of(
    st.tuples(st.just("merge"), names, names),
    st.tuples(st.just("merge"), names, names),
    st.tuples(st.just("unmerge"), names),
    st.tuples(st.just("resolve"), names),
)
with_real_servers = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path}/store.db", pool_size=8)
        migrate(engine)
    else:
        engine = make_engine(request.getfixturevalue("postgres_url"), pool_size=8)
    yield SqlStore(engine)
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
