"""Who is asked, who is told, and what is kept of the decision."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.commit_batch import CommitBatch
from application.ports.unit_of_work import Store
from application.ports.wake_ups import Work
from application.retry_unowned_episodes import RetryUnownedEpisodes
from application.triage_episodes import TriageEpisodes
from domain.alerting import AlertingPolicy, NoticeReason
from domain.developer import Developer
from domain.episode import Episode
from domain.history import HistoryEntry
from domain.notification import Notification, NotificationState
from domain.severity import Severity
from tests.support.errors import a_prepared_error
from tests.support.strategies import NOON

Ingest = Callable[..., UUID]


@pytest.fixture
def triage(store: Store, wake_ups: MemoryWakeUps) -> TriageEpisodes:
    policy = AlertingPolicy(fallback_recipients=("lead@example.org",), untrusted_messages_per_hour=1)
    return TriageEpisodes(store, SystemIds(), policy, wake_ups)


@pytest.fixture
def ingest(commit: CommitBatch) -> Ingest:
    """Stores one error; answers its episode."""

    def one(**said: object) -> UUID:
        error = a_prepared_error(**said)  # type: ignore[arg-type]
        episode_id = commit.execute([error]).receipts[error.id].episode_id
        assert episode_id is not None
        return episode_id

    return one


def hire(store: Store, name: str, **changes: object) -> Developer:
    plain = Developer(id=uuid4(), name=name, email=f"{name}@example.org", services=frozenset({"java"}), created_at=NOON)
    developer = replace(plain, **changes)  # type: ignore[arg-type]
    with store.writing() as work:
        work.developers.add(developer)
        work.commit()
    return developer


def outcome(store: Store, episode_id: UUID) -> tuple[Episode, list[Notification], list[HistoryEntry]]:
    with store.reading() as work:
        episode = work.episodes.get(episode_id)
        assert episode is not None
        return episode, list(work.notifications.of_episode(episode_id)), list(work.history.of(episode_id))


def test_the_right_developer_owns_it_and_is_told(store: Store, triage: TriageEpisodes, ingest: Ingest) -> None:
    ada = hire(store, "ada")
    hire(store, "bob", services=frozenset({"php"}))
    episode_id = ingest()

    triage.execute()

    episode, [notice], history = outcome(store, episode_id)
    assert (episode.owner_id, episode.triage) == (ada.id, None)
    assert (notice.recipient, notice.state) == ("ada@example.org", NotificationState.PENDING)
    assert [entry.action for entry in history] == ["opened", "assigned", "told"]
    assert all(entry.reason for entry in history)


def test_two_developers_take_turns(store: Store, triage: TriageEpisodes, ingest: Ingest) -> None:
    ada, bob = hire(store, "ada"), hire(store, "bob")
    owners = []
    for pattern in "abcdef":
        episode_id = ingest(pattern=pattern)
        triage.execute()
        owners.append(outcome(store, episode_id)[0].owner_id)

    assert {owners.count(ada.id), owners.count(bob.id)} == {3}
    assert all(one != other for one, other in pairwise(owners))


def test_turns_are_kept_within_one_transaction_too(store: Store, triage: TriageEpisodes, ingest: Ingest) -> None:
    team = {hire(store, name).id for name in ("ada", "bob", "eve")}
    episodes = [ingest(pattern=pattern) for pattern in "abcdef"]

    assert triage.execute().episodes == 6
    owners = [outcome(store, episode_id)[0].owner_id for episode_id in episodes]
    assert {owners.count(developer) for developer in team} == {2}


def test_triage_happens_once_and_wakes_delivery(
    store: Store, triage: TriageEpisodes, ingest: Ingest, wake_ups: MemoryWakeUps
) -> None:
    hire(store, "ada")
    ingest()

    assert [triage.execute().episodes for _ in range(2)] == [1, 0]
    assert wake_ups.woken[Work.DELIVERY] == 1


def test_nobody_fitting_is_on_record_and_the_fallback_is_told_once(
    store: Store, triage: TriageEpisodes, ingest: Ingest
) -> None:
    episode_id = ingest()
    triage.execute()
    with store.writing() as work:
        assert work.episodes.mark_owner_wanted(now=NOON) == 1
        work.commit()
    triage.execute()

    episode, notices, history = outcome(store, episode_id)
    assert episode.owner_id is None
    assert [(notice.recipient, notice.reason) for notice in notices] == [
        ("lead@example.org", NoticeReason.NOBODY_ASSIGNABLE)
    ]
    assert [(entry.action, entry.reason) for entry in history][1] == ("not_assigned", "nobody_active")


def test_a_new_developer_gets_what_nobody_could_take(store: Store, triage: TriageEpisodes, ingest: Ingest) -> None:
    retry = RetryUnownedEpisodes(store)
    episode_id = ingest()
    triage.execute()
    for _ in range(2):
        retry.execute()
        triage.execute()
    assert retry.execute() == 0
    ada = hire(store, "ada")

    assert retry.execute() == 1
    triage.execute()

    episode, notices, _ = outcome(store, episode_id)
    assert episode.owner_id == ada.id
    assert (notices[-1].recipient, notices[-1].reason) == ("ada@example.org", NoticeReason.ASSIGNED_LATE)


def test_a_worse_error_is_told_to_the_same_owner(store: Store, triage: TriageEpisodes, ingest: Ingest) -> None:
    ada = hire(store, "ada")
    episode_id = ingest(severity=Severity.MEDIUM)
    triage.execute()
    hire(store, "bob")
    ingest(severity=Severity.CRITICAL, at=NOON + timedelta(minutes=1))
    triage.execute()

    episode, notices, _ = outcome(store, episode_id)
    assert episode.owner_id == ada.id
    assert [(notice.state, notice.reason) for notice in notices] == [
        (NotificationState.SUPPRESSED, NoticeReason.BELOW_CHANNEL_SEVERITY),
        (NotificationState.PENDING, NoticeReason.MORE_SEVERE),
    ]


def test_strangers_cannot_cause_more_messages_than_their_budget(
    store: Store, triage: TriageEpisodes, ingest: Ingest
) -> None:
    hire(store, "ada")
    episodes = [ingest(pattern=pattern, trusted=False, severity=Severity.HIGH) for pattern in "abc"]

    triage.execute()

    reasons = [outcome(store, episode_id)[1][0].reason for episode_id in episodes]
    assert sorted(reasons) == sorted([NoticeReason.NEW_PATTERN] + [NoticeReason.UNTRUSTED_BUDGET_SPENT] * 2)
