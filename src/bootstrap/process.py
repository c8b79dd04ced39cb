"""What every long-running process of ours does before and after its work."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import TypeVar

import structlog

from adapters.outbound.sql.migrate import SchemaState, schema_state
from application.ports.store_errors import StoreUnavailable
from bootstrap.containers import Container, close
from bootstrap.data_dir import make_data_dir, only_one_on_sqlite
from bootstrap.logging import configure_logging
from bootstrap.settings import Settings
from bootstrap.supervisor import SUPERVISED

C = TypeVar("C", bound=Container)


@contextmanager
def process(role: str, settings: Settings, made_of: type[C]) -> Iterator[C]:
    """A container whose store has a schema that this release can work on, shut down at the end.

    Raises:
        AlreadyRunning: on SQLite, where another process has this role.
        StoreUnavailable: the store is away, or was not migrated.
    """
    configure_logging(settings.log, process=role)
    if SUPERVISED not in os.environ:
        for notice in settings.notices:
            structlog.get_logger().warning(notice)
    make_data_dir(settings.storage.data_dir)
    with ExitStack() as held:
        held.enter_context(only_one_on_sqlite(settings.storage.sqlite_file, role))
        container = made_of(settings=settings)
        held.callback(close, container)
        container.engine.init()
        require_schema(container)
        yield container


def require_schema(container: Container) -> None:
    """Raise StoreUnavailable unless the store's schema is this release's, or the next one's."""
    if schema_state(container.engine()) is SchemaState.BEHIND:
        raise StoreUnavailable("its schema is older than this version, or it is empty: run `error-logging migrate`")


def on_terminate(act: Callable[[], None]) -> None:
    """Call `act` in the main thread when this process is told to stop; later signals of the kind are passed over."""

    def handle(_: int, __: FrameType | None) -> None:
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, signal.SIG_IGN)
        act()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, handle)
