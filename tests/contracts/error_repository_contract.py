"""What every `ErrorRepository` promises."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import example, given

from application.ports.store_errors import DataRefused
from application.ports.unit_of_work import Store
from domain.error_log import ErrorLog, ErrorStatus
from domain.severity import Severity
from domain.severity_counts import SeverityCounts
from tests.contracts.one_store import on_one_store
from tests.support.builders import an_episode, an_error
from tests.support.strategies import NOON
from tests.support.strategies_records import error_logs

_NUMBERS = {"large": 1e300, "small": 5e-324, "minus zero": -0.0, "whole": 1.0, "beyond 64 bits": 2**70}


class ErrorRepositoryContract:
    """For errors as they are written."""

    def test_known_ids_are_told_from_new_ones(self, store: Store) -> None:
        stored = [an_error() for _ in range(5)]
        _add(store, *stored)

        with store.reading() as work:
            assert work.errors.known([*(error.id for error in stored), uuid4()]) == {error.id for error in stored}
            assert work.errors.known([]) == set()

    def test_an_id_is_stored_once(self, store: Store) -> None:
        error = an_error()
        _add(store, error)

        with pytest.raises(DataRefused):
            _add(store, an_error(), error)

    def test_an_unknown_error_is_none(self, store: Store) -> None:
        with store.reading() as work:
            assert work.errors.get(uuid4()) is None

    def test_save_overwrites_what_can_change(self, store: Store) -> None:
        error, other = an_error(), an_error()
        _add(store, error, other)
        changed = replace(
            error,
            report=replace(error.report, severity=Severity.LOW),
            status=ErrorStatus.RESOLVED,
            assigned_to=uuid4(),
            resolved_at=NOON,
            deleted_at=NOON,
            expires_at=NOON + timedelta(days=30),
        )

        with store.writing() as work:
            work.errors.save(changed)

            assert work.errors.get(error.id) == changed
            assert work.errors.get(other.id) == other

    def test_the_earliest_open_error_of_each_severity(self, store: Store) -> None:
        episode_id, hour = uuid4(), timedelta(hours=1)
        _add(
            store,
            an_error(episode_id=episode_id, severity=Severity.HIGH, at=NOON + hour),
            an_error(episode_id=episode_id, severity=Severity.HIGH, at=NOON, status=ErrorStatus.ASSIGNED),
            an_error(episode_id=episode_id, severity=Severity.HIGH, at=NOON - hour, status=ErrorStatus.RESOLVED),
            an_error(episode_id=episode_id, severity=Severity.INFO, at=NOON - hour, deleted_at=NOON),
            an_error(episode_id=episode_id, severity=Severity.LOW, at=NOON + hour),
            an_error(episode_id=uuid4(), severity=Severity.CRITICAL),
        )

        with store.reading() as work:
            assert work.errors.earliest_open(episode_id) == {Severity.HIGH: NOON, Severity.LOW: NOON + hour}
            assert work.errors.count_open(episode_id) == SeverityCounts(high=2, low=1)

    def test_an_owner_is_given_in_batches(self, store: Store) -> None:
        episode_id, owner_id, by_hand = uuid4(), uuid4(), uuid4()
        waiting = [an_error(episode_id=episode_id, assigned_to=former) for former in (None, None, None, uuid4(), None)]
        taken = an_error(episode_id=episode_id, assigned_to=by_hand, status=ErrorStatus.ASSIGNED)
        resolved = an_error(episode_id=episode_id, status=ErrorStatus.RESOLVED)
        _add(store, *waiting, taken, resolved)

        with store.writing() as work:
            work.errors.keep_apart(taken.id)
            work.errors.keep_apart(taken.id)
            assert [work.errors.give_owner(episode_id, owner_id, limit=3)[0] for _ in range(3)] == [3, 2, 0]
            given = [replace(error, assigned_to=owner_id, status=ErrorStatus.ASSIGNED) for error in waiting]
            assert [work.errors.get(error.id) for error in waiting] == given
            assert [work.errors.get(error.id) for error in (taken, resolved)] == [taken, resolved]
            assert [work.errors.is_kept_apart(error.id) for error in (taken, resolved)] == [True, False]
            work.errors.join_again(taken.id)
            assert work.errors.give_owner(episode_id, owner_id, limit=3)[0] == 1
            assert work.errors.give_owner(episode_id, None, limit=9)[0] == 6
            taken_from = work.errors.get(waiting[0].id)
            assert taken_from == replace(waiting[0], assigned_to=None)

    def test_an_owner_is_given_from_a_place_on(self, store: Store) -> None:
        episode_id, owner_id = uuid4(), uuid4()
        errors = [an_error(episode_id=episode_id, received_at=NOON + timedelta(seconds=each)) for each in range(5)]
        with store.writing() as work:
            work.errors.add(errors)
            changed, place = work.errors.give_owner(episode_id, owner_id, limit=3)
            behind, _ = work.errors.give_owner(episode_id, None, limit=9, begin=place)
            rest, last = work.errors.give_owner(episode_id, owner_id, limit=9, begin=place)

        assert (changed, behind, rest) == (3, 1, 3)
        assert last == (errors[-1].severity.rank, errors[-1].received_at)

    def test_an_end_is_given_in_batches(self, store: Store) -> None:
        episode, own = an_episode(owner_id=uuid4()), uuid4()
        waiting = [an_error(episode_id=episode.id, assigned_to=owner) for owner in (None, own, None)]
        others = [an_error(episode_id=episode.id, deleted_at=NOON), an_error(episode_id=uuid4())]
        _add(store, *waiting, *others)
        later, resolved = NOON + timedelta(days=3), ErrorStatus.RESOLVED

        with store.writing() as work:
            given = [
                work.errors.give_end(episode, resolved, resolved_at=NOON, expires_at=later, limit=2) for _ in range(2)
            ]
            assert given == [2, 1]
            assert [work.errors.get(error.id) for error in others] == others
            found = [work.errors.get(error.id) for error in waiting]
        ended = [replace(error, status=resolved, resolved_at=NOON, expires_at=later) for error in waiting]
        assert found == [replace(error, assigned_to=error.assigned_to or episode.owner_id) for error in ended]

    def test_what_is_ignored_expires_when_it_would_have(self, store: Store) -> None:
        episode = an_episode()
        error = an_error(episode_id=episode.id)
        _add(store, error)

        with store.writing() as work:
            work.errors.give_end(episode, ErrorStatus.IGNORED, resolved_at=None, expires_at=None, limit=9)
            assert work.errors.get(error.id) == replace(error, status=ErrorStatus.IGNORED)

    def test_what_was_merged_and_not_moved_counts_where_it_goes(self, store: Store) -> None:
        target, ended = an_episode(), an_episode(closed_at=NOON, carried=False)
        merging = [an_error(episode_id=ended.id, severity=Severity.LOW) for _ in range(3)]
        _add(store, an_error(episode_id=target.id), *merging, an_error(episode_id=ended.id, deleted_at=NOON))

        with store.writing() as work:
            work.episodes.add([target, replace(ended, merged_into=target.id)])
            counted = SeverityCounts(high=1, low=3)
            assert work.errors.count_open(target.id) == counted
            assert set(work.errors.earliest_open(target.id)) == {Severity.HIGH, Severity.LOW}
            moved = [work.errors.move_open(ended.id, target.id, limit=2) for _ in range(2)]
            assert moved == [2, 1]
            assert work.errors.count_open(target.id) == counted
            assert work.errors.count_open(ended.id) == SeverityCounts()

    def test_what_was_erased_is_overwritten(self, store: Store) -> None:
        error, other = an_error(message="Bob lives in Rome"), an_error()
        _add(store, error, other)
        bare = replace(error, report=replace(error.report, message="-", user_id=None, context={}), deleted_at=NOON)

        with store.writing() as work:
            work.errors.hide(bare)
            work.errors.erase(bare)

            assert [work.errors.get(each.id) for each in (error, other)] == [bare, other]

    @pytest.mark.parametrize("count", [1, 2, 33, 500])
    def test_any_number_is_stored_at_once(self, store: Store, count: int) -> None:
        errors = [an_error(message=f"number {number}") for number in range(count)]
        _add(store, *errors)

        with store.reading() as work:
            assert work.errors.known(error.id for error in errors) == {error.id for error in errors}
            assert work.errors.get(errors[-1].id) == errors[-1]

    @given(error=error_logs)
    @example(error=replace(an_error(), report=replace(an_error().report, context=_NUMBERS)))
    @on_one_store
    def test_an_error_comes_back_equal(self, store: Store, error: ErrorLog) -> None:
        with store.writing() as work:
            work.errors.add([error])
            stored = work.errors.get(error.id)

            assert stored == error
            # `==` takes 1 for 1.0 and -0.0 for 0.0, and does not look at the order of keys.
            assert stored is not None
            assert repr(stored.report.context) == repr(error.report.context)


def _add(store: Store, *errors: ErrorLog) -> None:
    with store.writing() as work:
        work.errors.add(errors)
        work.commit()
