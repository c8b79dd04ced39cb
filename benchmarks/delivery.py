"""Notifications delivered a second, channel by channel, to sinks on loopback in a process of their own.

Each store gets notifications of one episode; then as many threads as a worker has for the channel send
them through the whole loop of delivery: claim, send, record. Beside it the same notifier sends without any store, by as
many threads, in the same run.
"""

import argparse
import multiprocessing
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from random import random
from time import monotonic
from typing import Any

from rich.console import Console
from rich.table import Table

from adapters.inbound.jobs.worker import DELIVERERS
from adapters.outbound.email.notifier import EmailNotifier
from adapters.outbound.email.server import SmtpServer
from adapters.outbound.slack.incoming_webhook import IncomingWebhook
from adapters.outbound.slack.notifier import SlackNotifier
from adapters.outbound.slack.web_api import WebApi
from adapters.outbound.sms.notifier import SmsNotifier
from adapters.outbound.sms.twilio_account import TwilioAccount
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.clock import SystemClock
from adapters.outbound.system.ids import SystemIds
from adapters.outbound.webhook.guarded_http import GuardedHttp
from adapters.outbound.webhook.notifier import WebhookNotifier
from application.commit_batch import CommitBatch
from application.deliver_notifications import DeliverNotifications
from application.message_of import message_of
from application.ports.notifier import Message, Notifier
from application.webhook_directory import WebhookDirectory
from benchmarks.new_stores import new_store
from domain.alerting import AlertingPolicy
from domain.delivery import Channel
from domain.notification import Notification, NotificationState
from domain.redaction import Redactor
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.builders import a_notification
from tests.support.builders_webhooks import SECRET, an_endpoint
from tests.support.errors import a_prepared_error
from tests.support.slack_server import TOKEN as SLACK_TOKEN
from tests.support.slack_server import SlackServer
from tests.support.smtp import mail_server
from tests.support.twilio_server import SENDER, SID, TwilioServer
from tests.support.twilio_server import TOKEN as TWILIO_TOKEN
from tests.support.web_far_end import running
from tests.support.webhook_receiver import webhook_receiver

_DASHBOARD = "https://errors.example.org"
_POLICY = AlertingPolicy(channels=frozenset(Channel))
_LOOPBACK = (ip_network("127.0.0.0/8"),)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notifications", type=int, default=1_000, help="of each channel")
    parser.add_argument("--stores", nargs="+", default=["SQLite", "PostgreSQL"], choices=["SQLite", "PostgreSQL"])
    arguments = parser.parse_args()
    table = Table("channel", "store", "threads", "bare, a second", "delivered a second", "ratio", "accepted")
    with _sinks() as places:
        for name in arguments.stores:
            with new_store(name) as store:
                for way, channel in _WAYS.items():
                    table.add_row(way, name, *_measure(store, way, channel, places, arguments.notifications))
    Console(width=120).print(table)
    return 0


_WAYS = {
    "email": Channel.EMAIL,
    "Slack, bot": Channel.SLACK,
    "Slack, incoming webhook": Channel.SLACK,
    "SMS": Channel.SMS,
    "webhook": Channel.WEBHOOK,
}


def _measure(store: SqlStore, way: str, channel: Channel, places: Mapping[str, Any], count: int) -> list[str]:
    notifier, recipient = _notifier(way, store, places)
    threads = DELIVERERS[channel]
    notices, message = _fill(store, channel, recipient, count)
    # Warm, and apart from what is counted.
    notifier.send(message)
    bare = _rate(
        count, threads, _each(count, lambda number: notifier.send(replace(message, notification=notices[number])))
    )
    deliver = DeliverNotifications(
        store, {channel: notifier}, SystemIds(), _POLICY, worker="bench", jitter=random, pause=lambda _: False
    )
    through = _rate(count, threads, lambda: deliver.execute(channel))
    with store.reading() as work:
        found = [work.notifications.get(notice.id) for notice in notices]
    accepted = sum(one is not None and one.state is NotificationState.ACCEPTED for one in found)
    rates = [f"{bare:,.0f}", f"{through:,.0f}", f"{through / bare:.2f}"]
    return [str(threads), *rates, f"{accepted:,} of {count:,}"]


def _rate(count: int, threads: int, step: Callable[[], bool]) -> float:
    """How many a second, with so many threads that each go on until there is nothing left."""

    def work() -> None:
        while step():
            pass

    working = [threading.Thread(target=work) for _ in range(threads)]
    began = monotonic()
    for thread in working:
        thread.start()
    for thread in working:
        thread.join()
    return count / (monotonic() - began)


def _each(count: int, send: Callable[[int], object]) -> Callable[[], bool]:
    numbers = iter(range(count))

    def step() -> bool:
        # One step of an iterator holds the interpreter.
        number = next(numbers, None)
        if number is not None:
            send(number)
        return number is not None

    return step


def _fill(store: SqlStore, channel: Channel, recipient: str, count: int) -> tuple[list[Notification], Message]:
    now = datetime.now(UTC)
    error = a_prepared_error(service="shop", severity=Severity.CRITICAL, at=now)
    CommitBatch(store, SystemIds(), RetentionPolicy()).execute([error])
    with store.writing() as work:
        stored = work.errors.get(error.id)
        assert stored is not None
        assert stored.episode_id is not None
        common = {"error_id": error.id, "episode_id": stored.episode_id, "pattern_id": stored.pattern_id}
        notices = [
            a_notification(
                **common,
                id=SystemIds().new(now),
                channel=channel,
                recipient=recipient.format(number=number),
                severity=Severity.CRITICAL,
                state=NotificationState.PENDING,
                created_at=now,
                next_attempt_at=now,
                expires_at=now + timedelta(days=1),
            )
            for number in range(count)
        ]
        work.notifications.add(notices)
        work.commit()
    with store.reading() as work:
        message = message_of(work, notices[0])
    assert isinstance(message, Message)
    return notices, message


def _notifier(way: str, store: SqlStore, places: Mapping[str, Any]) -> tuple[Notifier, str]:
    clock, dashboard = SystemClock(), {"dashboard_url": _DASHBOARD}
    match way:
        case "email":
            server = SmtpServer(host="127.0.0.1", port=places["smtp"], use_tls=False)
            sender = "errors@example.org"
            return EmailNotifier(server, from_address=sender, clock=clock, **dashboard), "p{number}@example.org"
        case "Slack, bot":
            api = WebApi(SLACK_TOKEN, clock=clock, api_url=places["slack_api"])
            return SlackNotifier(api=api, webhook=None, **dashboard), "#ops"
        case "Slack, incoming webhook":
            webhook = IncomingWebhook(places["slack_webhook"], clock=clock)
            return SlackNotifier(api=None, webhook=webhook, **dashboard), "webhook"
        case "SMS":
            account = TwilioAccount(sid=SID, token=TWILIO_TOKEN, api_url=places["twilio"])
            return SmsNotifier(account, sender=SENDER, clock=clock, **dashboard), "+4915112{number:06}"
    endpoint = an_endpoint(url=places["webhook"], created_at=clock.now())
    with store.writing() as work:
        work.webhook_endpoints.add(endpoint)
        work.commit()
    http, redact = GuardedHttp(_LOOPBACK), Redactor(b"k" * 32).text
    made = WebhookNotifier(WebhookDirectory(store), http, clock=clock, redact=redact, **dashboard)
    return made, str(endpoint.id)


@contextmanager
def _sinks() -> Iterator[Mapping[str, Any]]:
    context = multiprocessing.get_context("spawn")
    places, done = context.Queue(), context.Event()
    process = context.Process(target=_take, args=(places, done))
    process.start()
    try:
        yield places.get(timeout=30)
    finally:
        done.set()
        process.join()


def _take(places, done) -> None:  # type: ignore[no-untyped-def]
    with ExitStack() as servers:
        mail = servers.enter_context(mail_server())
        slack = servers.enter_context(running(SlackServer()))
        twilio = servers.enter_context(running(TwilioServer()))
        receiver = servers.enter_context(webhook_receiver())
        receiver.secrets.append(SECRET)
        places.put(
            {
                "smtp": mail.port,
                "slack_api": slack.api_url,
                "slack_webhook": slack.webhook_url,
                "twilio": twilio.url,
                "webhook": receiver.url(),
            }
        )
        done.wait()


if __name__ == "__main__":
    sys.exit(main())
