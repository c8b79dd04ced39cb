"""Two workers hand over at once what a removed developer was given by hand."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from application.hand_over_episodes import HandOverEpisodes
from application.ports.unit_of_work import Store, UnitOfWork
from domain.error_log import ErrorStatus
from tests.support.builders import a_developer, an_episode, an_error
from tests.support.strategies import NOON


class SharedStore:
    """Another has its turn before each unit of work that writes."""

    def __init__(self, store: Store, another: Callable[[], object]) -> None:
        self._store = store
        self._another = another

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """See the port."""
        self._another()
        with self._store.writing() as work:
            yield work

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """See the port."""
        return self._store.reading()


@pytest.fixture
def left(store: Store) -> int:
    """So many errors."""
    gone, episode = a_developer("Ada", active=False, removed_at=NOON), an_episode()
    errors = [an_error(episode_id=episode.id, assigned_to=gone.id, status=ErrorStatus.ASSIGNED) for _ in range(9)]
    with store.writing() as work:
        work.developers.add(gone)
        work.episodes.add([episode])
        work.errors.add(errors)
        for error in errors:
            work.errors.keep_apart(error.id)
        work.commit()
    return len(errors)


def test_neither_stops_before_nothing_is_left(store: Store, left: int) -> None:
    another = HandOverEpisodes(store, MemoryWakeUps(), batch=2)
    one = HandOverEpisodes(SharedStore(store, another.execute), MemoryWakeUps(), batch=2)

    rounds = 0
    while one.execute():
        rounds += 1

    assert rounds <= left
    with store.reading() as work:
        assert work.left_behind.overrides(9) == []
