"""Names for new things."""

from datetime import datetime
from typing import Protocol
from uuid import UUID


class Ids(Protocol):
    """Makes ids that sort by time."""

    def new(self, at: datetime) -> UUID:
        """A UUIDv7 (RFC 9562) for the given moment, to the millisecond; later calls for the same or a later
        moment in one process sort after earlier ones.
        """
        ...
