"""PostgreSQL is stopped and started again under load."""

from collections.abc import Iterator

import pytest

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from tests.support.load import Load, assert_nothing_lost_or_doubled
from tests.support.postgres import PostgresServer
from tests.support.processes import eventually
from tests.support.product import Product
from tests.support.smtp import MailServer


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """A server that this test may stop."""
    server = PostgresServer.start()
    yield server
    server.stop()


@pytest.fixture
def database_settings(own_postgres: PostgresServer) -> dict[str, str]:
    """The product uses that server."""
    return {"DATABASE_URL": own_postgres.create_database("product")}


def test_clients_see_503_and_then_go_on_and_nothing_is_lost_or_doubled(
    product: Product, own_postgres: PostgresServer, mail_server: MailServer
) -> None:
    product.developer("ada", "java")
    with Load(product) as load:
        for _ in range(2):
            before = load.answers[503]
            eventually(lambda: len(load.acknowledged) > 200, what="errors are taken")
            own_postgres.kill()
            eventually(lambda b=before: load.answers[503] > b + 20, what="clients see 503")
            own_postgres.start_again()
            taken = len(load.acknowledged)
            eventually(lambda t=taken: len(load.acknowledged) > t + 200, within_s=40, what="errors are taken again")

    engine = make_engine(product.database_url)
    assert_nothing_lost_or_doubled(SqlStore(engine), load.acknowledged)
    engine.dispose()
    assert load.answers.keys() <= {200, 201, 503}
    mail_server.mailbox.wait_for(1, limit_s=30)


def test_an_answer_of_503_says_when_to_come_back(product: Product, own_postgres: PostgresServer) -> None:
    assert product.post("java", {"message": "m"}).status_code == 201
    own_postgres.kill()

    answer = product.post("java", {"message": "m"})

    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0
    eventually(lambda: product.get("/readyz").status_code == 503, what="readyz says so")
    assert product.get("/healthz").status_code == 200
