"""An error is held with the patterns that stand when the locks are there, whatever came between the look and them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import Connection

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.pattern_repository import SqlPatternRepository
from adapters.outbound.sql.unit_of_work import SqlUnitOfWork
from adapters.outbound.system.ids import SystemIds
from application.acts import Act
from application.delete_error import DeleteError, DeleteErrorCommand
from application.held_errors import HeldError, hold_error
from application.ports.store_errors import StoreUnavailable
from application.ports.unit_of_work import UnitOfWork
from application.reopen_error import ReopenError, ReopenErrorCommand
from domain.error_pattern import ErrorPattern
from domain.errors import NotFound
from domain.retention import RetentionPolicy
from tests.contracts.one_store import on_one_store
from tests.support.merge_world import NAMES, MergeWorld
from tests.support.schema import lay_out

MERGE, UNMERGE, RESOLVE = "merge", "unmerge", "resolve"
names = st.sampled_from(NAMES)
changes = st.one_of(
    st.tuples(st.just(MERGE), names, names), st.tuples(st.just(UNMERGE), names), st.tuples(st.just(RESOLVE), names)
)
turns_of_others = st.lists(st.lists(changes, max_size=3), max_size=3)


class OneConnection:
    """A store whose units of work take turns on one connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @contextmanager
    def writing(self) -> Iterator[SqlUnitOfWork]:
        """See the port."""
        yield SqlUnitOfWork(self.connection)
        self.connection.rollback()

    reading = writing


class InterruptedPatterns(SqlPatternRepository):
    """Others have a turn each time before patterns are locked."""

    def __init__(self, connection: Connection, turns: Iterable[Callable[[], object]]) -> None:
        super().__init__(connection)
        self._turns = iter(turns)

    def lock_by_ids(self, pattern_ids: Iterable[UUID]) -> dict[UUID, ErrorPattern]:
        """See the port."""
        wanted = list(pattern_ids)
        next(self._turns, lambda: None)()
        return super().lock_by_ids(wanted)


class InterruptedWork(SqlUnitOfWork):
    """A unit of work with such patterns."""

    def __init__(self, connection: Connection, turns: Iterable[Callable[[], object]]) -> None:
        super().__init__(connection)
        self._turns = turns

    @cached_property
    def patterns(self) -> SqlPatternRepository:
        """Patterns."""
        return InterruptedPatterns(self._connection, self._turns)


@pytest.fixture
def store() -> Iterator[OneConnection]:
    engine = make_engine("sqlite://")
    lay_out(engine)
    with engine.connect() as connection:
        yield OneConnection(connection)
    engine.dispose()


@pytest.fixture
def world(store: OneConnection) -> MergeWorld:
    made = MergeWorld(store)
    made.report([made.error(name) for name in NAMES])
    return made


def do(world: MergeWorld, listed: Sequence[tuple[str, ...]]) -> None:
    for name, *rest in listed:
        getattr(world, name)(*rest)


def hold(world: MergeWorld, store: OneConnection, turns: Sequence[Sequence[tuple[str, ...]]]) -> HeldError:
    return hold_error(InterruptedWork(store.connection, [partial(do, world, turn) for turn in turns]), world.sent[0].id)


def standing(work: UnitOfWork, pattern_id: UUID) -> ErrorPattern | None:
    found = work.patterns.get(pattern_id)
    return found if found is None or found.merged_into is None else work.patterns.get(found.merged_into)


@given(before=st.lists(changes, max_size=4), turns=turns_of_others)
@example(before=[(MERGE, "a", "b")], turns=[[(UNMERGE, "a")]])
@example(before=[(MERGE, "a", "b"), (UNMERGE, "a")], turns=[[(MERGE, "b", "c")]])
@example(before=[(MERGE, "a", "b")], turns=[[(UNMERGE, "a"), (MERGE, "a", "c")], [(UNMERGE, "a")]])
@example(before=[(MERGE, "a", "b"), (UNMERGE, "a")], turns=[[(MERGE, "b", "c"), (UNMERGE, "b")]])
@on_one_store
def test_what_is_held_is_what_stands(
    store: OneConnection, before: list[tuple[str, ...]], turns: list[list[tuple[str, ...]]]
) -> None:
    world = MergeWorld(store)
    world.report([world.error(name) for name in NAMES])
    do(world, before)

    try:
        held = hold(world, store, turns)
    except StoreUnavailable:
        assert len(turns) == 3
        return

    with store.reading() as work:
        assert held.pattern == standing(work, held.error.pattern_id)
        assert held.episode is not None
        assert held.episode == work.episodes.get(held.episode.id)
        assert held.episode_pattern == standing(work, held.episode.pattern_id)


def test_an_error_whose_patterns_never_rest_is_asked_for_again_later(store: OneConnection, world: MergeWorld) -> None:
    to_and_fro = [[(MERGE, "a", "b")], [(UNMERGE, "a")], [(MERGE, "a", "b")]]

    with pytest.raises(StoreUnavailable):
        hold(world, store, to_and_fro)


def test_an_error_that_was_opened_again_meanwhile_is_held_with_its_new_episode(
    store: OneConnection, world: MergeWorld
) -> None:
    error_id = world.sent[0].id
    world.resolve("a")
    world.carry_all()
    reopen = ReopenError(store, SystemIds(), RetentionPolicy(), MemoryWakeUps())
    turn = partial(reopen.execute, ReopenErrorCommand(error_id=error_id, act=Act(actor="tests")))

    held = hold_error(InterruptedWork(store.connection, [turn]), error_id)

    assert held.episode is not None
    assert (held.episode.id, held.episode.closed_at) == (held.error.episode_id, None)


def test_an_error_that_was_deleted_meanwhile_is_not_found(store: OneConnection, world: MergeWorld) -> None:
    error_id = world.sent[0].id
    delete = DeleteError(store, SystemIds(), RetentionPolicy())
    turn = partial(delete.execute, DeleteErrorCommand(error_id=error_id, act=Act(actor="tests")))

    with pytest.raises(NotFound):
        hold_error(InterruptedWork(store.connection, [turn]), error_id)
