"""A team on a clock that can be moved, whose messages are written down by the real use cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.commit_batch import CommitBatch
from application.deliver_notifications import DeliverNotifications
from application.notice import DigestText, compose_digest
from application.ports.notifier import Message
from application.triage_episodes import TriageEpisodes
from domain.alerting import AlertingPolicy
from domain.delivery import AttemptResult, Channel, DeliveryOutcome
from domain.developer import Developer
from domain.history import HistoryEntry
from domain.notification import Notification, NotificationKind
from domain.retention import RetentionPolicy
from tests.support.builders import a_developer
from tests.support.errors import a_prepared_error
from tests.support.schema import lay_out
from tests.support.strategies import NOON


class Postbox:
    """A channel that keeps what it is given, and answers as it is told."""

    def __init__(self, channel: Channel = Channel.EMAIL) -> None:
        self.channel = channel
        self.outcome = DeliveryOutcome.ACCEPTED
        self.refused: set[str] = set()
        self.sent: list[Message] = []

    def send(self, message: Message) -> AttemptResult:
        """See the port."""
        self.sent.append(message)
        refused = message.notification.recipient in self.refused
        return AttemptResult(DeliveryOutcome.REFUSED if refused else self.outcome, "250 ok")


class Team:
    """One developer, Ada, and what arrives."""

    def __init__(self, store: SqlStore, clock: MemoryClock, policy: AlertingPolicy) -> None:
        self.store, self.clock, self.policy = store, clock, policy
        self.ids, self.wake_ups, self.postbox = SystemIds(), MemoryWakeUps(), Postbox()
        self.triage = TriageEpisodes(store, self.ids, policy, self.wake_ups)
        self.delivery = DeliverNotifications(
            store,
            {Channel.EMAIL: self.postbox},
            self.ids,
            policy,
            worker="w1",
            jitter=lambda: 0.0,
            pause=lambda _: False,
        )

    def hire(self, name: str = "Ada", **changes: Any) -> Developer:
        """Somebody who knows everything."""
        developer = a_developer(name, **changes)
        with self.store.writing() as work:
            work.developers.add(developer)
            work.commit()
        return developer

    def ingest(self, **said: Any) -> UUID:
        """Store an error of now, and decide about its episode, which is answered."""
        error = a_prepared_error(at=self.clock.now(), **said)
        receipt = CommitBatch(self.store, self.ids, RetentionPolicy()).execute([error]).receipts[error.id]
        self.triage.execute()
        assert receipt.episode_id is not None
        return receipt.episode_id

    def later(self, **by: int) -> list[Message]:
        """Move the clock, and deliver what is due then; what that sent."""
        self.clock.move(timedelta(**by))
        before = len(self.postbox.sent)
        while self.delivery.execute():
            pass
        return self.postbox.sent[before:]

    def notices(self, episode_id: UUID) -> list[Notification]:
        """Of an episode, without digests."""
        with self.store.reading() as work:
            found = work.notifications.of_episode(episode_id)
        return [notice for notice in found if notice.kind is NotificationKind.NOTICE]

    def notification(self, notification_id: UUID) -> Notification:
        """As now stored."""
        with self.store.reading() as work:
            found = work.notifications.get(notification_id)
        assert found is not None
        return found

    def history(self, episode_id: UUID) -> list[HistoryEntry]:
        """Of an episode."""
        with self.store.reading() as work:
            return list(work.history.of(episode_id))


def digest_text(message: Message) -> DigestText:
    """What a digest says."""
    assert message.notification.kind is NotificationKind.DIGEST
    return compose_digest(message, "https://errors.example.org")


@contextmanager
def a_team(**policy: Any) -> Iterator[Team]:
    """In a store of its own, at noon."""
    engine, clock = make_engine("sqlite://"), MemoryClock(NOON)
    lay_out(engine)
    try:
        yield Team(SqlStore(engine, clock=clock), clock, AlertingPolicy(**policy))
    finally:
        engine.dispose()
