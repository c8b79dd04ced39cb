"""Opens units of work over one database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from sqlalchemy import Engine, QueuePool
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from adapters.outbound.sql.dialects import dialect_named
from adapters.outbound.sql.unit_of_work import SqlUnitOfWork
from application.ports.clock import Clock
from application.ports.operation_reader import ConnectionUse
from application.ports.store_errors import DataRefused, StoreUnavailable

_KEPT_FOR_WRITERS = 3
"""Connections that reads leave: for the batches of ingest, for a worker's transaction, for whoever lets go late."""


class SqlStore:
    """`Store` over one engine, which its maker disposes of. However many lists are asked for, errors can be stored:
    reads use all connections but three, and wait for each other no longer than `read_wait_s`.

    Args:
        clock: what stands for the store's own, for replays.
    """

    def __init__(self, engine: Engine, *, read_wait_s: float = 2.0, clock: Clock | None = None) -> None:
        dialect = dialect_named(engine.dialect.name)
        size = engine.pool.size() if isinstance(engine.pool, QueuePool) else 1
        self.reads_at_once = max(1, size - _KEPT_FOR_WRITERS)
        self._readers = BoundedSemaphore(self.reads_at_once)
        self._read_wait_s = read_wait_s
        self._engine = engine
        self._clock = clock
        self._writing = dialect.writing
        self._reading = dialect.reading

    @contextmanager
    def writing(self) -> Iterator[SqlUnitOfWork]:
        """See the port."""
        with self._open(self._writing) as unit_of_work:
            yield unit_of_work

    @contextmanager
    def reading(self) -> Iterator[SqlUnitOfWork]:
        """See the port."""
        if not self._readers.acquire(timeout=self._read_wait_s):
            raise StoreUnavailable("as many reads run as may run at once", retry_after_s=1)
        try:
            with self._open(self._reading) as unit_of_work:
                yield unit_of_work
        finally:
            self._readers.release()

    def connection_use(self) -> ConnectionUse:
        """How busy this process's connections are."""
        pool = self._engine.pool
        assert isinstance(pool, QueuePool)
        return ConnectionUse(pool.checkedout(), pool.size())

    @contextmanager
    def _open(self, options: Mapping[str, Any]) -> Iterator[SqlUnitOfWork]:
        try:
            with self._engine.connect() as connection:
                connection.execution_options(**options)
                yield SqlUnitOfWork(connection, clock=self._clock)
        except PoolTimeoutError:
            raise StoreUnavailable("every connection to the store is in use", retry_after_s=1) from None
        except (StoreUnavailable, DataRefused) as failure:
            # The cause is the driver's own exception: its text holds values and SQL, which no log should show.
            raise failure from None
