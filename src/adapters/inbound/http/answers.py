"""What senders are told about their errors."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from adapters.inbound.http.envelope import API
from adapters.inbound.http.problems import Problem, ProblemKind
from adapters.inbound.http.rate_headers import rate_headers
from adapters.inbound.http.ready_answer import ReadyAnswer
from application.admit_sender import Admission
from application.ingest_receipts import IngestOutcome, Receipt

_STATUS = {IngestOutcome.STORED: 201, IngestOutcome.REPEATED: 200, IngestOutcome.REFUSED: 422}
_NO_STORE = {"Cache-Control": "no-store"}


def answer_one(receipt: Receipt, admission: Admission) -> ReadyAnswer:
    """The answer for a request of one error; who is not trusted gets the receipt and nothing else. Raises Problem
    (422) where the store refused the error.
    """
    if receipt.outcome is IngestOutcome.REFUSED:
        raise refused_by_store()
    status = _STATUS[receipt.outcome]
    headers = {**_NO_STORE, **rate_headers(admission.rate)}
    if not admission.trusted:
        return ReadyAnswer({"receipt": str(receipt.error_id)}, status, headers)
    headers = {**headers, "Location": f"{API}/errors/{receipt.error_id}/"}
    return ReadyAnswer(_said(receipt), status, headers)


def answer_batch(results: Sequence[Mapping[str, object]], admission: Admission) -> ReadyAnswer:
    """The answer for a list of errors: 201 (or 200) where that is every item's status, else 207. Raises Problem (422)
    where nothing was stored, with the items' answers in it.
    """
    statuses = [result["status"] for result in results]
    counts = {
        "stored": statuses.count(201),
        "repeated": statuses.count(200),
        "refused": len(statuses) - statuses.count(201) - statuses.count(200),
    }
    if counts["refused"] == len(statuses):
        raise Problem(ProblemKind.INVALID, "No error of the batch was stored.", members={"results": results, **counts})
    first = statuses[0]
    status = first if isinstance(first, int) and statuses.count(first) == len(statuses) else 207
    headers = {**_NO_STORE, **rate_headers(admission.rate)}
    return ReadyAnswer({"results": results, **counts}, status, headers)


def result_of(receipt: Receipt, *, trusted: bool) -> dict[str, object]:
    """One item's answer in a batch."""
    status = _STATUS[receipt.outcome]
    if receipt.outcome is IngestOutcome.REFUSED:
        return refused_item(refused_by_store())
    result: dict[str, object] = {"status": status, "receipt": str(receipt.error_id)}
    if trusted:
        result["error"] = _said(receipt)  # Inside, since it has a `status` of its own.
    return result


def refused_item(problem: Problem) -> dict[str, object]:
    """One item's answer where it was not stored."""
    return {"status": problem.kind.status, "problem": problem.document()}


def refused_by_store() -> Problem:
    """The store took the error's neighbours, but not this one."""
    return Problem(
        ProblemKind.INVALID,
        "The store refused this error; sending it again unchanged will not help.",
        members={"code": "refused_by_store"},
    )


def _said(receipt: Receipt) -> dict[str, object]:
    error_id = str(receipt.error_id)
    return {
        "id": error_id,
        "receipt": error_id,
        "outcome": receipt.outcome,
        "status": receipt.status,
        "severity": receipt.severity,
        "pattern": _id(receipt.pattern_id),
        "episode": _id(receipt.episode_id),
        "placement": receipt.placement,
        "marks": [{"field": mark.field, "reason": mark.reason, "detail": mark.detail} for mark in receipt.marks],
    }


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)
