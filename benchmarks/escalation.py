"""The sweep of what is overdue: a hundred thousand open episodes, of which a thousand are due.

Each store is filled with open episodes of fifty developers, some with chains of their own; then workers, each a process
as in production, escalate what is due. How long until none is, climbs a second, whether each climbed once, and how long
a look takes that finds nothing.
"""

import argparse
import multiprocessing
import random
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from uuid import UUID

from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy import Engine, select

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.migrate import migrate
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.sql.tables import ERROR_ESCALATION
from adapters.outbound.system.ids import SystemIds
from application.escalate_overdue_episodes import EscalateOverdueEpisodes
from application.given_errors import Giving
from benchmarks.new_stores import new_database
from domain.alerting import AlertingPolicy
from domain.delivery import Channel
from domain.escalation_chain import ChainOf, ChainStep, EscalationChain
from domain.severity import Severity
from tests.support.builders import a_developer, an_episode

_AT_ONCE = 1_000
_PEOPLE = 50
_SERVICES = tuple(f"service-{number}" for number in range(10))
_SEVERITIES = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM)
_POLICY = AlertingPolicy(channels=frozenset({Channel.EMAIL}), fallback_recipients=("team@example.org",))


@dataclass
class Measured:
    """What one store gave with so many workers."""

    store: str
    workers: int
    took_s: float
    climbs: int
    twice: int
    empty_look_ms: float


def main() -> int:
    """Measure and print."""
    arguments = _arguments()
    results = []
    for name, workers in (("SQLite", 1), ("PostgreSQL", 1), ("PostgreSQL", 4)):
        if name in arguments.stores:
            with _filled(name, arguments) as url:
                results.append(_measure(name, url, workers))
    table = Table("store", "workers", "none due after", "climbs", "a second", "climbed twice", "look at nothing")
    for one in results:
        rate = f"{one.climbs / one.took_s:,.0f}"
        look = f"{one.empty_look_ms:.1f} ms"
        table.add_row(one.store, str(one.workers), f"{one.took_s:.1f} s", f"{one.climbs:,}", rate, str(one.twice), look)
    Console().print(table)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=100_000, help="that are open")
    parser.add_argument("--due", type=int, default=1_000, help="how many of them are overdue")
    parser.add_argument("--stores", nargs="+", default=["SQLite", "PostgreSQL"], choices=["SQLite", "PostgreSQL"])
    return parser.parse_args()


@contextmanager
def _filled(name: str, arguments: argparse.Namespace) -> Iterator[str]:
    with new_database(name) as url:
        engine = make_engine(url)
        migrate(engine)
        _fill(SqlStore(engine), arguments.episodes, arguments.due)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        engine.dispose()
        yield url


def _fill(store: SqlStore, count: int, due: int) -> None:
    chance, ids = random.Random(7), SystemIds()
    people = [a_developer(f"Developer {number}") for number in range(_PEOPLE)]
    with store.writing() as work:
        now = work.now()
        for person in people:
            work.developers.add(person)
        for service in _SERVICES[:5]:
            steps = tuple(ChainStep(developers=(chance.choice(people).id,)) for _ in range(3))
            work.chains.put(ChainOf(id=ids.new(now), service=service, chain=EscalationChain(steps), updated_at=now))
        work.commit()
    for start in track(range(0, count, _AT_ONCE), description="filling", console=Console(stderr=True)):
        episodes = []
        for number in range(start, min(start + _AT_ONCE, count)):
            minutes = -chance.randint(1, 50) if number < due else chance.randint(60, 480)
            episodes.append(
                an_episode(
                    service=chance.choice(_SERVICES),
                    severity=chance.choice(_SEVERITIES),
                    owner_id=chance.choice(people).id,
                    deadline=now + timedelta(minutes=minutes),
                )
            )
        with store.writing() as work:
            work.episodes.add(episodes)
            work.commit()


def _measure(name: str, url: str, workers: int) -> Measured:
    context = multiprocessing.get_context("spawn")
    ready, go = context.Barrier(workers + 1), context.Event()
    sweeps = [context.Process(target=_sweep, args=(url, ready, go)) for _ in range(workers)]
    for process in sweeps:
        process.start()
    ready.wait()
    began = monotonic()
    go.set()
    for process in sweeps:
        process.join()
    took_s = monotonic() - began
    engine = make_engine(url)
    levels = _levels(engine)
    sweep, began = _use_case(SqlStore(engine)), monotonic()
    sweep.execute()
    look_ms = (monotonic() - began) * 1000
    engine.dispose()
    twice = sum(count - 1 for count in levels.values())
    return Measured(name, workers, took_s, levels.total(), twice, look_ms)


def _sweep(url: str, ready, go) -> None:  # type: ignore[no-untyped-def]
    engine = make_engine(url)
    sweep = _use_case(SqlStore(engine))
    sweep.due_in_s()
    ready.wait()
    go.wait()
    while sweep.execute():
        pass
    engine.dispose()


def _use_case(store: SqlStore) -> EscalateOverdueEpisodes:
    return EscalateOverdueEpisodes(store, Giving(ids=SystemIds(), policy=_POLICY), MemoryWakeUps())


def _levels(engine: Engine) -> Counter[tuple[UUID, int]]:
    """How often each episode climbed to each level."""
    with engine.connect() as connection:
        rows = connection.execute(select(ERROR_ESCALATION.c.episode_id, ERROR_ESCALATION.c.level)).all()
    return Counter((episode_id, level) for episode_id, level in rows)


if __name__ == "__main__":
    sys.exit(main())
