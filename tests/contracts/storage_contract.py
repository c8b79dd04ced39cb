"""Room is measured, given back, and made where it gets scarce."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from adapters.outbound.sql.storage_space import storage_space
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.clean_old_error_logs import CleanOldErrorLogs
from application.commit_batch import CommitBatch
from application.ports.error_archive import NoArchive
from application.ports.error_reader import ErrorFilter
from application.ports.storage_space import StorageUse
from application.ports.stored_errors import Stretch
from application.remove_expired_errors import RemoveExpiredErrors
from application.remove_expired_records import RemoveExpiredRecords
from application.shed_contents import ShedContents
from application.watch_storage import WatchStorage
from domain.error_log import ErrorLog, PreparedError
from domain.error_report import MarkReason
from domain.shedding import NEWEST_KEPT, is_sampled
from domain.storage_limit import StorageStep
from tests.contracts.retention_contract import LATELY, LONG_AGO, POLICY, error_at
from tests.support.processes import eventually

_KIB = 1 << 10
_ALL = Stretch()


class StorageContract:
    """For an empty store on disk."""

    def test_what_is_stored_takes_room(self, store: SqlStore) -> None:
        before = used(store)

        fill(store, 40, 25 * _KIB)

        eventually(lambda: used(store) - before > 40 * 10 * _KIB, what="the server has counted")

    def test_what_is_stored_is_counted_once(self, store: SqlStore) -> None:
        before = used(store)

        fill(store, 200, 25 * _KIB)

        eventually(lambda: used(store) - before > 200 * 10 * _KIB, what="the server has counted")
        assert used(store) - before < 200 * 20 * _KIB

    def test_room_of_what_was_removed_can_be_used_again(self, store: SqlStore) -> None:
        empty = used(store)
        fill(store, 200, 25 * _KIB, at=LONG_AGO)
        eventually(lambda: used(store) - empty > 200 * 10 * _KIB, what="the server has counted")
        full = used(store)

        clean(store)

        eventually(lambda: full - used(store) > 200 * 10 * _KIB, what="the server has counted")

    def test_old_contents_go_and_the_newest_and_a_sample_stay(self, store: SqlStore) -> None:
        fill(store, 150, _KIB)
        shed(store, StorageStep.SHED)

        errors = stored(store)
        kept = [error for error in errors if error.report.stack_trace is not None]
        assert {error.id for error in kept} == {
            error.id for place, error in enumerate(errors) if place >= 150 - NEWEST_KEPT or is_sampled(error.id)
        }
        assert NEWEST_KEPT < len(kept) < 20
        dropped = [error for error in errors if error not in kept]
        assert all({mark.reason for mark in error.report.marks} == {MarkReason.DROPPED} for error in dropped)

    def test_the_errors_themselves_stay(self, store: SqlStore) -> None:
        fill(store, 20, _KIB)
        before = [bare(error) for error in stored(store)]

        shed(store, StorageStep.FULL)

        assert [bare(error) for error in stored(store)] == before
        with store.reading() as work:
            assert work.error_reader.page(ErrorFilter(words=("connection",)), limit=1).count == 20

    def test_what_cannot_be_shed_is_looked_at_again_only_after_a_while(self, store: SqlStore) -> None:
        fill(store, 3, _KIB)
        shedding = ShedContents(store, WatchStorage(Level(StorageStep.SHED), 100), limit_errors=15)
        shedding.execute()
        fill(store, 150, _KIB, at=LATELY + timedelta(hours=1))

        shedding.execute()

        errors = stored(store)
        assert all(error.report.stack_trace for error in errors[:3])
        assert sum(error.report.stack_trace is not None for error in errors[3:]) < 20
        shed(store, StorageStep.SHED)
        assert not all(error.report.stack_trace for error in stored(store)[:3])

    def test_nothing_goes_while_there_is_room(self, store: SqlStore) -> None:
        fill(store, 20, _KIB)

        assert not shed(store, StorageStep.WARN)

        assert all(error.report.stack_trace for error in stored(store))

    def test_what_was_shed_can_be_removed_and_searched_for_no_more(self, store: SqlStore) -> None:
        fill(store, 20, _KIB, at=LONG_AGO)
        shed(store, StorageStep.SHED)

        clean(store)

        with store.reading() as work:
            assert work.error_reader.page(ErrorFilter(words=("connection",)), limit=1).count == 0


class Level:
    """Room as a test wants it."""

    def __init__(self, step: StorageStep) -> None:
        shares = {StorageStep.ROOM: 50, StorageStep.WARN: 85, StorageStep.SHED: 95, StorageStep.FULL: 99}
        self.share = shares[step]

    def use(self) -> StorageUse:
        return StorageUse(self.share, self.share, None)

    def give_back(self, *, pause: object) -> int:
        return 0


def shed(store: SqlStore, step: StorageStep) -> bool:
    return ShedContents(store, WatchStorage(Level(step), 100), limit_errors=15).execute()


def fill(store: SqlStore, count: int, size: int, *, at: object = LATELY) -> None:
    """Errors of one pattern whose stack traces nothing can pack."""
    random = Random(7)
    for start in range(0, count, 50):
        errors = [
            with_stack(error_at(at + timedelta(seconds=start + place)), random.randbytes(size // 2).hex())  # type: ignore[operator]
            for place in range(min(50, count - start))
        ]
        CommitBatch(store, SystemIds(), POLICY).execute(errors)


def with_stack(error: PreparedError, stack: str) -> PreparedError:
    return replace(error, report=replace(error.report, stack_trace=stack, context={"order": "42"}))


def stored(store: SqlStore) -> list[ErrorLog]:
    with store.reading() as work:
        return sorted(work.stored_errors.after(None, _ALL, limit=1000), key=lambda error: error.id)


def bare(error: ErrorLog) -> ErrorLog:
    return replace(error, report=replace(error.report, stack_trace=None, context={}, marks=()))


def used(store: SqlStore) -> int:
    return storage_space(store._engine).use().used_bytes


def clean(store: SqlStore) -> None:
    space = storage_space(store._engine)
    errors = RemoveExpiredErrors(store, NoArchive(), POLICY)
    CleanOldErrorLogs(errors, RemoveExpiredRecords(store, POLICY), space).execute()
