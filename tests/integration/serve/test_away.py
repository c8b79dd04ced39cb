"""A database that is away when the processes start: 503 until it is back, and nobody has to start anything again."""

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.support.postgres import PostgresServer
from tests.support.processes import eventually, free_port
from tests.support.product import Product

ERROR = {"error_type": "DatabaseError", "message": "Connection failed", "severity": "critical"}


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of its own, stopped; it has the empty database `errors`."""
    server = PostgresServer.start()
    server.create_database("errors")
    server.stop()
    yield server
    server.stop()


@pytest.fixture
def beside(installation: Product, server: PostgresServer) -> Product:
    """An installation whose database is on that server."""
    installation.environment["DATABASE_URL"] = server.url("errors")
    return installation


def answers(product: Product, status: int) -> None:
    def answered() -> bool:
        try:
            return product.post("laravel", ERROR).status_code == status
        except requests.ConnectionError:
            return False

    eventually(answered, what=f"an answer {status}")


def test_serve_answers_503_then_migrates_and_stores(beside: Product, server: PostgresServer) -> None:
    beside.start("serve")
    answers(beside, 503)
    assert beside.get("/readyz").status_code == 503
    assert "Note: the database cannot be used" in beside.log("serve")
    assert "nothing listens at that address" in beside.log("serve")

    server.start_again()
    beside.wait_until_ready("serve")

    answers(beside, 201)
    [place] = re.findall(r"An API token for staff is in (\S+), which", beside.log("serve"))
    assert beside.get("/api/error-logging/errors/", token=Path(place).read_text().strip()).status_code == 200
    eventually(lambda: "worker is ready" in beside.log("serve"))


def test_web_and_worker_wait_by_themselves(beside: Product, server: PostgresServer) -> None:
    server.start_again()
    beside.run("migrate")
    server.stop()
    web, worker = beside.start("web"), beside.start("worker")
    answers(beside, 503)
    eventually(lambda: "is asked again" in beside.log("worker"))

    server.start_again()

    answers(beside, 201)
    eventually(lambda: "worker is ready" in beside.log("worker"))
    assert (web.poll(), worker.poll()) == (None, None)


@pytest.mark.parametrize("role", ["web", "worker", "serve"])
def test_who_waits_stops_when_told_to(installation: Product, role: str) -> None:
    installation.environment["DATABASE_URL"] = f"postgresql://u@127.0.0.1:{free_port()}/errors"
    process = installation.start(role)
    eventually(lambda: "is asked again" in installation.log(role))

    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 0, installation.log(role)
