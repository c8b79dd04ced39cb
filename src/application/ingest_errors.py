"""Take in errors that services report."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from application.ingest_receipts import Receipt
from application.ports.clock import Clock
from application.prepare_errors import PrepareErrors
from domain.error_log import PreparedError
from domain.error_report import ErrorReport


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestErrorsCommand:
    """Reports of one request, one or more. `trusted` says whether the sender may page people."""

    reports: Sequence[ErrorReport]
    trusted: bool


class Writer(Protocol):
    """Makes prepared errors durable; many requests share one commit."""

    def write(self, errors: Sequence[PreparedError]) -> Sequence[Receipt]:
        """Store the errors of one request and answer each in its order, after the commit.

        Raises:
            StoreUnavailable: nothing can be promised about them; the sender should try again.
        """
        ...


class IngestErrors:
    """Redact, fingerprint and cut each report, then store all in one commit shared with other requests.

    - Nothing is answered before it is committed.
    - An item that the store refuses by itself is answered as refused; its neighbours are stored.
    """

    def __init__(self, prepare: PrepareErrors, writer: Writer, clock: Clock) -> None:
        self._prepare = prepare
        self._writer = writer
        self._clock = clock

    def execute(self, command: IngestErrorsCommand) -> Sequence[Receipt]:
        """Answer one receipt a report, in their order. Raises StoreUnavailable."""
        received_at = self._clock.now()
        prepared = [self._prepare.execute(report, received_at, trusted=command.trusted) for report in command.reports]
        return self._writer.write(prepared)
