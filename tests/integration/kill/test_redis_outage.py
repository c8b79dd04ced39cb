"""Redis is the queue that wakes workers; without it they look by themselves."""

import signal
from collections.abc import Iterator

import pytest

from tests.support.product import Product
from tests.support.redis_server import RedisServer
from tests.support.smtp import MailServer


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """A Redis that this test may stop."""
    server = RedisServer.start()
    yield server
    server.close()


@pytest.fixture
def database_settings(redis: RedisServer) -> dict[str, str]:
    """The product's queue is that Redis."""
    return {"REDIS_URL": redis.url}


def test_mail_arrives_with_redis_and_still_does_without(
    product: Product, redis: RedisServer, mail_server: MailServer
) -> None:
    product.developer("ada", "java")
    assert product.post("java", {"error_type": "A", "severity": "critical"}).status_code == 201
    mail_server.mailbox.wait_for(1, limit_s=20)

    redis.stop(signal.SIGKILL)

    assert product.post("java", {"error_type": "B", "severity": "critical"}).status_code == 201
    mail_server.mailbox.wait_for(2, limit_s=40)
