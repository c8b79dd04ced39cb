"""A store that is away when a process starts: it is asked again until it is there."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from application.ingest_errors import IngestErrors, IngestErrorsCommand
from application.ingest_receipts import Receipt
from application.ports.store_errors import DataRefused, StoreUnavailable
from application.ports.unit_of_work import Store, UnitOfWork

_log = logging.getLogger(__name__)

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 5.0


class Opening:
    """Whether the store was found fit to work on, once."""

    def __init__(self) -> None:
        self._why_not: str | None = "it was not asked yet"

    def try_once(self, look: Callable[[], object], *, passing_on: tuple[type[Exception], ...] = ()) -> bool:
        """Call `look`, which raises StoreUnavailable or DataRefused while the store is unfit; whether it is fit.
        Raises only what is `passing_on`.
        """
        try:
            look()
        except passing_on:
            raise
        except (StoreUnavailable, DataRefused) as unfit:
            if str(unfit) != self._why_not:
                _log.warning("the database cannot be used and is asked again: %s", unfit)
            self._why_not = str(unfit)
            return False
        self._why_not = None
        return True

    def keep_trying(self, look: Callable[[], object], stopping: threading.Event) -> bool:
        """Try again until it is fit, ever less often; False when told to stop before that."""
        wait_s = FIRST_WAIT_S
        while not stopping.wait(wait_s):
            if self.try_once(look):
                _log.warning("the database can be used now")
                return True
            wait_s = min(wait_s * 2, LONGEST_WAIT_S)
        return False

    def require(self) -> None:
        """Raise StoreUnavailable until it is fit; asks nobody, so nobody waits for the answer."""
        if self._why_not is not None:
            raise StoreUnavailable(self._why_not)


class OpenedStore:
    """`Store` that is away until it is opened."""

    def __init__(self, store: Store, opening: Opening) -> None:
        self._store = store
        self._opening = opening

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """See the port."""
        self._opening.require()
        with self._store.writing() as work:
            yield work

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """See the port."""
        self._opening.require()
        with self._store.reading() as work:
            yield work


class IngestOnceOpened:
    """`IngestErrors`, which can be made only when the store's secret can be read."""

    def __init__(self, make: Callable[[], IngestErrors], opening: Opening) -> None:
        self._make = make
        self._opening = opening
        self._made: IngestErrors | None = None

    def make(self) -> None:
        """Make it. Raises StoreUnavailable."""
        self._made = self._make()

    def execute(self, command: IngestErrorsCommand) -> Sequence[Receipt]:
        """See `IngestErrors`. Raises StoreUnavailable until it is made."""
        if self._made is None:
            self._opening.require()
            raise StoreUnavailable("it was not asked yet")
        return self._made.execute(command)
