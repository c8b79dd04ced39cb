"""What retention removes, and what it leaves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from adapters.outbound.system.ids import SystemIds
from application.acts import Act
from application.carry_episodes import CarryEpisodes
from application.commit_batch import CommitBatch
from application.delete_error import DeleteError, DeleteErrorCommand
from application.expired_errors import RemovedErrors
from application.ports.error_archive import ArchiveFailed, NoArchive
from application.ports.error_reader import ErrorFilter
from application.ports.unit_of_work import Store
from application.remove_expired_errors import RemoveExpiredErrors
from application.remove_expired_records import RemoveExpiredRecords
from domain.episode import EpisodeEnd, TriageReason
from domain.error_log import ErrorLog, PreparedError
from domain.placement import PlacementReason
from domain.retention import RecordKind, RetentionPolicy
from domain.severity import Severity
from domain.statistics import Period
from tests.support.builders import a_notification, an_entry, an_id
from tests.support.errors import a_prepared_error
from tests.support.strategies import NOON

LONG_AGO, LATELY = NOON - timedelta(days=100), NOON - timedelta(days=1)
POLICY = RetentionPolicy()


def error_at(at: object = LONG_AGO, **about: object) -> PreparedError:
    """An error whose id tells its time, as real ones do."""
    return replace(a_prepared_error(at=at, **about), id=an_id(at))  # type: ignore[arg-type]


class RetentionContract:
    """For an empty store."""

    def test_what_has_expired_is_gone_and_the_rest_stays(self, store: Store) -> None:
        old, new = error_at(), error_at(LATELY, pattern="b")
        arrive(store, old, new)

        removed = run(store)

        assert removed == RemovedErrors(errors=1, episodes_closed=1)
        assert [error.id for error in left(store, old, new)] == [new.id]

    def test_a_second_run_changes_nothing(self, store: Store) -> None:
        arrive(store, error_at(), error_at(LATELY))
        run(store)

        assert run(store) == RemovedErrors()

    def test_no_word_leads_to_what_is_gone(self, store: Store) -> None:
        arrive(store, error_at(message="frobnication failed"), error_at(LATELY, message="frobnication again"))

        run(store)

        with store.reading() as work:
            page = work.error_reader.page(ErrorFilter(words=("frobnication",)), limit=10)
        assert page.count == 1

    def test_an_episode_that_keeps_errors_stays_open_with_right_counts_and_deadline(self, store: Store) -> None:
        old, new = error_at(severity=Severity.CRITICAL), error_at(LATELY, severity=Severity.HIGH)
        arrive(store, old)
        arrive(store, new)

        run(store)

        with store.reading() as work:
            error = work.errors.get(new.id)
            assert error is not None
            assert error.episode_id is not None
            episode = work.episodes.get(error.episode_id)
            assert episode is not None
            assert episode.closed_at is None
            assert episode.open_counts == work.errors.count_open(episode.id)
        assert (episode.deadline, episode.errors) == (LATELY + timedelta(hours=4), 2)

    def test_an_episode_that_keeps_none_is_emptied_and_what_comes_next_recurs(self, store: Store) -> None:
        arrive(store, old := error_at())
        with store.reading() as work:
            kept = work.errors.get(old.id)
        run(store)

        receipt = arrive(store, new := error_at(NOON))[new.id]

        assert receipt.placement is PlacementReason.RECURRENCE
        with store.reading() as work:
            assert kept is not None
            assert kept.episode_id is not None
            before, after = work.episodes.get(kept.episode_id), work.episodes.get(receipt.episode_id)
            entries = work.history.of(kept.episode_id)
        assert before is not None
        assert after is not None
        assert (before.closed_as, after.opened_because) == (EpisodeEnd.EMPTIED, TriageReason.RECURRED)
        assert entries[-1].reason == "emptied"

    def test_what_waits_to_be_sent_about_an_emptied_episode_is_withdrawn(self, store: Store) -> None:
        receipt = next(iter(arrive(store, error_at()).values()))
        with store.writing() as work:
            work.notifications.add([notice := a_notification(episode_id=receipt.episode_id)])
            work.commit()

        run(store)

        with store.reading() as work:
            found = work.notifications.get(notice.id)
        assert found is not None
        assert (found.state, found.reason) == ("suppressed", "episode_ended")

    def test_arrivals_are_counted_as_before(self, store: Store) -> None:
        arrive(store, old := error_at(), error_at())

        run(store)

        with store.reading() as work:
            pattern = work.patterns.get(old.fingerprint.id)
            total = work.counters.total(Period.DAY, since=LONG_AGO - timedelta(days=1))
        assert pattern is not None
        assert (pattern.occurrences, total) == (2, 2)

    def test_a_deleted_error_goes_when_its_time_is_over(self, store: Store) -> None:
        arrive(store, old := error_at())
        DeleteError(store, SystemIds(), POLICY).execute(DeleteErrorCommand(error_id=old.id, act=Act(actor="tests")))

        assert run(store).errors == 1
        assert not left(store, old)

    def test_history_goes_with_its_error(self, store: Store) -> None:
        arrive(store, old := error_at(), new := error_at(LATELY))
        with store.writing() as work:
            work.history.add([an_entry(old.id), an_entry(new.id)])
            work.commit()

        run(store)

        with store.reading() as work:
            assert [len(work.history.of(error.id)) for error in (old, new)] == [0, 1]

    def test_batches_of_any_size_remove_the_same(self, store: Store) -> None:
        arrive(store, *(error_at(LONG_AGO + timedelta(hours=hour), pattern=str(hour % 3)) for hour in range(20)))
        told: list[tuple[int, int | None]] = []

        removed = RemoveExpiredErrors(store, NoArchive(), POLICY, limit_errors=3).execute(
            lambda done, total: told.append((done, total))
        )

        assert removed == RemovedErrors(errors=20, episodes_closed=3)
        assert told[-1] == (20, 20)

    def test_what_its_episode_resolved_lately_stays_while_a_worker_carries_that(self, store: Store) -> None:
        receipt = next(iter(arrive(store, old := error_at()).values()))
        with store.writing() as work:
            episode = work.episodes.get(receipt.episode_id)
            assert episode is not None
            work.episodes.save([replace(episode, closed_at=LATELY, closed_as=EpisodeEnd.RESOLVED, carried=False)])
            work.commit()

        assert run(store).errors == 0
        CarryEpisodes(store, POLICY).execute()
        assert run(store).errors == 0
        assert left(store, old)

    def test_nothing_is_removed_that_cannot_be_archived(self, store: Store) -> None:
        arrive(store, old := error_at())

        with pytest.raises(ArchiveFailed):
            RemoveExpiredErrors(store, _FullArchive(), POLICY).execute()

        assert left(store, old)

    def test_minutes_and_hours_go_and_days_stay(self, store: Store) -> None:
        arrive(store, error_at(), error_at(LATELY))

        records(store)

        with store.reading() as work:
            since = LONG_AGO - timedelta(days=1)
            totals = [work.counters.total(period, since=since) for period in Period]
        assert totals == [0, 1, 2]

    def test_old_messages_go_unless_they_are_still_to_be_sent(self, store: Store) -> None:
        at = NOON - timedelta(days=61)
        sent, due, new = (a_notification(id=an_id(each), created_at=each) for each in (at, at, LATELY))
        with store.writing() as work:
            work.notifications.add([replace(sent, next_attempt_at=None), due, replace(new, next_attempt_at=None)])
            work.commit()

        assert records(store)[RecordKind.NOTIFICATIONS] == 1
        with store.reading() as work:
            assert [work.notifications.get(each.id) is None for each in (sent, due, new)] == [True, False, False]

    def test_event_ids_are_known_for_seven_days(self, store: Store) -> None:
        event_ids = [an_id(LONG_AGO), an_id(LATELY)]
        arrive(store, error_at(event_id=event_ids[0]), error_at(LATELY, event_id=event_ids[1]))

        assert records(store)[RecordKind.EVENT_KEYS] == 1

    def test_records_in_many_batches(self, store: Store) -> None:
        arrive(store, *(error_at(LONG_AGO + timedelta(hours=hour)) for hour in range(10)))

        removed = RemoveExpiredRecords(store, POLICY, limit_records=2).execute()

        assert (removed[RecordKind.MINUTES], removed[RecordKind.HOURS], removed[RecordKind.PATTERN_HOURS]) == (10,) * 3
        assert not any(records(store).values())


class _FullArchive:
    """A disk without space."""

    keeps = True

    def write(self, errors: object, patterns: object) -> None:
        raise ArchiveFailed("the disk is full")


def arrive(store: Store, *errors: PreparedError):  # type: ignore[no-untyped-def]
    return CommitBatch(store, SystemIds(), POLICY).execute(errors).receipts


def run(store: Store) -> RemovedErrors:
    return RemoveExpiredErrors(store, NoArchive(), POLICY).execute()


def records(store: Store) -> dict[RecordKind, int]:
    return dict(RemoveExpiredRecords(store, POLICY).execute())


def left(store: Store, *errors: PreparedError) -> Sequence[ErrorLog]:
    with store.reading() as work:
        found = [work.errors.get(UUID(int=error.id.int)) for error in errors]
    return [error for error in found if error is not None]
