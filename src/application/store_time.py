"""What time it is where errors are stored."""

from collections.abc import Callable
from datetime import datetime

from application.ports.unit_of_work import Store


def store_time(store: Store) -> Callable[[], datetime]:
    """Asks the store's clock, which all processes share. Raises StoreUnavailable."""

    def now() -> datetime:
        with store.reading() as work:
            return work.now()

    return now
