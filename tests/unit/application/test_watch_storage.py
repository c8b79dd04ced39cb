"""Who knows how full the store is, and who is turned away."""

import logging
from collections.abc import Sequence

import pytest

from application.ingest_errors import IngestErrorsCommand
from application.ingest_receipts import Receipt
from application.ingest_within_limit import IngestWithinLimit
from application.ports.storage_space import StorageUse
from application.ports.store_errors import StoreFull, StoreUnavailable
from application.watch_storage import LOOK_EVERY_S, WatchStorage
from domain.storage_limit import StorageStep, storage_level


class Room:
    """A store that says what a test wants."""

    def __init__(self) -> None:
        self.used, self.looks, self.away = 0, 0, False

    def use(self) -> StorageUse:
        self.looks += 1
        if self.away:
            raise StoreUnavailable("away")
        return StorageUse(self.used, self.used, None)

    def give_back(self, *, pause: object) -> int:
        return 0


class Time:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


class Ingest:
    """Takes everything."""

    def execute(self, command: IngestErrorsCommand) -> Sequence[Receipt]:
        return []


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def watch(room: Room, time: Time) -> WatchStorage:
    return WatchStorage(room, 1000, now_s=time)


@pytest.mark.parametrize(
    ("used", "step"),
    [
        (0, StorageStep.ROOM), (799, StorageStep.ROOM), (800, StorageStep.WARN), (899, StorageStep.WARN),
        (900, StorageStep.SHED), (969, StorageStep.SHED), (970, StorageStep.FULL), (5000, StorageStep.FULL),
    ],
)  # fmt: skip
def test_each_step_has_its_share(room: Room, watch: WatchStorage, used: int, step: StorageStep) -> None:
    room.used = used

    assert watch.execute().step is step


def test_it_looks_at_most_every_ten_seconds(room: Room, time: Time, watch: WatchStorage) -> None:
    for _ in range(100):
        watch.execute()
    assert room.looks == 1

    time.s = LOOK_EVERY_S
    watch.execute()

    assert room.looks == 2


def test_a_store_that_is_away_is_as_full_as_it_was(room: Room, time: Time, watch: WatchStorage) -> None:
    room.used = 990
    watch.execute()
    room.away, time.s = True, LOOK_EVERY_S

    assert watch.execute().step is StorageStep.FULL


def test_without_a_limit_nobody_looks(room: Room) -> None:
    assert WatchStorage(room, None).execute().step is StorageStep.ROOM
    assert room.looks == 0


def test_a_small_disk_is_the_limit() -> None:
    level = storage_level(used_bytes=90, taken_bytes=95, free_bytes=5, limit_bytes=10_000)

    assert (level.limit_bytes, level.step) == (100, StorageStep.SHED)


def test_room_that_will_be_used_again_is_not_used() -> None:
    assert storage_level(used_bytes=10, taken_bytes=99, free_bytes=1, limit_bytes=100).step is StorageStep.ROOM


def test_each_change_is_logged_once(
    room: Room, time: Time, watch: WatchStorage, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        for used in (100, 850, 860, 990, 100):
            room.used, time.s = used, time.s + LOOK_EVERY_S
            watch.execute()

    assert [record.getMessage().split(":")[0] for record in caplog.records] == [
        "the storage fills up", "the storage is full", "the storage has room again (10 % of MAX_STORAGE)",
    ]  # fmt: skip


def test_errors_are_turned_away_when_it_is_full_and_taken_again_after(
    room: Room, time: Time, watch: WatchStorage
) -> None:
    ingest, command = IngestWithinLimit(Ingest(), watch), IngestErrorsCommand(reports=[], trusted=True)
    room.used = 970
    with pytest.raises(StoreFull, match="MAX_STORAGE") as refused:
        ingest.execute(command)
    assert refused.value.retry_after_s == 60

    room.used, time.s = 100, LOOK_EVERY_S

    assert ingest.execute(command) == []
