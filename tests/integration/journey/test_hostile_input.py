"""Hostile input at every door of a running server, on both databases."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.hostile import HOSTILE_REQUESTS, HostileRequest
from tests.support.postgres import PostgresServer
from tests.support.product import Product

DOORS = ("laravel", "java", "frontend", "mobile", "generic", "errors")
_OURS = {"id", "receipt", "pattern", "episode", "history"}
_OUR_TIMES = ("_at", "_seen")
_PSEUDONYM = re.compile(r"<(email|ip|session):[0-9a-f]{10}>")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer) -> Iterator[dict[str, Product]]:
    """The product on SQLite and on PostgreSQL at once."""
    urls = {"sqlite": {}, "postgresql": {"DATABASE_URL": postgres.create_database("hostile")}}
    running = {name: Product(folder(tmp_path_factory, name), settings) for name, settings in urls.items()}
    for product in running.values():
        product.start("serve")
    for product in running.values():
        product.wait_until_ready("serve")
    yield running
    for product in running.values():
        product.stop()


def folder(factory: pytest.TempPathFactory, name: str) -> Path:
    return factory.mktemp(name)


@pytest.fixture(scope="module")
def tokens(both: dict[str, Product]) -> dict[str, str]:
    return {name: product.token("admin") for name, product in both.items()}


def receipts(answer: Any) -> list[str]:
    items = answer.get("results", [answer])
    return [item["receipt"] for item in items if "receipt" in item]


def comparable(error: Any) -> Any:
    """What must not depend on the database: all but ids and times of ours, and what is keyed by an installation."""
    if isinstance(error, dict):
        kept = {name for name in error if name not in _OURS and not name.endswith(_OUR_TIMES)}
        return {_PSEUDONYM.sub(r"<\1>", name): comparable(error[name]) for name in kept}
    if isinstance(error, str):
        return _PSEUDONYM.sub(r"<\1>", error)
    return [comparable(value) for value in error] if isinstance(error, list) else error


@pytest.mark.parametrize("request_", HOSTILE_REQUESTS.values(), ids=HOSTILE_REQUESTS)
@pytest.mark.parametrize("door", DOORS)
def test_no_body_breaks_a_door_and_both_databases_store_the_same(
    both: dict[str, Product], tokens: dict[str, str], door: str, request_: HostileRequest
) -> None:
    answers = {
        name: product.post(door, request_.body, headers={"Authorization": f"Bearer {tokens[name]}", **request_.headers})
        for name, product in both.items()
    }
    assert len({answer.status_code for answer in answers.values()}) == 1
    assert all(answer.status_code < 500 for answer in answers.values())
    if answers["sqlite"].status_code >= 400:
        return
    stored = [
        [comparable(both[name].error(receipt, tokens[name])) for receipt in receipts(answer.json())[:3]]
        for name, answer in answers.items()
    ]
    assert stored[0] == stored[1]
