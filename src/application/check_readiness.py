"""Find out whether errors can be stored."""

import threading
from datetime import datetime, timedelta
from uuid import UUID

from application.ports.clock import Clock
from application.ports.store_errors import DataRefused, StoreUnavailable
from application.ports.unit_of_work import Store

_NOBODY = UUID(int=0)
_GOOD_FOR = timedelta(seconds=1)


class CheckReadiness:
    """Open a transaction that could write. An answer is good for 1 s: whoever asks more often, and anybody may,
    costs the store nothing.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._asking = threading.Lock()
        self._answer: tuple[datetime, StoreUnavailable | None] | None = None

    def execute(self) -> None:
        """Return where errors can be stored. Raises StoreUnavailable."""
        with self._asking:
            now = self._clock.now()
            if self._answer is None or not timedelta() <= now - self._answer[0] < _GOOD_FOR:
                self._answer = (now, self._fault())
            fault = self._answer[1]
        if fault is not None:
            raise StoreUnavailable(str(fault), retry_after_s=fault.retry_after_s) from fault

    def _fault(self) -> StoreUnavailable | None:
        try:
            with self._store.writing() as work:
                work.episodes.get(_NOBODY)  # Transactions begin with their first statement.
        except StoreUnavailable as fault:
            return fault
        except DataRefused as fault:
            return StoreUnavailable(str(fault))
        return None
