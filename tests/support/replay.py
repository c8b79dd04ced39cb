"""A day of errors on a clock that is moved, through a worker wired as in life."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from dependency_injector import providers
from sqlalchemy import Engine

from adapters.inbound.jobs.worker import Worker
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.notifier import MemoryNotifier
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.commit_batch import CommitBatch
from application.ports.notifier import Message
from bootstrap.settings import read_settings
from bootstrap.worker_container import WorkerContainer
from domain.delivery import Channel
from domain.developer import Developer
from domain.error_log import PreparedError
from domain.notification import NotificationKind
from domain.on_call.rotation import Rotation, Weekday
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.builders import a_developer
from tests.support.errors import a_prepared_error
from tests.support.schema import lay_out

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_SERVICES = ("checkout", "payments", "search", "mail", "app")
_SHARES = {Severity.CRITICAL: 4, Severity.HIGH: 8, Severity.MEDIUM: 12, Severity.LOW: 16}
"""How many of the 40 patterns are how bad."""
_SETTINGS = {
    "EMAIL_HOST": "127.0.0.1",
    "DEFAULT_FROM_EMAIL": "errors@example.org",
    "FALLBACK_RECIPIENTS": "team@example.org",
    "NOTIFICATION_CHANNELS": "email",
}


class _NeverStopping:
    """Stands for the event by which a worker is told to stop: nobody waits on a clock that is moved."""

    def wait(self, _: float | None = None) -> bool:
        return False


@dataclass
class Replay:
    """The worker, its clock, and what it sent, each with when."""

    store: SqlStore
    clock: MemoryClock
    worker: Worker
    notifier: MemoryNotifier
    people: Sequence[Developer]
    sent: list[tuple[datetime, Message]] = field(default_factory=list)

    def arrive(self, errors: Sequence[PreparedError]) -> None:
        """Store errors in one commit."""
        if errors:
            CommitBatch(self.store, SystemIds(), RetentionPolicy()).execute(errors)

    def until(self, moment: datetime, errors: Iterator[PreparedError], *, step: timedelta) -> None:
        """Move the clock on, step by step: what has arrived by then is stored, then the worker works."""
        waiting = next(errors, None)
        while self.clock.now() < moment:
            self.clock.move(min(step, moment - self.clock.now()))
            arrived = []
            while waiting is not None and waiting.received_at <= self.clock.now():
                arrived.append(waiting)
                waiting = next(errors, None)
            self.arrive(arrived)
            self.work()

    def work(self) -> None:
        """Until nothing is left to do at this moment."""
        while self.worker.look():
            pass
        self.sent += [(self.clock.now(), message) for message in self.notifier.sent[len(self.sent) :]]

    def table(self) -> Mapping[str, Counter[str]]:
        """Messages by receiver and reason."""
        by_receiver: dict[str, Counter[str]] = {}
        for _, message in self.sent:
            notification = message.notification
            is_notice = notification.kind is NotificationKind.NOTICE
            kind = notification.reason if is_notice else notification.kind.value
            by_receiver.setdefault(notification.recipient, Counter())[kind] += 1
        return by_receiver


@contextmanager
def replay(engine: Engine, folder: Path, **settings: str) -> Iterator[Replay]:
    """Over an empty store: three people who take turns on call week by week, told by email, and a chain over them."""
    lay_out(engine)
    clock, notifier = MemoryClock(MONDAY), MemoryNotifier(Channel.EMAIL)
    store = SqlStore(engine, clock=clock)
    people = [
        a_developer(name, on_call=False, created_at=MONDAY - timedelta(days=30)) for name in ("Ada", "Ben", "Cyd")
    ]
    with store.writing() as work:
        for person in people:
            work.developers.add(person)
        work.on_call.add_rotation(_rotation([person.id for person in people]))
        work.commit()
    container = WorkerContainer(settings=read_settings({"DATA_DIR": str(folder), **_SETTINGS, **settings}))
    container.engine.override(providers.Object(engine))
    container.store.override(providers.Object(store))
    container.clock.override(providers.Object(clock))
    container.wake_ups.override(providers.Object(MemoryWakeUps()))
    container.stopping.override(providers.Object(_NeverStopping()))
    container.notifiers.override(providers.Object({Channel.EMAIL: notifier}))
    yield Replay(store, clock, container.worker(), notifier, people)


def errors_of_an_hour(count: int, *, seed: int = 7) -> Iterator[PreparedError]:
    """So many errors of 40 patterns, whose shares follow Zipf's law, each with its first somewhere in the hour."""
    chance = random.Random(seed)
    severities = [severity for severity, share in _SHARES.items() for _ in range(share)]
    chance.shuffle(severities)
    begins = [chance.uniform(0, 3000) for _ in severities]
    weights = [1 / (rank + 1) for rank in range(len(severities))]
    drawn = chance.choices(range(len(severities)), weights, k=count - len(severities))
    moments = [(begins[pattern], pattern) for pattern in range(len(severities))]
    moments += [(chance.uniform(begins[pattern], 3600), pattern) for pattern in drawn]
    for seconds, pattern in sorted(moments):
        yield a_prepared_error(
            pattern=f"p{pattern}",
            service=_SERVICES[pattern % len(_SERVICES)],
            severity=severities[pattern],
            at=MONDAY + timedelta(seconds=seconds),
            message=f"pattern {pattern} failed",
        )


def _rotation(members: Sequence[UUID]) -> Rotation:
    return Rotation(
        id=UUID(int=1),
        name="first line",
        services=frozenset({"*"}),
        members=tuple(members),
        time_zone="Europe/Berlin",
        hand_over_weekday=Weekday.MONDAY,
        hand_over_time=time(9),
        starts_on=date(2026, 1, 5),
        created_at=MONDAY - timedelta(days=30),
    )
