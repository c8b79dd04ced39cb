"""Real servers, and the product running on them."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from application.ports.unit_of_work import Store
from tests.support.postgres import PostgresServer
from tests.support.product import Product
from tests.support.smtp import MailServer
from tests.support.smtp import mail_server as running_mail_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this test process."""
    server = PostgresServer.start()
    yield server
    server.stop()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    with running_mail_server() as server:
        yield server


@pytest.fixture
def mail_settings(mail_server: MailServer) -> dict[str, str]:
    """The settings by which the product finds it."""
    return {
        "EMAIL_HOST": mail_server.host,
        "EMAIL_PORT": str(mail_server.port),
        "EMAIL_USE_TLS": "false",
        "DEFAULT_FROM_EMAIL": "errors@example.org",
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def database_settings(request: pytest.FixtureRequest) -> dict[str, str]:
    """Each test runs on each database."""
    if request.param == "sqlite":
        return {}
    server: PostgresServer = request.getfixturevalue("postgres")
    return {"DATABASE_URL": server.create_database(f"product_{uuid4().hex}")}


@pytest.fixture
def product(tmp_path: Path, database_settings: dict[str, str], mail_settings: dict[str, str]) -> Iterator[Product]:
    """`serve`, ready."""
    running = Product(tmp_path, {**database_settings, **mail_settings})
    running.start("serve")
    try:
        running.wait_until_ready("serve")
        yield running
    finally:
        running.stop()


@pytest.fixture
def admin_token(product: Product) -> str:
    """A token that may do everything."""
    return product.token("admin")


@pytest.fixture
def store(product: Product) -> Iterator[Store]:
    """A look into the product's database from outside."""
    engine = make_engine(product.database_url)
    yield SqlStore(engine)
    engine.dispose()
