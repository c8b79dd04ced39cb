"""Rotations and time off decide who is asked."""

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.add_override import AddOverride, AddOverrideCommand
from application.add_time_off import AddTimeOff, AddTimeOffCommand
from application.commit_batch import CommitBatch
from application.create_rotation import CreateRotation, CreateRotationCommand
from application.find_coverage_gaps import FindCoverageGaps
from application.find_developers import FindDevelopers, FindDevelopersQuery
from application.list_developers import ListDevelopers
from application.ports.unit_of_work import Store
from application.ports.wake_ups import Work
from application.remove_time_off import RemoveTimeOff, RemoveTimeOffCommand
from application.retry_unowned_episodes import RetryUnownedEpisodes
from application.show_developer import ShowDeveloper
from application.show_workload import ShowWorkload
from application.triage_episodes import TriageEpisodes
from domain.alerting import AlertingPolicy
from domain.assignment import AssignmentReason
from domain.developer import Developer
from domain.errors import Conflict
from domain.on_call.duty import TimeOff
from domain.on_call.rotation import Rotation
from tests.support.builders import a_developer
from tests.support.errors import a_prepared_error

WEEK = timedelta(days=7)


@pytest.fixture
def triage(store: Store, wake_ups: MemoryWakeUps) -> TriageEpisodes:
    return TriageEpisodes(store, SystemIds(), AlertingPolicy(), wake_ups)


@pytest.fixture
def team(store: Store) -> dict[str, Developer]:
    people = {name: a_developer(name) for name in ("Anna", "Ben", "Eve")}
    with store.writing() as work:
        for developer in people.values():
            work.developers.add(developer)
        work.commit()
    return people


def now(store: Store) -> datetime:
    with store.reading() as work:
        return work.now()


def rotate(store: Store, *members: str) -> Rotation:
    command = CreateRotationCommand(name="All", members=members, time_zone="UTC", hand_over_time=time(0))
    return CreateRotation(store, SystemIds()).execute(command)


def away(store: Store, who: str) -> TimeOff:
    command = AddTimeOffCommand(developer=who, end=now(store) + WEEK)
    return AddTimeOff(store, SystemIds()).execute(command)


def owner(store: Store, commit: CommitBatch, triage: TriageEpisodes, pattern: str) -> tuple[UUID | None, str]:
    """Who is given a new pattern, and why."""
    error = a_prepared_error(pattern=pattern)
    episode_id = commit.execute([error]).receipts[error.id].episode_id
    assert episode_id is not None
    triage.execute()
    with store.reading() as work:
        episode = work.episodes.get(episode_id)
        [decided, *_] = [one for one in work.history.of(episode_id) if "assigned" in one.action]
    assert episode is not None
    return episode.owner_id, decided.reason


def test_whoever_has_the_turn_is_given_all_that_is_new(
    store: Store, commit: CommitBatch, triage: TriageEpisodes, team: dict[str, Developer]
) -> None:
    rotate(store, "Ben")

    found = [owner(store, commit, triage, pattern) for pattern in "xyz"]
    assert found == [(team["Ben"].id, AssignmentReason.ON_CALL)] * 3


def test_whoever_takes_the_time_is_given_it_instead(
    store: Store, commit: CommitBatch, triage: TriageEpisodes, team: dict[str, Developer]
) -> None:
    rotation = rotate(store, "Ben")
    command = AddOverrideCommand(rotation=rotation.id, developer="Eve", end=now(store) + WEEK)
    AddOverride(store, SystemIds()).execute(command)

    assert owner(store, commit, triage, "x") == (team["Eve"].id, AssignmentReason.ON_CALL)


def test_whoever_is_away_is_given_nothing_and_the_next_in_order_stands_in(
    store: Store, commit: CommitBatch, triage: TriageEpisodes, team: dict[str, Developer]
) -> None:
    rotate(store, "Ben", "Anna")
    away(store, "Ben")

    assert [owner(store, commit, triage, pattern)[0] for pattern in "xyz"] == [team["Anna"].id] * 3


def test_while_everybody_is_away_nobody_is_asked_and_whoever_is_back_gets_it(
    store: Store, commit: CommitBatch, triage: TriageEpisodes, team: dict[str, Developer], wake_ups: MemoryWakeUps
) -> None:
    spans = [away(store, name) for name in team]
    assert owner(store, commit, triage, "x") == (None, AssignmentReason.EVERYBODY_AWAY)

    command = RemoveTimeOffCommand(developer="Eve", time_off_id=spans[2].id)
    RemoveTimeOff(store, wake_ups).execute(command)

    assert wake_ups.woken[Work.TRIAGE] == 1
    assert triage.execute().episodes == 1
    with store.reading() as work:
        assert work.developers.open_episodes_of(team["Eve"].id) == 1


def test_time_off_that_ends_has_what_is_unowned_looked_at_again(
    store: Store, commit: CommitBatch, triage: TriageEpisodes, team: dict[str, Developer]
) -> None:
    retry = RetryUnownedEpisodes(store)
    retry.execute()
    spans = [away(store, name) for name in team]
    owner(store, commit, triage, "x")
    assert [retry.execute() for _ in range(3)] == [0, 0, 0]

    with store.writing() as work:
        work.on_call.remove_time_off(spans[0].id)
        work.commit()

    assert retry.execute() == 1


def test_who_is_on_call_by_a_rotation_is_shown_so(store: Store, team: dict[str, Developer]) -> None:
    rotate(store, "Ben")
    ben = team["Ben"].id

    assert ShowDeveloper(store).execute(ben).on_call_now
    assert [one.id for one in FindDevelopers(store).execute(FindDevelopersQuery(on_call=True)).developers] == [ben]
    assert ListDevelopers(store).execute().on_call == {ben}
    loads = ShowWorkload(store).execute().developers
    assert [load.on_call_now for load in loads] == [False, True, False]


def test_gaps_are_found_ahead_of_time(store: Store, team: dict[str, Developer]) -> None:
    find = FindCoverageGaps(store)
    assert find.execute() == []
    rotate(store, "Ben")
    assert find.execute() == []

    off = away(store, "Ben")

    [gap] = find.execute()
    assert (gap.service, gap.end) == ("*", off.end)
    assert find.execute(days=7)[0].end <= off.end


def test_a_rotation_named_twice_must_be_named_by_its_id(store: Store, team: dict[str, Developer]) -> None:
    first = rotate(store, "Ben")
    rotate(store, "Eve")
    command = AddOverrideCommand(rotation="All", developer="Anna", end=now(store) + WEEK)

    with pytest.raises(Conflict, match="2 rotations are named"):
        AddOverride(store, SystemIds()).execute(command)
    by_id = AddOverrideCommand(rotation=str(first.id), developer="Anna", end=now(store) + WEEK)
    assert AddOverride(store, SystemIds()).execute(by_id).override.rotation_id == first.id
