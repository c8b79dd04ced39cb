"""What one transaction makes of many errors."""

from datetime import timedelta
from uuid import uuid4

import pytest

from application.commit_batch import CommitBatch
from application.ingest_receipts import IngestOutcome
from application.ports.unit_of_work import Store
from domain.error_log import ErrorLog, ErrorStatus
from domain.error_report import MarkReason
from domain.placement import PlacementReason
from domain.severity import Severity
from domain.statistics import Period
from tests.support.errors import a_prepared_error
from tests.support.strategies import NOON


def stored(store: Store, *ids: object) -> list[ErrorLog]:
    with store.reading() as work:
        found = [work.errors.get(error_id) for error_id in ids]  # type: ignore[arg-type]
    return [error for error in found if error is not None]


def test_errors_alike_share_a_pattern_and_an_episode(store: Store, commit: CommitBatch) -> None:
    first, second, other = a_prepared_error(), a_prepared_error(), a_prepared_error(pattern="b")

    receipts = commit.execute([first, second, other]).receipts

    assert receipts[first.id].episode_id == receipts[second.id].episode_id != receipts[other.id].episode_id
    with store.reading() as work:
        pattern = work.patterns.get(first.fingerprint.id)
        episode = work.episodes.get(receipts[first.id].episode_id)  # type: ignore[arg-type]
    assert pattern is not None
    assert episode is not None
    assert (pattern.occurrences, episode.errors, episode.open_counts.critical) == (2, 2, 2)


def test_a_second_commit_joins_the_open_episode(commit: CommitBatch) -> None:
    first, second = a_prepared_error(), a_prepared_error(at=NOON + timedelta(minutes=1))

    opened = commit.execute([first]).receipts[first.id]
    joined = commit.execute([second]).receipts[second.id]

    assert (opened.placement, joined.placement) == (PlacementReason.NEW_PATTERN, PlacementReason.JOINED_OPEN_EPISODE)
    assert opened.episode_id == joined.episode_id


def test_a_repeat_is_answered_with_the_first_receipt_and_counted_once(store: Store, commit: CommitBatch) -> None:
    event_id = uuid4()
    first, repeat = a_prepared_error(event_id=event_id), a_prepared_error(event_id=event_id)
    commit.execute([first])

    receipt = commit.execute([repeat]).receipts[repeat.id]

    assert (receipt.outcome, receipt.error_id) == (IngestOutcome.REPEATED, first.id)
    with store.reading() as work:
        pattern = work.patterns.get(first.fingerprint.id)
        total = work.counters.total(Period.HOUR, since=NOON - timedelta(hours=1))
    assert pattern is not None
    assert pattern.occurrences == total == 1
    assert stored(store, repeat.id) == []


def test_a_repeat_inside_one_batch_is_a_repeat_too(store: Store, commit: CommitBatch) -> None:
    event_id = uuid4()
    first, repeat = a_prepared_error(event_id=event_id), a_prepared_error(event_id=event_id)

    receipts = commit.execute([first, repeat]).receipts

    assert receipts[repeat.id].error_id == first.id
    assert len(stored(store, first.id, repeat.id)) == 1


def test_another_body_under_a_used_event_id_is_stored_under_its_own_and_marked(
    store: Store, commit: CommitBatch
) -> None:
    event_id = uuid4()
    first, other = a_prepared_error(event_id=event_id), a_prepared_error(event_id=event_id, message="something else")
    commit.execute([first])

    receipt = commit.execute([other]).receipts[other.id]

    assert (receipt.outcome, receipt.error_id) == (IngestOutcome.STORED, other.id)
    [error] = stored(store, other.id)
    assert error.report.event_id is None
    assert [mark.reason for mark in error.report.marks] == [MarkReason.EVENT_ID_REUSED]


def test_an_event_id_is_free_again_after_seven_days(store: Store, commit: CommitBatch) -> None:
    event_id = uuid4()
    first = a_prepared_error(event_id=event_id)
    later = a_prepared_error(event_id=event_id, at=NOON + timedelta(days=7, seconds=1))
    commit.execute([first])

    assert commit.execute([later]).receipts[later.id].outcome is IngestOutcome.STORED
    assert len(stored(store, first.id, later.id)) == 2


def test_one_service_cannot_take_the_event_ids_of_another(store: Store, commit: CommitBatch) -> None:
    event_id = uuid4()
    first, other = a_prepared_error(event_id=event_id), a_prepared_error(event_id=event_id, service="react")

    commit.execute([first, other])

    assert len(stored(store, first.id, other.id)) == 2


def test_doing_a_batch_again_changes_nothing(store: Store, commit: CommitBatch) -> None:
    batch = [a_prepared_error(), a_prepared_error(pattern="b", event_id=uuid4())]
    before = commit.execute(batch).receipts

    again = commit.execute(batch, again=True).receipts

    assert {i: (r.outcome, r.episode_id) for i, r in again.items()} == {
        i: (r.outcome, r.episode_id) for i, r in before.items()
    }
    with store.reading() as work:
        assert work.counters.total(Period.HOUR, since=NOON - timedelta(hours=1)) == 2


def test_users_affected_are_exact(store: Store, commit: CommitBatch) -> None:
    for user in ("7", "8", "7", None, "8"):
        commit.execute([a_prepared_error(user_id=user), a_prepared_error(user_id=user)])

    with store.reading() as work:
        pattern = work.patterns.get(a_prepared_error().fingerprint.id)
    assert pattern is not None
    assert (pattern.users_affected, pattern.occurrences) == (2, 10)


def test_new_errors_take_the_owner_of_the_episode(store: Store, commit: CommitBatch) -> None:
    first, second, owner = a_prepared_error(), a_prepared_error(), uuid4()
    episode_id = commit.execute([first]).receipts[first.id].episode_id
    assert episode_id is not None
    with store.writing() as work:
        episode = work.episodes.lock(episode_id)
        assert episode is not None
        work.episodes.save([episode.triaged().assigned_to(owner, at=NOON)])
        work.commit()

    committed = commit.execute([second])

    [error] = stored(store, second.id)
    assert (error.assigned_to, error.status, committed.triage_wanted) == (owner, ErrorStatus.ASSIGNED, False)


@pytest.mark.parametrize(("second", "wanted"), [(Severity.CRITICAL, True), (Severity.MEDIUM, False)])
def test_only_a_worse_error_wants_triage_again(
    store: Store, commit: CommitBatch, second: Severity, wanted: bool
) -> None:
    first = a_prepared_error(severity=Severity.HIGH)
    episode_id = commit.execute([first]).receipts[first.id].episode_id
    with store.writing() as work:
        episode = work.episodes.lock(episode_id)  # type: ignore[arg-type]
        assert episode is not None
        work.episodes.save([episode.triaged()])
        work.commit()

    assert commit.execute([a_prepared_error(severity=second)]).triage_wanted is wanted


def test_services_and_releases_become_known(store: Store, commit: CommitBatch) -> None:
    commit.execute([a_prepared_error(release="1.2"), a_prepared_error(service="react")])

    with store.reading() as work:
        assert [service.name for service in work.services.services()] == ["java", "react"]
