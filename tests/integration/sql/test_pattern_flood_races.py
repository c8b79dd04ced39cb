"""Many processes found patterns of one service at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.commit_batch import CommitBatch
from application.ports.store_errors import StoreUnavailable
from domain.error_log import PreparedError
from domain.pattern_flood import FloodLimits
from domain.retention import RetentionPolicy
from tests.support.errors import a_prepared_error
from tests.support.schema import lay_out

LIMITS = FloodLimits(in_all=40, untrusted=15)
WRITERS, BATCHES = 4, 8


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    url = f"sqlite:///{tmp_path}/a.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_postgres_url")
    engine = make_engine(url, pool_size=8)
    lay_out(engine)
    yield SqlStore(engine)
    engine.dispose()


def batches(writer: int) -> list[list[PreparedError]]:
    """Some patterns that all writers have, some of their own, of both kinds of senders; more than there is room for."""
    return [
        [
            replace(a_prepared_error(pattern=name), trusted=place % 2 == 0)
            for place, name in enumerate([f"all {batch}", f"all {batch} too", *(f"{writer} {batch} {n}" for n in "ab")])
        ]
        for batch in range(BATCHES)
    ]


def write(store: SqlStore, writer: int) -> list[UUID]:
    commit, stored = CommitBatch(store, SystemIds(), RetentionPolicy(), floods=LIMITS), list[UUID]()
    for batch in batches(writer):
        for _ in range(20):
            try:
                receipts = commit.execute(batch).receipts
            except StoreUnavailable:
                continue  # A deadlock that the database broke: the writer of batches tries again, too.
            stored += [receipt.pattern_id for receipt in receipts.values() if receipt.pattern_id is not None]
            break
    return stored


def test_there_are_never_more_than_the_limit_and_no_error_is_lost(store: SqlStore) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        found = [each for stored in pool.map(lambda writer: write(store, writer), range(WRITERS)) for each in stored]

    with store.reading() as work:
        patterns = [pattern for each in set(found) if (pattern := work.patterns.get(each)) is not None]
    ordinary = [pattern for pattern in patterns if pattern.rules != "overflow"]
    assert len(found) == WRITERS * BATCHES * 4
    assert sum(pattern.occurrences for pattern in patterns) == len(found)
    assert len(ordinary) == LIMITS.in_all
    assert len(patterns) - len(ordinary) == 1
