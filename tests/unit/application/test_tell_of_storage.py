"""People are told that the storage fills up, each step once."""

from collections.abc import Iterator
from itertools import product

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.acts import Act
from application.ports.error_reader import ErrorFilter
from application.ports.storage_space import StorageUse
from application.ports.wake_ups import Work
from application.resolve_error import ResolveError, ResolveErrorCommand, Scope
from application.tell_of_storage import TellOfStorage
from application.watch_storage import WatchStorage
from domain.error_log import ErrorLog
from domain.retention import RetentionPolicy
from tests.support.schema import lay_out
from tests.support.strategies import NOON


class Room:
    """A store that says what a test wants, of 1,000 bytes."""

    used = 0

    def use(self) -> StorageUse:
        return StorageUse(self.used, self.used, None)

    def give_back(self, *, pause: object) -> int:
        return 0


class Installation:
    """Workers that look at how full it is."""

    def __init__(self, store: SqlStore) -> None:
        self.store, self.room, self.wake_ups, self.s = store, Room(), MemoryWakeUps(), 0.0

    def worker(self) -> TellOfStorage:
        watch = WatchStorage(self.room, 1000, now_s=lambda: self.s)
        return TellOfStorage(self.store, SystemIds(), watch, RetentionPolicy(), self.wake_ups)

    def fill(self, worker: TellOfStorage, used: int) -> None:
        self.room.used, self.s = used, self.s + 10
        worker.execute()

    def alarms(self) -> list[ErrorLog]:
        """What the system has reported itself, the oldest first."""
        with self.store.reading() as work:
            found = [work.errors.get(each.id) for each in work.error_reader.page(ErrorFilter(), limit=200).errors]
        return [error for error in reversed(found) if error is not None]

    def told(self) -> list[tuple[str, str, bool]]:
        """Of each alarm, the oldest first: which, how bad, whether its episode is open."""
        alarms = self.alarms()
        with self.store.reading() as work:
            episodes = [work.episodes.get(error.episode_id) for error in alarms]
        return [
            (error.report.error_type, error.report.severity.value, episode is not None and episode.closed_at is None)
            for error, episode in zip(alarms, episodes, strict=True)
        ]


@pytest.fixture
def installation() -> Iterator[Installation]:
    """Empty."""
    engine = make_engine("sqlite://")
    lay_out(engine)
    yield Installation(SqlStore(engine, clock=MemoryClock(NOON)))
    engine.dispose()


def test_each_step_is_told_once_however_many_workers_look(installation: Installation) -> None:
    workers = [installation.worker() for _ in range(3)]
    for used, worker in product((799, 800, 820, 900, 890, 905, 970, 990), workers):
        installation.fill(worker, used)

    assert installation.told() == [
        ("StorageWarn", "high", True), ("StorageShed", "high", True), ("StorageFull", "critical", True),
    ]  # fmt: skip
    assert installation.wake_ups.woken == {Work.TRIAGE: 3}


def test_of_several_steps_at_once_the_worst_is_told(installation: Installation) -> None:
    worker = installation.worker()
    installation.fill(worker, 980)
    installation.fill(worker, 930)

    assert installation.told() == [("StorageFull", "critical", True)]


def test_what_swings_around_a_step_is_no_news(installation: Installation) -> None:
    worker = installation.worker()
    for used in (905, 899, 905, 851, 905):
        installation.fill(worker, used)

    assert installation.told() == [("StorageShed", "high", True)]


def test_where_there_is_room_again_it_is_over_and_the_next_time_is_told(installation: Installation) -> None:
    worker = installation.worker()
    for used in (980, 919, 760, 749, 850):
        installation.fill(worker, used)

    assert installation.told() == [("StorageFull", "critical", False), ("StorageWarn", "high", True)]


def test_who_resolves_it_is_not_told_the_same_at_once(installation: Installation) -> None:
    worker = installation.worker()
    installation.fill(worker, 850)
    [error] = installation.alarms()
    resolve = ResolveError(installation.store, SystemIds(), RetentionPolicy(), installation.wake_ups)
    resolve.execute(ResolveErrorCommand(error_id=error.id, act=Act(actor="ada"), scope=Scope.PATTERN))
    installation.fill(worker, 860)

    assert installation.told() == [("StorageWarn", "high", False)]


def test_the_message_says_how_full_and_what_to_do(installation: Installation) -> None:
    installation.fill(installation.worker(), 850)

    [error] = installation.alarms()
    assert (error.report.service, error.trusted) == ("error-logging", True)
    assert "(85%)" in error.report.message
    assert "MAX_STORAGE" in error.report.message
