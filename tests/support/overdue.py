"""An installation on a moved clock, with episodes that nobody resolves."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.notifier import MemoryNotifier
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.acknowledge_links import AcknowledgeLinks
from application.commit_batch import CommitBatch
from application.deliver_notifications import DeliverNotifications
from application.escalate_overdue_episodes import EscalateOverdueEpisodes
from application.given_errors import Giving
from application.ports.notifier import Message
from application.reassign_unacknowledged import ReassignUnacknowledged
from application.take_further_ways import TakeFurtherWays
from application.triage_episodes import TriageEpisodes
from application.written_notices import Telling
from domain.alerting import AlertingPolicy
from domain.delivery import Channel, DeliveryOutcome
from domain.developer import Developer
from domain.episode import Episode
from domain.escalation import Escalation
from domain.escalation_chain import ChainOf, ChainStep, EscalationChain
from domain.history import HistoryEntry
from domain.notification import Notification
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.builders import a_developer
from tests.support.errors import a_prepared_error
from tests.support.schema import lay_out

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DASHBOARD = "https://errors.example.test"
POLICY = AlertingPolicy(
    channels=frozenset({Channel.EMAIL, Channel.SMS, Channel.SLACK}), fallback_recipients=("team@example.org",)
)
REASSIGN_AFTER = timedelta(minutes=15)


@dataclass
class Overdue:
    """What happens in it is done by hand, in the order that a test gives."""

    store: SqlStore
    clock: MemoryClock
    policy: AlertingPolicy = POLICY
    reassign_after: timedelta | None = None
    notifiers: dict[Channel, MemoryNotifier] = field(default_factory=dict)
    engine: Engine | None = None

    def hire(self, name: str, **changes: Any) -> Developer:
        developer = a_developer(name, **changes)
        with self.store.writing() as work:
            work.developers.add(developer)
            work.commit()
        return developer

    def set_chain(self, *steps: ChainStep, service: str | None = None, developer: Developer | None = None) -> None:
        chain = ChainOf(
            id=SystemIds().new(self.clock.now()),
            service=service,
            developer_id=None if developer is None else developer.id,
            chain=EscalationChain(steps),
            updated_at=self.clock.now(),
        )
        with self.store.writing() as work:
            work.chains.put(chain)
            work.commit()

    def report(self, severity: Severity = Severity.CRITICAL, **said: Any) -> UUID:
        """An error, triaged; its episode."""
        error = a_prepared_error(severity=severity, at=self.clock.now(), trusted=True, **said)
        CommitBatch(self.store, SystemIds(), RetentionPolicy()).execute([error])
        self.triage()
        with self.store.reading() as work:
            stored = work.errors.get(error.id)
        assert stored is not None
        assert stored.episode_id is not None
        return stored.episode_id

    def triage(self) -> None:
        use_case = TriageEpisodes(
            self.store, SystemIds(), self.policy, MemoryWakeUps(), reassign_after=self.reassign_after
        )
        while use_case.execute().episodes:
            pass

    def sweep(self) -> int:
        use_case, count = EscalateOverdueEpisodes(self.store, self._giving(), MemoryWakeUps()), 0
        while done := use_case.execute():
            count += done
        return count

    def go_further(self) -> int:
        use_case, count = TakeFurtherWays(self.store, Telling(SystemIds(), self.policy), MemoryWakeUps()), 0
        while done := use_case.execute():
            count += done
        return count

    def reassign(self) -> int:
        after = self.reassign_after
        return ReassignUnacknowledged(self.store, self._giving(), MemoryWakeUps(), after=after).execute()

    def deliver(self) -> Sequence[Message]:
        """What channels that work are sent now."""
        before = {channel: len(notifier.sent) for channel, notifier in self.notifiers.items()}
        use_case = DeliverNotifications(
            self.store,
            self.notifiers,
            SystemIds(),
            self.policy,
            worker="w",
            jitter=Random(1).random,
            pause=lambda _: False,
            links=AcknowledgeLinks(lambda: b"k" * 32, DASHBOARD),
        )
        while use_case.execute():
            pass
        return [each for channel, notifier in self.notifiers.items() for each in notifier.sent[before[channel] :]]

    def answers(self, channel: Channel, outcome: DeliveryOutcome) -> None:
        """What a channel says from now on."""
        self.notifiers[channel].answer_next(*[outcome] * 1000)

    def pass_time(self, **spans: float) -> None:
        self.clock.move(timedelta(**spans))

    def episode(self, episode_id: UUID) -> Episode:
        with self.store.reading() as work:
            found = work.episodes.get(episode_id)
        assert found is not None
        return found

    def steps(self, episode_id: UUID) -> Sequence[Escalation]:
        with self.store.reading() as work:
            return work.escalations.of(episode_id)

    def history(self, episode_id: UUID, action: str) -> Sequence[HistoryEntry]:
        with self.store.reading() as work:
            return [entry for entry in work.history.of(episode_id) if entry.action == action]

    def notices(self, episode_id: UUID) -> Sequence[Notification]:
        with self.store.reading() as work:
            return work.notifications.of_episode(episode_id)

    def _giving(self) -> Giving:
        return Giving(ids=SystemIds(), policy=self.policy)


@contextmanager
def an_overdue_site(**said: Any) -> Iterator[Overdue]:
    """An empty one."""
    engine, clock = make_engine("sqlite://"), MemoryClock(START)
    lay_out(engine)
    notifiers = {channel: MemoryNotifier(channel) for channel in (Channel.EMAIL, Channel.SMS, Channel.SLACK)}
    yield Overdue(SqlStore(engine, clock=clock), clock, engine=engine, notifiers=notifiers, **said)
    engine.dispose()
