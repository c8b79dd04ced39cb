"""Changing a developer while triage gives that person a turn."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.create_developer import CreateDeveloper, CreateDeveloperCommand
from application.update_developer import UpdateDeveloper, UpdateDeveloperCommand
from tests.support.postgres import PostgresServer
from tests.support.processes import eventually
from tests.support.schema import lay_out

_WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
def engine(postgres: PostgresServer) -> Iterator[Engine]:
    engine = make_engine(postgres.create_database("developer_turns"))
    lay_out(engine)
    yield engine
    engine.dispose()


def waits_for_a_lock(engine: Engine) -> bool:
    with engine.connect() as connection:
        return bool(connection.execute(_WAITING).scalar_one())


def test_a_turn_that_is_given_meanwhile_is_kept(engine: Engine) -> None:
    store, wake_ups = SqlStore(engine), MemoryWakeUps()
    anna = CreateDeveloper(store, SystemIds(), wake_ups).execute(
        CreateDeveloperCommand(name="Anna", email=None, services=frozenset())
    )
    update = UpdateDeveloper(store, wake_ups)
    command = UpdateDeveloperCommand(which="Anna", on_call=True)
    changing = threading.Thread(target=update.execute, args=(command,))

    with store.writing() as triage:
        [candidate] = triage.developers.lock_candidates()
        changing.start()
        eventually(lambda: waits_for_a_lock(engine))
        turn = anna.created_at + timedelta(hours=1)
        triage.developers.save(replace(candidate.developer, last_assigned_at=turn))
        triage.commit()
    changing.join()

    with store.reading() as work:
        [now] = work.developers.all()
    assert (now.on_call, now.last_assigned_at) == (True, turn)
