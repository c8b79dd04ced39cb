"""Runs of jobs, in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, insert, or_, select, update

from adapters.outbound.sql.dialects import Upsert
from adapters.outbound.sql.mapping.job_runs import job_run_end_to_row, job_run_from_row, job_run_to_row
from adapters.outbound.sql.tables import JOB_RUNS
from domain.job_run import JobName, JobRun

_RUN = JOB_RUNS.c
_KNOWN = _RUN.job.in_([job.value for job in JobName])
_CLAIM = Upsert(lambda start: start(JOB_RUNS).on_conflict_do_nothing(index_elements=["job", "slot"]).returning(_RUN.id))
_ADD = insert(JOB_RUNS)
_GET = select(JOB_RUNS).where(_RUN.id == bindparam("key"), _KNOWN)
_WAITS = and_(_RUN.ended_at.is_(None), _RUN.tries == 0)
_WAITING = select(JOB_RUNS).where(_WAITS, _RUN.job == bindparam("name")).order_by(_RUN.started_at, _RUN.id).limit(1)
_FIRST_TO_TAKE_UP = (
    select(JOB_RUNS)
    .where(_RUN.ended_at.is_(None), or_(_RUN.tries == 0, _RUN.seen_at <= bindparam("silent_since")), _KNOWN)
    .order_by(_RUN.seen_at, _RUN.id)
    .limit(1)
)
_TO_TAKE_UP = _FIRST_TO_TAKE_UP.with_for_update(skip_locked=True)
# Who took it up later has raised `tries`: an earlier holder's word counts no more.
_HELD = and_(_RUN.id == bindparam("key"), _RUN.tries == bindparam("own_try"), _RUN.ended_at.is_(None))
_SEEN = update(JOB_RUNS).where(_HELD).values(seen_at=bindparam("now"))
_HAND_ON = update(JOB_RUNS).where(_HELD).values(tries=bindparam("new_tries"))
_END = (
    update(JOB_RUNS)
    .where(_HELD)
    .values({name: bindparam(f"new_{name}") for name in ("seen_at", "ended_at", "outcome", "detail")})
)
_TAKEN_UP = (
    update(JOB_RUNS)
    .where(_RUN.id == bindparam("key"))
    .values({name: bindparam(f"new_{name}") for name in ("worker", "started_at", "seen_at", "tries")})
)
_OF = (
    select(JOB_RUNS)
    .where(_RUN.job == bindparam("name"))
    .order_by(_RUN.started_at.desc(), _RUN.id.desc())
    .limit(bindparam("most"))
)


class SqlJobRunRepository:
    """`JobRunRepository`. Runs of jobs that this version does not know are left to those that do."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim_slot(self, run: JobRun) -> bool:
        """See the port."""
        return self._connection.execute(_CLAIM.on(self._connection), job_run_to_row(run)).first() is not None

    def add(self, run: JobRun) -> None:
        """See the port."""
        self._connection.execute(_ADD, job_run_to_row(run))

    def waiting(self, job: JobName) -> JobRun | None:
        """See the port."""
        return self._one(_WAITING, name=job.value)

    def some_to_take_up(self, *, silent_since: datetime) -> bool:
        """See the port."""
        return self._one(_FIRST_TO_TAKE_UP, silent_since=silent_since) is not None

    def lock_to_take_up(self, *, silent_since: datetime) -> JobRun | None:
        """See the port."""
        return self._one(_TO_TAKE_UP, silent_since=silent_since)

    def save_taken_up(self, run: JobRun) -> None:
        """See the port."""
        row = job_run_to_row(run)
        values = {f"new_{name}": row[name] for name in ("worker", "started_at", "seen_at", "tries")}
        self._connection.execute(_TAKEN_UP, {"key": run.id, **values})

    def hand_on(self, run: JobRun) -> None:
        """See the port."""
        values = {"key": run.id, "own_try": run.tries, "new_tries": run.handed_on().tries}
        self._connection.execute(_HAND_ON, values)

    def say_seen(self, run: JobRun, now: datetime) -> bool:
        """See the port."""
        values = {"key": run.id, "own_try": run.tries, "now": now}
        return self._connection.execute(_SEEN, values).rowcount > 0

    def end(self, run: JobRun) -> bool:
        """See the port."""
        row = {"seen_at": run.seen_at, **job_run_end_to_row(run)}
        values = {f"new_{name}": value for name, value in row.items()}
        return self._connection.execute(_END, {"key": run.id, "own_try": run.tries, **values}).rowcount > 0

    def get(self, run_id: UUID) -> JobRun | None:
        """See the port."""
        return self._one(_GET, key=run_id)

    def latest(self, jobs: Iterable[JobName]) -> Mapping[JobName, JobRun]:
        """See the port."""
        return {job: run for job in jobs for run in self.of(job, limit=1)}

    def of(self, job: JobName, *, limit: int) -> Sequence[JobRun]:
        """See the port."""
        rows = self._connection.execute(_OF, {"name": job.value, "most": limit})
        return [job_run_from_row(row) for row in rows]

    def _one(self, statement: Any, **values: object) -> JobRun | None:
        row = self._connection.execute(statement, values).one_or_none()
        return None if row is None else job_run_from_row(row)
