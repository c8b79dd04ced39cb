"""What is going on in the whole installation."""

from collections.abc import Iterator
from contextlib import contextmanager

from application.ports.operation_reader import TriageQueue
from application.ports.store_errors import StoreUnavailable
from application.ports.unit_of_work import Store, UnitOfWork
from application.show_operation import ShowOperation
from domain.episode import TriageMark, TriageReason
from tests.support.builders import an_episode
from tests.support.strategies import NOON


class SometimesAway:
    """A store that is away when told so."""

    def __init__(self, store: Store) -> None:
        self.away = False
        self._store = store
        self.writing = store.writing

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """A look, unless it is away."""
        if self.away:
            raise StoreUnavailable("away")
        with self._store.reading() as work:
            yield work


def waiting(show: ShowOperation) -> int | None:
    """How many episodes are said to wait; None where nothing is said."""
    operation = show.execute()
    return None if operation is None else operation.triage[TriageQueue.TRUSTED].count


def add_waiting_episode(store: Store) -> None:
    """One more that waits for triage."""
    with store.writing() as work:
        work.episodes.add([an_episode(triage=TriageMark(TriageReason.NEW, NOON, trusted=True))])
        work.commit()


def test_the_store_is_asked_once_in_five_seconds(store: Store) -> None:
    now_s = iter((0.0, 4.9, 5.0, 5.0, 9.9))
    show, said = ShowOperation(store, clock_s=lambda: next(now_s)), []
    for _ in range(4):
        said.append(waiting(show))
        add_waiting_episode(store)

    assert said == [0, 0, 2, 2]


def test_of_a_store_that_is_away_nothing_old_is_said(store: Store) -> None:
    sometimes, now_s = SometimesAway(store), 0.0
    show = ShowOperation(sometimes, clock_s=lambda: now_s)
    before = waiting(show)

    sometimes.away, now_s = True, 5.0
    away = waiting(show)
    sometimes.away, now_s = False, 10.0

    assert (before, away, waiting(show)) == (0, None, 0)
