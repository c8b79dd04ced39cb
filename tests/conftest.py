"""What all tests share: the property tests' settings, and the servers that are started once a session."""

import gc
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import settings

from tests.support.postgres import PostgresServer
from tests.support.scheduling import SharedModules

# A shared machine makes single examples slow at times, which says nothing about the code.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")

_TEMPLATE = "template_store"
_numbers = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL for this session (each of xdist's workers is one). Tests that stop it start one of their own."""
    server = PostgresServer.start()
    yield server
    server.stop("immediate")


@pytest.fixture(scope="session")
def _template(postgres: PostgresServer) -> str:
    from adapters.outbound.sql.engine import make_engine
    from adapters.outbound.sql.migrate import migrate

    engine = make_engine(postgres.create_database(_TEMPLATE))
    migrate(engine)
    engine.dispose()
    return _TEMPLATE


@pytest.fixture
def empty_postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """A database of this test's own, without tables."""
    name = f"empty_{next(_numbers)}"
    yield postgres.create_database(name)
    postgres.drop_database(name)


@pytest.fixture
def postgres_url(postgres: PostgresServer, _template: str) -> Iterator[str]:
    """A database of this test's own, migrated."""
    name = f"store_{next(_numbers)}"
    yield postgres.create_database(name, template=_template)
    postgres.drop_database(name)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SharedModules:
    """See the class."""
    return SharedModules(config, log)


def pytest_collection_finish() -> None:
    """Thousands of collected tests are not looked through at each collection of garbage."""
    gc.collect()
    gc.freeze()
