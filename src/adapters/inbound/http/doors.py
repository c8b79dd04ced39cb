"""Where errors come in: the strict door and the webhooks. The hot path of the whole system."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog
from flask import Response, current_app, request

from adapters.inbound.http.answers import answer_batch, answer_one, refused_item, result_of
from adapters.inbound.http.arrival import Arrivals
from adapters.inbound.http.body import Environ, read_json_bytes
from adapters.inbound.http.counted_doors import SERVICES, count_refused_items
from adapters.inbound.http.fast_lane import Door
from adapters.inbound.http.idempotency import with_event_ids
from adapters.inbound.http.json_body import DecodedBody, decode_json
from adapters.inbound.http.origins import PREFLIGHT_HEADERS, AllowedOrigins
from adapters.inbound.http.problems import Problem, ProblemKind, refused, retry_later
from adapters.inbound.http.rate_headers import rate_headers
from adapters.inbound.http.ready_answer import ReadyAnswer
from adapters.inbound.http.strict_reports import read_strict_report
from adapters.inbound.webhooks.reports import read_report
from application.admit_sender import Admission, AdmitCommand, AdmitSender
from application.ingest_errors import IngestErrorsCommand
from application.ingest_receipts import Receipt
from application.intake_tally import IntakeTally
from domain.error_report import ErrorReport, JsonValue
from domain.trust import Refusal, Sender

LARGEST_BATCH = 500

_log = structlog.get_logger("error_logging.http")
_switch = logging.getLogger("error_logging.http")
"""Asked first: structlog makes a line ready before anybody looks at its level."""


class Ingest(Protocol):
    """The use case that stores errors (`IngestErrors`)."""

    def execute(self, command: IngestErrorsCommand) -> Sequence[Receipt]:
        """One receipt a report. Raises StoreUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Entrance:
    """What the doors have in common."""

    ingest: Ingest
    admit: AdmitSender
    arrivals: Arrivals
    origins: AllowedOrigins
    tally: IntakeTally

    def recognise(self, environ: Environ, *, strict: bool) -> Sender:
        """The sender of the request. Raises Problem (401, 403)."""
        self.check_origin(environ)
        sender = self.admit.recognise(self.arrivals.sender(environ, strict=strict))
        if isinstance(sender, Refusal):
            raise refused(sender)
        return sender

    def check_origin(self, environ: Environ) -> None:
        """Raises Problem (403) for a page that may not post here."""
        if not self.origins.allows(environ):
            raise Problem(
                ProblemKind.ORIGIN_NOT_ALLOWED, "The page's origin is not in the server's setting CORS_ALLOWED_ORIGINS."
            )

    def admitted(self, sender: Sender, services: Sequence[str], size_bytes: int) -> Admission:
        """What is taken. Raises Problem (429)."""
        admission = self.admit.admit(AdmitCommand(sender=sender, services=services, size_bytes=size_bytes))
        if admission.rate.limit is not None:
            problem = retry_later(ProblemKind.RATE_LIMITED, _TOO_MUCH[admission.rate.limit], admission.rate.resets_in_s)
            problem.headers.update(rate_headers(admission.rate))
            raise problem
        return admission

    def store(self, reports: Sequence[ErrorReport], admission: Admission) -> Sequence[Receipt]:
        """Their receipts. Raises StoreUnavailable."""
        if _switch.isEnabledFor(logging.DEBUG):
            _log.debug("taken", errors=len(reports), because=admission.reason.value)
        receipts = self.ingest.execute(IngestErrorsCommand(reports=reports, trusted=admission.trusted))
        self.tally.note_marks(reports, receipts)
        return receipts


_TOO_MUCH = {
    "sender": "This sender has used up its share of the minute.",
    "untrusted": "Senders without a secret key have used up their share of the minute; a secret key has its own.",
    "everybody": "All senders together have used up what the server takes in a minute.",
}


def strict_door(entrance: Entrance) -> Door:
    """`POST /errors/`: one error that fits exactly."""

    def post_error(environ: Environ) -> ReadyAnswer:
        sender = entrance.recognise(environ, strict=True)
        body = read_json_bytes(environ)
        decoded = decode_json(body, lenient=False)
        service = decoded.value.get("service") if isinstance(decoded.value, dict) else None
        services = environ[SERVICES] = [service if isinstance(service, str) else ""]
        admission = entrance.admitted(sender, services, len(body))
        (report,) = with_event_ids([read_strict_report(decoded.value, marks=decoded.marks)], environ)
        if report.service in admission.refusals:
            raise refused(admission.refusals[report.service])
        return answer_one(entrance.store(with_event_ids([report], environ), admission)[0], admission)

    return post_error


def webhook_door(entrance: Entrance, default_service: str) -> Door:
    """A webhook: one error, or a list of them, in whatever words."""

    def post_webhook(environ: Environ) -> ReadyAnswer:
        sender = entrance.recognise(environ, strict=False)
        body = read_json_bytes(environ)
        decoded = decode_json(body, lenient=True)
        if isinstance(decoded.value, list):
            return _take_batch(entrance, sender, decoded, environ, default_service, size_bytes=len(body))
        if not isinstance(decoded.value, dict):
            raise _not_an_object()
        report = read_report(decoded.value, default_service=default_service, marks=decoded.marks)
        services = environ[SERVICES] = [report.service]
        admission = entrance.admitted(sender, services, len(body))
        if admission.refusals:
            raise refused(admission.refusals[report.service])
        return answer_one(entrance.store(with_event_ids([report], environ), admission)[0], admission)

    return post_webhook


def preflight(entrance: Entrance) -> Callable[[], Response]:
    """The view of OPTIONS: a browser asks whether its page may post."""

    def answer_preflight() -> Response:
        entrance.check_origin(request.environ)
        adapter = current_app.create_url_adapter(request)
        assert adapter is not None
        return Response(
            status=204, headers={"Allow": ", ".join(sorted(adapter.allowed_methods())), **PREFLIGHT_HEADERS}
        )

    return answer_preflight


def _take_batch(
    entrance: Entrance,
    sender: Sender,
    decoded: DecodedBody,
    environ: Environ,
    default_service: str,
    *,
    size_bytes: int,
) -> ReadyAnswer:
    items = decoded.value
    assert isinstance(items, list)
    reports = with_event_ids(_reports_of(items, decoded, default_service), environ)
    services = [default_service if report is None else report.service for report in reports]
    environ[SERVICES] = services
    admission = entrance.admitted(sender, services, size_bytes)
    taken = [report for report in reports if report is not None and report.service not in admission.refusals]
    receipts = iter(entrance.store(taken, admission) if taken else ())
    results = [
        _refusal_of(report, admission.refusals) or result_of(next(receipts), trusted=admission.trusted)
        for report in reports
    ]
    count_refused_items(environ, entrance.tally, services, results)
    refusals = set(admission.refusals.values())
    if not taken and len(refusals) == 1 and None not in reports:
        raise refused(refusals.pop())
    return answer_batch(results, admission)


def _reports_of(items: Sequence[JsonValue], decoded: DecodedBody, default_service: str) -> Sequence[ErrorReport | None]:
    if not items:
        raise Problem(ProblemKind.INVALID, f"A list of errors holds 1 to {LARGEST_BATCH}; this one is empty.")
    if len(items) > LARGEST_BATCH:
        raise Problem(
            ProblemKind.BATCH_TOO_LONG,
            f"A list of errors holds at most {LARGEST_BATCH}; this one holds {len(items)}. Send it in parts.",
            members={"largest_batch": LARGEST_BATCH},
        )
    return [
        read_report(item, default_service=default_service, marks=decoded.marks) if isinstance(item, dict) else None
        for item in items
    ]


def _refusal_of(report: ErrorReport | None, refusals: Mapping[str, Refusal]) -> dict[str, object] | None:
    if report is None:
        return refused_item(_not_an_object())
    refusal = refusals.get(report.service)
    return None if refusal is None else refused_item(refused(refusal))


def _not_an_object() -> Problem:
    return Problem(ProblemKind.INVALID, 'An error is a JSON object, as in {"message": "…"}, or a list of such.')
