"""Four workers share the jobs, and one of them is killed with -9 in the middle of one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from application.ports.error_reader import ErrorFilter
from application.ports.unit_of_work import Store
from domain.job_run import SILENT_FOR, JobName, JobOutcome, JobRun
from tests.support.builders import an_error
from tests.support.postgres import PostgresServer
from tests.support.processes import eventually
from tests.support.product import Product

WORKERS = [f"worker-{number}" for number in range(4)]
EXPIRED = 6_000
CLEAN = JobName.CLEAN_OLD_ERROR_LOGS
OFTEN = {f"JOB_{job.name}": "every 6h" for job in JobName}
"""So that each has a slot that is not long past, whatever the time of day."""


@pytest.fixture
def product(tmp_path: Path, postgres: PostgresServer) -> Iterator[Product]:
    """Made long ago, so that its last slots were missed, with a web process and no workers yet."""
    url = postgres.create_database(f"product_{uuid4().hex}")
    running = Product(tmp_path, {"DATABASE_URL": url, "THRESHOLD_ERRORS_PER_HOUR": "5", **OFTEN})
    running.run("migrate")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE installation SET made_at = made_at - interval '1 year'")
    running.start("web")
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


@pytest.fixture
def store(product: Product) -> Iterator[Store]:
    engine = make_engine(product.database_url)
    yield SqlStore(engine)
    engine.dispose()


def start_workers(product: Product) -> None:
    for name in WORKERS:
        product.start("worker", name=name)


def runs(store: Store) -> list[JobRun]:
    with store.reading() as work:
        return [run for job in JobName for run in work.job_runs.of(job, limit=50)]


def all_done(store: Store) -> list[JobRun]:
    found = runs(store)
    done = {run.job for run in found if run.outcome is JobOutcome.DONE}
    return found if done == set(JobName) and all(run.outcome for run in found) else []


def test_each_slot_is_run_once_and_a_crossing_is_told_once(product: Product, store: Store) -> None:
    for number in range(6):
        product.post("java", {"error_type": "E", "message": f"m {number}", "severity": "low"})

    start_workers(product)

    found = eventually(lambda: all_done(store), within_s=60, what=lambda: str(runs(store)))
    assert [run.tries for run in found] == [1] * len(found)
    slots = [(run.job, run.slot) for run in found]
    assert len(set(slots)) == len(slots)
    with store.reading() as work:
        alerts = work.error_reader.page(ErrorFilter(error_types=("ErrorRateThreshold",)), limit=10).errors
        [crossing] = work.thresholds.all()
    assert [alert.episode_id for alert in alerts] == [crossing.episode_id]


def test_a_job_whose_worker_is_killed_is_taken_up_by_another(product: Product, store: Store) -> None:
    leave_expired(store, EXPIRED)
    start_workers(product)
    begun = eventually(lambda: at_work(store), within_s=60, what=lambda: str(runs(store)))
    name = next(each for each in WORKERS if begun.worker.endswith(f":{product.processes[each].pid}"))

    product.kill(name)

    with store.writing() as work:
        assert work.job_runs.say_seen(begun, work.now() - SILENT_FOR), "it had ended before it was killed"
        work.commit()
    ended = eventually(lambda: ended_run(store, begun), within_s=90, what=lambda: str(runs(store)))
    assert (ended.outcome, ended.tries, ended.slot) == (JobOutcome.DONE, 2, begun.slot)
    assert ended.worker != begun.worker
    with store.reading() as work:
        assert work.expired_records.count_errors(now=work.now()) == 0


def leave_expired(store: Store, number: int) -> None:
    with store.writing() as work:
        now = work.now()
        old = now - timedelta(days=100)
        first = an_error(received_at=old, occurred_at=old, expires_at=now - timedelta(days=1), episode_id=None)
        for _ in range(number // 500):
            work.errors.add([replace(first, id=uuid4()) for _ in range(500)])
        work.commit()


def at_work(store: Store) -> JobRun | None:
    """The run that removes them, once it has begun to."""
    with store.reading() as work:
        left = work.expired_records.count_errors(now=work.now())
    found = [run for run in runs(store) if run.job is CLEAN and run.outcome is None]
    return found[0] if found and left < EXPIRED else None


def ended_run(store: Store, begun: JobRun) -> JobRun | None:
    with store.reading() as work:
        run = work.job_runs.get(begun.id)
    return run if run is not None and run.outcome is not None else None
