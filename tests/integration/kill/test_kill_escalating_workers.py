"""Eight hours on a moved clock: four workers on PostgreSQL, two of them killed with -9 meanwhile, Redis away."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

import psycopg
import pytest

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.arrival_of_notices import arrived_at
from application.ports.error_reader import ErrorFilter
from application.ports.unit_of_work import Store
from domain.episode import Episode
from domain.escalation_chain import ChainOf, ChainStep, EscalationChain
from domain.job_run import JobName
from domain.notification import Notification, NotificationKind, NotificationState
from domain.severity import Severity
from tests.support.builders import a_developer
from tests.support.postgres import PostgresServer
from tests.support.processes import eventually
from tests.support.product import Product
from tests.support.redis_server import RedisServer
from tests.support.smtp import MailServer

WORKERS = [f"worker-{number}" for number in range(4)]
PATTERNS = 40
SEVERITIES = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)
SEED = uuid4().int % 1_000_000
_OWN_CLOCK = """
CREATE SCHEMA moved;
CREATE TABLE moved.by (span interval NOT NULL);
INSERT INTO moved.by VALUES ('0');
CREATE FUNCTION moved.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
  'SELECT pg_catalog.clock_timestamp() + span FROM moved.by';
"""


class World:
    """The product, its store, and the clock that all of its processes go by."""

    def __init__(self, product: Product, store: Store) -> None:
        self.product = product
        self.store = store
        self.moved = timedelta()

    def move_clock(self, to: timedelta) -> None:
        """Set it ahead of the real one, for every process at once."""
        with psycopg.connect(self.product.database_url) as connection:
            connection.execute("UPDATE moved.by SET span = %s", [to])
        self.moved = to

    def episodes(self) -> list[Episode]:
        with self.store.reading() as work:
            errors = work.error_reader.page(ErrorFilter(services=("java",)), limit=200).errors
            found = [work.episodes.get(one) for one in {error.episode_id for error in errors} if one is not None]
        return [episode for episode in found if episode is not None]

    def notices(self) -> list[Notification]:
        episodes = self.episodes()
        with self.store.reading() as work:
            return [notice for episode in episodes for notice in work.notifications.of_episode(episode.id)]

    def levels(self) -> Counter[tuple[Severity, int]]:
        """How many episodes of each severity went up to each level; twice to one would count twice."""
        episodes = self.episodes()
        with self.store.reading() as work:
            steps = [(one.severity, step.level) for one in episodes for step in work.escalations.of(one.id)]
        return Counter(steps)

    def overdue(self) -> bool:
        with self.store.reading() as work:
            due = [work.episodes.next_escalation_at(), work.notifications.next_due_at()]
            return any(moment is not None and moment <= work.now() for moment in due)

    def untold(self) -> list[Notification]:
        told = [notice for notice in self.notices() if notice.state is not NotificationState.SUPPRESSED]
        with self.store.reading() as work:
            return [notice for notice in told if arrived_at(work, notice) is None]


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    server = RedisServer.start()
    yield server
    server.close()


@pytest.fixture
def world(
    tmp_path: Path, postgres: PostgresServer, redis: RedisServer, mail_settings: dict[str, str]
) -> Iterator[World]:
    url = postgres.create_database(f"product_{uuid4().hex}")
    often = {f"JOB_{job.name}": "every 6h" for job in JobName}
    fallback = {"FALLBACK_RECIPIENTS": "team@example.org"}
    product = Product(tmp_path, {"DATABASE_URL": url, "REDIS_URL": redis.url, **mail_settings, **often, **fallback})
    product.run("migrate")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_OWN_CLOCK)
        connection.execute(f'ALTER DATABASE "{connection.info.dbname}" SET search_path = moved, pg_catalog, public')
    engine = make_engine(url)
    product.start("web")
    try:
        product.wait_until_ready()
        yield World(product, SqlStore(engine))
    finally:
        product.stop()
        engine.dispose()


def hire_a_rota(world: World) -> None:
    """Three who are given episodes, and a chain of three others."""
    people = [a_developer(name) for name in ("Ada", "Ben", "Cleo")]
    # Who owns an episode is passed over in its chain: these own none.
    leads = [a_developer(name, services=frozenset({"none"})) for name in ("Dora", "Emil", "Fay")]
    steps = tuple(ChainStep(developers=(lead.id,)) for lead in leads)
    with world.store.writing() as work:
        now = work.now()
        for person in (*people, *leads):
            work.developers.add(person)
        chain = ChainOf(id=SystemIds().new(now), service="java", chain=EscalationChain(steps), updated_at=now)
        work.chains.put(chain)
        work.commit()


def report(world: World) -> None:
    """Forty patterns, ten of each severity, three errors each."""
    for number in range(PATTERNS):
        error = {"error_type": f"E{number}", "message": "m", "severity": SEVERITIES[number % 4].value}
        assert world.product.post("java", [error] * 3).status_code in (200, 201, 207)


def settled(world: World, wanted: dict[tuple[Severity, int], int]) -> None:
    """All of these climbs were made and told of, no other, and nothing is left to do."""
    eventually(
        lambda: not world.overdue() and world.levels() == wanted and not world.untold(),
        within_s=60,
        what=lambda: f"seed {SEED}: {world.levels()}, overdue: {world.overdue()}, untold: {world.untold()}",
    )


def kill_while_climbing(world: World, name: str, climbs: int) -> None:
    """As soon as so many climbs are done, which is in the middle of further ones, or of telling of them; and let its
    leases run out, as a minute's waiting would.
    """
    eventually(lambda: world.levels().total() >= climbs, within_s=60, what=lambda: str(world.levels()))
    world.product.kill(name)
    world.move_clock(world.moved + timedelta(minutes=2))


def test_two_of_four_workers_are_killed_and_redis_is_away_meanwhile(
    world: World, redis: RedisServer, mail_server: MailServer
) -> None:
    chance, critical, high, medium = Random(SEED), *SEVERITIES[:3]
    hire_a_rota(world)
    for name in WORKERS:
        world.product.start("worker", name=name)
    report(world)
    settled(world, {})

    world.move_clock(timedelta(minutes=61))
    kill_while_climbing(world, WORKERS[0], climbs=chance.randint(1, 10))
    settled(world, {(critical, 1): 10})

    redis.stop()
    world.move_clock(timedelta(minutes=125))
    settled(world, {(critical, 1): 10, (critical, 2): 10})

    redis.start_again()
    world.move_clock(timedelta(minutes=250))
    kill_while_climbing(world, WORKERS[1], climbs=20 + chance.randint(1, 20))
    settled(world, {(critical, 1): 10, (critical, 2): 10, (critical, 3): 10, (high, 1): 10})

    # Beyond the last level of its chain stand the fallback recipients.
    world.move_clock(timedelta(minutes=495))
    counts = {(critical, level): 10 for level in (1, 2, 3, 4)} | {(high, 1): 10, (high, 2): 10, (medium, 1): 10}
    settled(world, counts)
    assert_all_is_told_once(world, mail_server)


def assert_all_is_told_once(world: World, mail_server: MailServer) -> None:
    notices = [notice for notice in world.notices() if notice.state is not NotificationState.SUPPRESSED]
    # The moved clock may pass midnight: there is a summary for each person and day.
    told_of = Counter(
        (notice.created_at.date(), notice.recipient, notice.kind)
        if notice.kind is NotificationKind.SUMMARY
        else (notice.episode_id, notice.level, notice.recipient, notice.reason)
        for notice in notices
    )
    assert {told: count for told, count in told_of.items() if count > 1} == {}, SEED
    sent = Counter(mail.message["Message-ID"] for mail in mail_server.mailbox.all())
    # What a killed worker had in its hands may come twice, under one id.
    assert sum(count - 1 for count in sent.values()) <= 2 * 4, SEED
    with world.store.reading() as work:
        runs = [run for job in JobName for run in work.job_runs.of(job, limit=50)]
    assert Counter((run.job, run.slot) for run in runs).most_common(1)[0][1] == 1
