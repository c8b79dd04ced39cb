"""What every store raises instead of its driver's own exceptions."""


class StoreUnavailable(Exception):
    """The store cannot be reached, is full, locked or too slow; nothing of the unit of work was stored,
    unless this is a `CommitOutcomeUnknown`. `retry_after_s` is when asking again makes sense.
    """

    def __init__(self, message: str, *, retry_after_s: int = 5) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class StoreFull(StoreUnavailable):
    """The installation takes as much room as it may; the message is for whoever sends."""


class CommitOutcomeUnknown(StoreUnavailable):
    """The connection was lost during the commit: what it held may or may not be stored. Look it up by id."""


class DataRefused(Exception):
    """The store refused a value or a duplicate key; the unit of work is rolled back, the store is well."""
