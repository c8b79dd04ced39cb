"""Show what is going on in the whole installation."""

import time
from collections.abc import Callable

from application.ports.operation_reader import Operation
from application.ports.unit_of_work import Store
from application.show_lately import ShowLately


class ShowOperation(ShowLately[Operation]):
    """Says what waits and how deliveries and jobs go, as of at most 5 s ago."""

    def __init__(self, store: Store, *, clock_s: Callable[[], float] = time.monotonic) -> None:
        def look() -> Operation:
            with store.reading() as work:
                return work.operation_reader.look(work.now())

        super().__init__(look, keep_s=5.0, clock_s=clock_s)
