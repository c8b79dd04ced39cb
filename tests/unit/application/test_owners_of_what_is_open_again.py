"""Whose an error is that is open again after its episode got another owner."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.acts import Act, Scope
from application.assign_error import AssignErrorCommand
from application.carry_episodes import CarryEpisodes
from application.commit_batch import CommitBatch
from application.delete_error import DeleteErrorCommand
from application.reopen_error import ReopenErrorCommand
from application.resolve_error import ResolveErrorCommand
from application.restore_error import RestoreErrorCommand
from bootstrap.error_actions import make_assignments, make_error_actions
from domain.alerting import AlertingPolicy
from domain.retention import RetentionPolicy
from tests.support.builders import a_developer
from tests.support.errors import a_prepared_error

ACT = Act(actor="Eve")


class World:
    """Two open errors of one pattern; what is done to the first, and who owns it."""

    def __init__(self, store: SqlStore, commit: CommitBatch) -> None:
        self.store, retention = store, RetentionPolicy()
        parts = (store, SystemIds(), retention, AlertingPolicy(), MemoryWakeUps())
        self.do, self.who = make_error_actions(*parts), make_assignments(*parts)
        self.carrying = CarryEpisodes(store, retention)
        errors = [a_prepared_error(pattern="a", at=datetime.now(UTC)) for _ in range(2)]
        commit.execute(errors)
        self.error_id, self.other_id = (error.id for error in errors)
        self.ada, self.bob, self.cid = (self._hired(name) for name in ("Ada", "Bob", "Cid"))

    def assign(self, developer_id: UUID, scope: Scope = Scope.PATTERN) -> None:
        error_id = self.other_id if scope is Scope.PATTERN else self.error_id
        command = AssignErrorCommand(error_id=error_id, act=ACT, developer_id=developer_id, scope=scope)
        self.who.assign.execute(command)

    def carry(self) -> None:
        while self.carrying.execute():
            pass

    def leave_and_return(self, how: str) -> None:
        """Ada's, it is not open while everything is given to Bob and carried, and then open again."""
        if how == "resolved":
            self.do.resolve.execute(ResolveErrorCommand(error_id=self.error_id, act=ACT))
        else:
            self.do.delete.execute(DeleteErrorCommand(error_id=self.error_id, act=ACT))
        self.assign(self.bob)
        if "uncarried" not in how:
            self.carry()
        if how == "resolved":
            self.do.reopen.execute(ReopenErrorCommand(error_id=self.error_id, act=ACT))
        else:
            self.do.restore.execute(RestoreErrorCommand(error_id=self.error_id, act=ACT))
        self.carry()

    @property
    def owner(self) -> UUID | None:
        with self.store.reading() as work:
            error = work.errors.get(self.error_id)
        assert error is not None
        return error.assigned_to

    def _hired(self, name: str) -> UUID:
        developer = a_developer(name)
        with self.store.writing() as work:
            work.developers.add(developer)
            work.commit()
        return developer.id


@pytest.fixture
def world(store: SqlStore, commit: CommitBatch) -> World:
    return World(store, commit)


@pytest.mark.parametrize("how", ["resolved", "deleted", "deleted, uncarried"])
def test_it_is_its_episode_s_owner_s(world: World, how: str) -> None:
    world.assign(world.ada)
    world.carry()

    world.leave_and_return(how)

    assert world.owner == world.bob


@pytest.mark.parametrize("how", ["resolved", "deleted", "deleted, uncarried"])
def test_what_was_given_by_hand_stays_given(world: World, how: str) -> None:
    world.assign(world.ada)
    world.assign(world.cid, Scope.ERROR)
    world.carry()

    world.leave_and_return(how)

    assert world.owner == world.cid
