"""Take in errors as long as there is room for them."""

from collections.abc import Sequence
from typing import Protocol

from application.ingest_errors import IngestErrorsCommand
from application.ingest_receipts import Receipt
from application.ports.store_errors import StoreFull
from application.watch_storage import WatchStorage
from domain.storage_limit import StorageStep

_RETRY_AFTER_S = 60


class Ingest(Protocol):
    """`IngestErrors`, or what stands before it."""

    def execute(self, command: IngestErrorsCommand) -> Sequence[Receipt]:
        """See `IngestErrors`."""
        ...


class IngestWithinLimit:
    """Turns errors away at 97 % of `MAX_STORAGE`: what is left is for delivery, retention and the alarm."""

    def __init__(self, ingest: Ingest, watch: WatchStorage) -> None:
        self._ingest = ingest
        self._watch = watch

    def execute(self, command: IngestErrorsCommand) -> Sequence[Receipt]:
        """See `IngestErrors`. Raises StoreFull."""
        if self._watch.execute().step is StorageStep.FULL:
            raise StoreFull(
                "The storage is full: MAX_STORAGE is reached. Errors are taken again when there is room",
                retry_after_s=_RETRY_AFTER_S,
            )
        return self._ingest.execute(command)
