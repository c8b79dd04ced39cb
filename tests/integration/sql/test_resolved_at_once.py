"""A pattern of thousands of open errors is resolved by one call, and carried afterwards."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from uuid import uuid4

import pytest

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.acts import Act, Scope
from application.carry_episodes import CarryEpisodes
from application.commit_batch import CommitBatch
from application.ports.error_reader import ErrorFilter
from application.resolve_error import ResolveError, ResolveErrorCommand
from domain.error_log import ErrorStatus
from domain.retention import RetentionPolicy
from tests.support.errors import a_prepared_error
from tests.support.postgres import PostgresServer
from tests.support.schema import lay_out

COUNT, BATCH = 5_000, 500
STILL_OPEN = ErrorFilter(statuses=(ErrorStatus.OPEN, ErrorStatus.ASSIGNED))


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """An empty store in a file or a server."""
    url = f"sqlite:///{tmp_path}/store.db"
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.create_database(f"resolved_{uuid4().hex}")
    engine = make_engine(url)
    lay_out(engine)
    yield SqlStore(engine)
    engine.dispose()


def seen_open(store: SqlStore) -> int:
    with store.reading() as work:
        return len(work.error_reader.page(STILL_OPEN, limit=10).errors)


def test_no_list_shows_one_open_from_the_answer_on(store: SqlStore) -> None:
    commit, wake_ups = CommitBatch(store, SystemIds(), RetentionPolicy()), MemoryWakeUps()
    errors = [a_prepared_error() for _ in range(COUNT)]
    for start in range(0, COUNT, BATCH):
        commit.execute(errors[start : start + BATCH])
    assert seen_open(store) == 10
    resolve = ResolveError(store, SystemIds(), RetentionPolicy(), wake_ups)
    began = monotonic()

    resolve.execute(ResolveErrorCommand(error_id=errors[7].id, act=Act(actor="tests"), scope=Scope.PATTERN))

    assert monotonic() - began < 1
    carry, batches = CarryEpisodes(store, RetentionPolicy()), 0
    while carry.execute():
        batches += 1
        assert seen_open(store) == 0
    assert batches > 3
    with store.reading() as work:
        statuses = {error.status for error in map(work.errors.get, [each.id for each in errors]) if error is not None}
    assert statuses == {ErrorStatus.RESOLVED}
