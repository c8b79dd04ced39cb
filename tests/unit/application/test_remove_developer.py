"""Removing a developer, and what becomes of what the person owned."""

from dataclasses import replace
from uuid import UUID

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.carry_episodes import CarryEpisodes
from application.commit_batch import CommitBatch
from application.hand_over_episodes import HandOverEpisodes
from application.list_developers import ListDevelopers
from application.ports.unit_of_work import Store
from application.ports.wake_ups import Work
from application.remove_developer import OpenEpisodes, RemoveDeveloper, RemoveDeveloperCommand
from application.triage_episodes import TriageEpisodes
from domain.alerting import AlertingPolicy
from domain.developer import Developer
from domain.episode import Episode, TriageReason
from domain.error_log import ErrorStatus
from domain.errors import Conflict, NotFound
from domain.notification import Notification
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.builders import a_developer
from tests.support.errors import a_prepared_error

REASSIGN = OpenEpisodes.REASSIGN


@pytest.fixture
def remove(store: Store, wake_ups: MemoryWakeUps) -> RemoveDeveloper:
    return RemoveDeveloper(store, wake_ups)


def hire(store: Store, name: str) -> Developer:
    developer = a_developer(name)
    with store.writing() as work:
        work.developers.add(developer)
        work.commit()
    return developer


def own(store: Store, commit: CommitBatch, count: int = 1) -> list[UUID]:
    """So many episodes, each with an owner."""
    errors = [a_prepared_error(pattern=str(number), severity=Severity.HIGH) for number in range(count)]
    receipts = commit.execute(errors).receipts
    triage(store)
    return [episode_id for error in errors if (episode_id := receipts[error.id].episode_id) is not None]


def triage(store: Store) -> None:
    while TriageEpisodes(store, SystemIds(), AlertingPolicy(), MemoryWakeUps()).execute().episodes:
        pass


def carry(store: Store) -> None:
    while CarryEpisodes(store, RetentionPolicy()).execute():
        pass


def give_by_hand(store: Store, error_id: UUID, developer: Developer) -> None:
    with store.writing() as work:
        error = work.errors.get(error_id)
        assert error is not None
        work.errors.keep_apart(error_id)
        work.errors.save(replace(error, assigned_to=developer.id))
        work.commit()


def episode_of(store: Store, episode_id: UUID) -> Episode:
    with store.reading() as work:
        episode = work.episodes.get(episode_id)
    assert episode is not None
    return episode


def owner_of(store: Store, episode_id: UUID) -> UUID | None:
    return episode_of(store, episode_id).owner_id


def told(store: Store, episode_id: UUID) -> list[Notification]:
    with store.reading() as work:
        return list(work.notifications.of_episode(episode_id))


def test_who_owns_something_open_is_not_removed_unasked(
    store: Store, commit: CommitBatch, remove: RemoveDeveloper, wake_ups: MemoryWakeUps
) -> None:
    ada = hire(store, "Ada")
    own(store, commit, 2)

    with pytest.raises(Conflict, match="Ada owns 2 open episodes"):
        remove.execute(RemoveDeveloperCommand(which="Ada"))

    assert [each.id for each in ListDevelopers(store).execute().developers] == [ada.id]
    assert not wake_ups.woken


def test_who_is_removed_is_only_a_name_on_record(store: Store, remove: RemoveDeveloper) -> None:
    ada = hire(store, "Ada")

    remove.execute(RemoveDeveloperCommand(which=ada.id))

    with store.writing() as work:
        kept = work.developers.get(ada.id)
        assert work.developers.all() == work.developers.lock_candidates() == []
    assert kept is not None
    assert (kept.name, kept.email, kept.active, kept.removed_at is None) == ("Ada", None, False, False)
    for which in ("Ada", "ada@example.org", str(ada.id), ada.id):
        with pytest.raises(NotFound):
            remove.execute(RemoveDeveloperCommand(which=which))


def test_open_episodes_get_other_owners_who_are_told(
    store: Store, commit: CommitBatch, remove: RemoveDeveloper, wake_ups: MemoryWakeUps
) -> None:
    hire(store, "Ada")
    episode_ids = own(store, commit, 5)
    bob = hire(store, "Bob")

    assert remove.execute(RemoveDeveloperCommand(which="Ada", open_episodes=REASSIGN)).open_episodes == 5
    hand_over = HandOverEpisodes(store, wake_ups, batch=2)
    assert [hand_over.execute() for _ in range(4)] == [2, 2, 1, 0]
    triage(store)

    assert {owner_of(store, episode_id) for episode_id in episode_ids} == {bob.id}
    assert [notice.recipient for notice in told(store, episode_ids[0])] == ["ada@example.org", "bob@example.org"]
    assert wake_ups.woken[Work.TRIAGE] == 4


def test_the_history_says_why_the_owner_changed(store: Store, commit: CommitBatch, remove: RemoveDeveloper) -> None:
    ada = hire(store, "Ada")
    [episode_id] = own(store, commit)
    bob = hire(store, "Bob")

    remove.execute(RemoveDeveloperCommand(which="Ada", open_episodes=REASSIGN))
    HandOverEpisodes(store, MemoryWakeUps()).execute()
    triage(store)

    with store.reading() as work:
        entries = [entry for entry in work.history.of(episode_id) if "assigned" in entry.action]
    assert [(entry.action, entry.reason) for entry in entries[1:]] == [
        ("unassigned", "owner_removed"),
        ("assigned", "only_choice"),
    ]
    assert (entries[1].before, entries[2].after) == (str(ada.id), str(bob.id))


def test_where_nobody_fits_it_waits_for_somebody(store: Store, commit: CommitBatch, remove: RemoveDeveloper) -> None:
    hire(store, "Ada")
    [episode_id] = own(store, commit)

    remove.execute(RemoveDeveloperCommand(which="Ada", open_episodes=REASSIGN))
    HandOverEpisodes(store, MemoryWakeUps()).execute()

    left = episode_of(store, episode_id)
    assert left.triage is not None
    assert (left.owner_id, left.carried, left.triage.reason) == (None, False, TriageReason.OWNER_WANTED)
    triage(store)
    carry(store)
    with store.reading() as work:
        error = work.errors.get(left.first_error_id)
    assert error is not None
    assert (error.assigned_to, error.status, episode_of(store, episode_id).triage) == (None, ErrorStatus.OPEN, None)


def test_a_worse_error_finds_an_owner_before_the_worker_comes_by(
    store: Store, commit: CommitBatch, remove: RemoveDeveloper
) -> None:
    hire(store, "Ada")
    [episode_id] = own(store, commit)
    bob = hire(store, "Bob")
    remove.execute(RemoveDeveloperCommand(which="Ada", open_episodes=REASSIGN))
    commit.execute([a_prepared_error(pattern="0", severity=Severity.CRITICAL)])

    triage(store)

    assert owner_of(store, episode_id) == bob.id
    assert HandOverEpisodes(store, MemoryWakeUps()).execute() == 0


def test_errors_given_by_hand_go_back_to_their_episodes_owner(
    store: Store, commit: CommitBatch, remove: RemoveDeveloper
) -> None:
    ada = hire(store, "Ada")
    [episode_id] = own(store, commit)
    eve = hire(store, "Eve")
    carry(store)
    error_id = episode_of(store, episode_id).first_error_id
    give_by_hand(store, error_id, eve)

    remove.execute(RemoveDeveloperCommand(which="Eve"))
    hand_over = HandOverEpisodes(store, MemoryWakeUps())

    assert [hand_over.execute(), hand_over.execute()] == [1, 0]
    carry(store)
    with store.reading() as work:
        error = work.errors.get(error_id)
    assert error is not None
    assert (error.assigned_to, owner_of(store, episode_id)) == (ada.id, ada.id)
