"""Answers that are remembered, by a running product, with Redis and without."""

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.support.product import Product
from tests.support.redis_server import RedisServer

STATISTICS = "/api/error-logging/errors/stats/"

Ask = Callable[..., requests.Response]


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """A Redis that this test may stop."""
    server = RedisServer.start()
    yield server
    server.close()


@pytest.fixture
def database_settings(redis: RedisServer) -> dict[str, str]:
    """The product remembers in that Redis."""
    return {"REDIS_URL": redis.url}


@pytest.fixture
def ask(product: Product, admin_token: str) -> Ask:
    """Asks for the statistics."""

    def get(**headers: str) -> requests.Response:
        authorization = {"Authorization": f"Bearer {admin_token}"}
        return requests.get(f"{product.url}{STATISTICS}", headers={**authorization, **headers}, timeout=20)

    return get


def test_a_stampede_is_answered_by_one(ask: Ask) -> None:
    with ThreadPoolExecutor(32) as threads:
        answers = list(threads.map(lambda _: ask(), range(64)))

    assert Counter(answer.headers["X-Cache"] for answer in answers) == {"miss": 1, "hit": 63}
    assert len({answer.content for answer in answers}) == 1


def test_without_redis_answers_go_on_and_are_remembered_here(ask: Ask, redis: RedisServer) -> None:
    said = [ask().headers["X-Cache"] for _ in range(2)]
    redis.stop(signal.SIGKILL)
    answers = [ask() for _ in range(3)]

    assert said == ["miss", "hit"]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert [answer.headers["X-Cache"] for answer in answers] == ["miss", "hit", "hit"]


def test_what_staff_do_is_seen_at_once(ask: Ask, product: Product) -> None:
    said = [ask().headers["X-Cache"] for _ in range(2)]

    product.developer("ada", "java")

    assert (said, ask().headers["X-Cache"]) == (["miss", "hit"], "miss")
