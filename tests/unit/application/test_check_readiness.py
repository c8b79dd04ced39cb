"""Ready is who can store."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from application.check_readiness import CheckReadiness
from application.ports.store_errors import StoreUnavailable
from tests.support.schema import lay_out
from tests.support.strategies import NOON


def test_a_store_that_answers_is_ready_and_asked_once_a_second() -> None:
    engine, clock = make_engine("sqlite://"), MemoryClock(NOON)
    lay_out(engine)
    check, asked = CheckReadiness(SqlStore(engine), clock), []
    event.listen(engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))

    for _ in range(10):
        check.execute()
    clock.move(timedelta(seconds=1))
    check.execute()

    assert len([statement for statement in asked if "error_episodes" in statement]) == 2
    engine.dispose()


def test_a_store_without_tables_is_not_ready() -> None:
    engine = make_engine("sqlite://")
    check = CheckReadiness(SqlStore(engine), MemoryClock(NOON))

    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            check.execute()
    engine.dispose()
