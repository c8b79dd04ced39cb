"""Say again what became of an error."""

from dataclasses import dataclass
from uuid import UUID

from application.ingest_receipts import IngestOutcome, Receipt
from application.ports.unit_of_work import Store
from domain.errors import NotFound


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """The receipt, and the service that reported the error."""

    receipt: Receipt
    service: str


class ShowReceipt:
    """What an ingest was answered, asked again by the receipt's id, which is the error's.

    - The answer is that of the 201, with the status, the severity and the episode as they are in force now.
    - An API token that may read or report sees all of it, and so does the secret ingest key of the error's service.
    - Others are told that the error is stored, and nothing else; they use up their share of requests with it.
    - A deleted error has no receipt any more.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, error_id: UUID) -> KeptReceipt:
        """The receipt. Raises NotFound, StoreUnavailable."""
        with self._store.reading() as work:
            detail = work.error_reader.detail(error_id)
        if detail is None:
            raise NotFound("no error has this id, or it was deleted")
        error = detail.error
        receipt = Receipt(
            error_id=error.id,
            outcome=IngestOutcome.STORED,
            pattern_id=detail.pattern.merged_into or error.pattern_id,
            episode_id=error.episode_id,
            status=error.status,
            severity=error.severity,
            placement=error.placement,
            marks=error.report.marks,
        )
        return KeptReceipt(receipt, error.report.service)
