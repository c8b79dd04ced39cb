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
from bootstrap.opening import Opening
from bootstrap.settings import Settings
from bootstrap.supervisor import SUPERVISED

C = TypeVar("C", bound=Container)


@contextmanager
def process(role: str, settings: Settings, made_of: type[C]) -> Iterator[C]:
    """A container, shut down at the end. Its store may be away: see `Opening`.

    Raises:
        AlreadyRunning: on SQLite, where another process has this role.
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
        yield container


class SchemaTooOld(StoreUnavailable):
    """The store is there and waits for somebody to migrate it."""


def require_schema(container: Container) -> None:
    """Raise StoreUnavailable unless the store is there with a schema of this release, the one before or a later one;
    SchemaTooOld where only migrating it is left to do.
    """
    state = schema_state(container.engine())
    if state is SchemaState.BEHIND:
        raise SchemaTooOld("its schema is older than this version, or it is empty: run `error-logging migrate`")
    if state is SchemaState.PREVIOUS:
        structlog.get_logger().warning("the schema is of the release before: run `error-logging migrate` when all run")


def first_look(opening: Opening, look: Callable[[], object]) -> bool:
    """Whether the store can be worked on now.

    Raises:
        SchemaTooOld: unless `serve` is at work, which migrates by itself: whoever started this should read it now.
    """
    return opening.try_once(look, passing_on=() if SUPERVISED in os.environ else (SchemaTooOld,))


def on_terminate(act: Callable[[], None]) -> None:
    """Call `act` in the main thread when this process is told to stop; later signals of the kind are passed over."""

    def handle(_: int, __: FrameType | None) -> None:
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, signal.SIG_IGN)
        act()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, handle)
