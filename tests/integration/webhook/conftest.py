"""A receiver on loopback, and notifiers that may post to it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import ip_network
from uuid import UUID

import pytest

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.clock import SystemClock
from adapters.outbound.webhook.guarded_http import GuardedHttp
from adapters.outbound.webhook.notifier import WebhookNotifier
from application.ports.notifier import Message
from application.webhook_directory import WebhookDirectory
from domain.delivery import Channel
from domain.redaction import Redactor
from domain.webhook_endpoint import WebhookEndpoint
from tests.support.builders_notices import DASHBOARD, a_message
from tests.support.builders_webhooks import SECRET, an_endpoint
from tests.support.schema import lay_out
from tests.support.webhook_receiver import WebhookReceiver, webhook_receiver

LOOPBACK = (ip_network("127.0.0.0/8"),)


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    with webhook_receiver() as started:
        started.secrets.append(SECRET)
        yield started


@pytest.fixture
def store() -> Iterator[SqlStore]:
    engine = make_engine("sqlite://")
    lay_out(engine)
    yield SqlStore(engine)
    engine.dispose()


@pytest.fixture
def endpoint(store, receiver) -> WebhookEndpoint:
    """One that leads to the receiver."""
    return stored(store, an_endpoint(url=receiver.url()))


@pytest.fixture
def notifier_with(store) -> Callable[..., WebhookNotifier]:
    """A notifier that may post to loopback, with other options for what it posts by."""

    def made(**options) -> WebhookNotifier:
        http = GuardedHttp(**{"allowed": LOOPBACK, "limit_s": 5.0} | options)
        return WebhookNotifier(
            WebhookDirectory(store),
            http,
            dashboard_url=DASHBOARD,
            clock=SystemClock(),
            redact=Redactor(b"k" * 32).text,
        )

    return made


@pytest.fixture
def notifier(notifier_with) -> WebhookNotifier:
    return notifier_with()


def stored(store: SqlStore, endpoint: WebhookEndpoint) -> WebhookEndpoint:
    """Put it into the store."""
    with store.writing() as work:
        work.webhook_endpoints.add(endpoint)
        work.commit()
    return endpoint


def a_notice_to(endpoint_id: UUID | str, message: Message | None = None, **said) -> Message:
    """A notice whose recipient is this endpoint."""
    message = a_message(**said) if message is None else message
    sent = replace(message.notification, channel=Channel.WEBHOOK, recipient=str(endpoint_id), developer_id=None)
    return replace(message, notification=sent)
