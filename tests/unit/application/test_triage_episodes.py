"""Who is asked, who is told, and what is kept of the decision."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any
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
from domain.delivery import Channel
from domain.developer import Developer
from domain.episode import Episode, TriageReason
from domain.history import HistoryEntry
from domain.notification import Notification, NotificationKind, NotificationState
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
        told = [one for one in work.notifications.of_episode(episode_id) if one.kind is NotificationKind.NOTICE]
        return episode, told, list(work.history.of(episode_id))


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
        assert work.episodes.mark_owner_wanted(now=NOON) == [episode_id]
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

    notices = [outcome(store, episode_id)[1][0] for episode_id in episodes]
    reasons = [notice.reason for notice in notices]
    assert reasons == [NoticeReason.NEW_PATTERN] + [NoticeReason.UNTRUSTED_BUDGET_SPENT] * 2
    assert [notice.state for notice in notices[1:]] == [NotificationState.HELD] * 2
    assert notices[1].digest_id == notices[2].digest_id


def test_a_critical_error_is_told_though_the_episode_waits_for_an_owner(
    store: Store, triage: TriageEpisodes, ingest: Ingest
) -> None:
    episode_id = ingest(severity=Severity.MEDIUM)
    triage.execute()
    with store.writing() as work:
        work.episodes.mark_owner_wanted(now=NOON)
        work.commit()
    ingest(severity=Severity.CRITICAL, at=NOON + timedelta(minutes=1))

    triage.execute()

    _, notices, history = outcome(store, episode_id)
    told = [notice for notice in notices if notice.state is NotificationState.PENDING]
    assert [(notice.recipient, notice.severity) for notice in told] == [("lead@example.org", Severity.CRITICAL)]
    assert history[-1].action == "told"


def test_a_strangers_held_message_does_not_delay_a_trusted_one(
    store: Store, triage: TriageEpisodes, ingest: Ingest
) -> None:
    hire(store, "ada")
    for pattern in "xa":
        episode_id = ingest(pattern=pattern, trusted=False)
        triage.execute()
    ingest(pattern="a", at=NOON + timedelta(minutes=1))

    triage.execute()

    _, [held, believed], _ = outcome(store, episode_id)
    assert (held.state, held.reason) == (NotificationState.SUPPRESSED, NoticeReason.TOLD_INSTEAD)
    assert (believed.reason, believed.trusted, believed.next_attempt_at) == (
        NoticeReason.NEW_PATTERN,
        True,
        believed.created_at,
    )


def test_whom_a_strangers_message_reached_is_not_told_again(
    store: Store, triage: TriageEpisodes, ingest: Ingest
) -> None:
    hire(store, "ada")
    episode_id = ingest(trusted=False)
    triage.execute()
    with store.writing() as work:
        [sent] = work.notifications.lock_due(Channel.EMAIL, now=work.now(), limit=1)
        work.notifications.save([replace(sent, state=NotificationState.ACCEPTED, next_attempt_at=None)])
        work.commit()
    ingest(at=NOON + timedelta(minutes=1))

    triage.execute()

    _, [_, again], history = outcome(store, episode_id)
    assert (again.state, again.reason) == (NotificationState.SUPPRESSED, NoticeReason.ALREADY_TOLD)
    assert (history[-1].action, history[-1].reason) == ("not_told", "already_told")


def test_a_stranger_who_raises_a_trusted_episode_uses_strangers_messages(
    store: Store, triage: TriageEpisodes, ingest: Ingest
) -> None:
    hire(store, "ada")
    ingest(pattern="x", trusted=False)
    episode_id = ingest(severity=Severity.LOW)
    triage.execute()
    ingest(trusted=False, at=NOON + timedelta(minutes=1))

    triage.execute()

    raised = outcome(store, episode_id)[1][-1]
    assert (raised.trusted, raised.reason) == (False, NoticeReason.UNTRUSTED_BUDGET_SPENT)


def test_a_trusted_trifle_makes_no_second_message_of_a_strangers(
    store: Store, triage: TriageEpisodes, ingest: Ingest
) -> None:
    hire(store, "ada")
    episode_id = ingest(trusted=False)
    triage.execute()
    ingest(severity=Severity.LOW, at=NOON + timedelta(minutes=1))

    assert triage.execute().notices == 0
    assert len(outcome(store, episode_id)[1]) == 1


@pytest.mark.parametrize(("news", "only"), [(("a", "b"), False), (("b",), True)])
def test_it_says_when_all_that_it_decided_only_waited_for_an_owner(
    store: Store, triage: TriageEpisodes, ingest: Ingest, news: tuple[str, ...], only: bool
) -> None:
    ingest(pattern="unowned")
    triage.execute()
    hire(store, "ada")
    for pattern in news:
        ingest(pattern=pattern)
    if only:
        triage.execute()
    RetryUnownedEpisodes(store).execute()

    assert triage.execute().wishes_only is only
    assert triage.execute().wishes_only is False


@pytest.mark.parametrize("changes", [{"services": frozenset({"php"})}, {"min_severity": Severity.CRITICAL}])
def test_what_somebody_new_does_not_fit_is_not_looked_at_again(
    store: Store, triage: TriageEpisodes, ingest: Ingest, changes: dict[str, Any]
) -> None:
    retry = RetryUnownedEpisodes(store)
    ingest(severity=Severity.LOW)
    triage.execute()
    ada = hire(store, "ada", **changes)
    assert [retry.execute() for _ in range(2)] == [0, 0]

    with store.writing() as work:
        work.developers.save(replace(ada, services=frozenset({"java"}), min_severity=Severity.INFO))
        work.commit()

    assert retry.execute() == 1


def test_ownerless_episodes_are_marked_in_batches_each_once_a_round(store: Store, ingest: Ingest) -> None:
    episodes = [ingest(pattern=pattern) for pattern in "abcde"]
    with store.writing() as work:
        work.episodes.save([replace(each, triage=None) for each in work.episodes.claim_triage(9)])
        work.commit()

    hire(store, "ada")
    pauses: list[float] = []

    assert RetryUnownedEpisodes(store, batch=2, pause=lambda s: pauses.append(s) is not None).execute() == 5
    assert (len(pauses), max(pauses) <= 0.5) == (3, True)
    marks = [outcome(store, episode_id)[0].triage for episode_id in episodes]
    assert {mark.reason for mark in marks if mark} == {TriageReason.OWNER_WANTED}
