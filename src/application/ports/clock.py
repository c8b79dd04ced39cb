"""What time it is."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """This host's clock. Due times and leases use the store's instead (`UnitOfWork.now`)."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC, to the microsecond."""
        ...
