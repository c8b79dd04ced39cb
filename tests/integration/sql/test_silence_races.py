"""A silence that somebody ends while a worker decides that it silences something."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.migrate import migrate
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.commit_batch import CommitBatch
from application.create_silence import CreateSilence, CreateSilenceCommand
from application.end_silence import EndSilence, EndSilenceCommand
from application.follow_up_silences import FollowUpSilences
from application.ports.unit_of_work import UnitOfWork
from domain.alerting import NoticeReason
from domain.retention import RetentionPolicy
from domain.severity import Severity
from domain.silence import SETTLES_IN
from tests.support.errors import a_prepared_error
from tests.support.overdue import START, Overdue
from tests.support.postgres import PostgresServer


class Slow:
    """A store whose transactions take a while: something happens before they commit."""

    def __init__(self, store: SqlStore, meanwhile: Callable[[], object]) -> None:
        self._store, self._meanwhile = store, meanwhile

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        with self._store.writing() as work:
            yield _Committing(work, self._meanwhile)  # type: ignore[misc]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


class _Committing:
    def __init__(self, work: UnitOfWork, before: Callable[[], object]) -> None:
        self._work, self._before = work, before

    def commit(self, **said: Any) -> None:
        self._before()
        self._work.commit(**said)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._work, name)


# On SQLite one transaction that writes waits for the other.
def test_what_a_triage_that_began_before_a_silences_end_has_silenced_is_told(postgres: PostgresServer) -> None:
    engine, clock = make_engine(postgres.create_database(f"silences_{uuid4().hex}")), MemoryClock(START)
    migrate(engine)
    site = Overdue(SqlStore(engine, clock=clock), clock)
    site.hire("Ada")
    slow: Any = Slow(site.store, ended_and_followed_up(site))
    error = a_prepared_error(severity=Severity.HIGH, at=clock.now())
    CommitBatch(site.store, SystemIds(), RetentionPolicy()).execute([error])
    Overdue(slow, clock).triage()
    clock.move(SETTLES_IN)
    FollowUpSilences(site.store, MemoryWakeUps()).execute()
    site.triage()

    assert reasons(site, error.id) == [NoticeReason.SILENCED, NoticeReason.SILENCE_ENDED]
    engine.dispose()


def reasons(site: Overdue, error_id: UUID) -> list[str]:
    with site.store.reading() as work:
        error = work.errors.get(error_id)
    assert error is not None
    assert error.episode_id is not None
    return [notice.reason for notice in site.notices(error.episode_id)]


def ended_and_followed_up(site: Overdue) -> Callable[[], None]:
    """What somebody and another worker do to a silence that is in force."""
    said = CreateSilenceCommand(service="java", reason="moving", end=site.clock.now() + timedelta(hours=2))
    silence = CreateSilence(site.store, SystemIds()).execute(said)

    def end() -> None:
        EndSilence(site.store).execute(EndSilenceCommand(silence_id=silence.id))
        FollowUpSilences(site.store, MemoryWakeUps()).execute()

    return end
