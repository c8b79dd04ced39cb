"""The owner of an error that was opened again learns when its pattern is not ignored any more."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.acts import Act, Scope
from application.commit_batch import CommitBatch
from application.ignore_error import IgnoreErrorCommand
from application.reopen_error import ReopenErrorCommand
from application.triage_episodes import TriageEpisodes
from bootstrap.error_actions import make_error_actions
from domain.alerting import AlertingPolicy
from domain.pattern_lifecycle import IgnoreUntil
from domain.retention import RetentionPolicy
from tests.support.builders import a_developer
from tests.support.errors import a_prepared_error
from tests.support.strategies import NOON

ACT = Act(actor="tests")


@pytest.fixture
def triage(store: SqlStore, wake_ups: MemoryWakeUps) -> TriageEpisodes:
    return TriageEpisodes(store, SystemIds(), AlertingPolicy(), wake_ups)


def told(store: SqlStore, episode_id: UUID) -> list[str]:
    with store.reading() as work:
        notices = work.notifications.of_episode(episode_id)
    return [notice.reason for notice in sorted(notices, key=lambda notice: notice.created_at)]


def test_it_is_told_although_the_episode_is_open(
    store: SqlStore, commit: CommitBatch, triage: TriageEpisodes, wake_ups: MemoryWakeUps
) -> None:
    with store.writing() as work:
        work.developers.add(a_developer(services=frozenset({"java"})))
        work.commit()
    errors = [a_prepared_error(at=NOON + timedelta(hours=hours)) for hours in range(3)]
    do = make_error_actions(store, SystemIds(), RetentionPolicy(), AlertingPolicy(), wake_ups)
    first = errors[0].id
    commit.execute(errors[:1])
    until = IgnoreUntil(further_errors=1)
    do.ignore.execute(IgnoreErrorCommand(error_id=first, act=ACT, scope=Scope.PATTERN, until=until))
    do.reopen.execute(ReopenErrorCommand(error_id=first, act=ACT))
    triage.execute()

    receipts = [commit.execute([error]) for error in errors[1:]]
    triage.execute()

    assert [receipt.triage_wanted for receipt in receipts] == [False, True]
    episode_id = receipts[1].receipts[errors[2].id].episode_id
    # Minutes after the first message: it is in the digest.
    assert told(store, episode_id or uuid4()) == ["reopened", "quiet_period", "digest"]
