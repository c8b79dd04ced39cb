"""Every exception that leaves a view, as an answer: one table says which class has which status."""

import json
import traceback
from collections.abc import Callable

import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from adapters.inbound.http.arrival import Arrivals
from adapters.inbound.http.envelope import REQUEST_ID
from adapters.inbound.http.field_faults import field_faults
from adapters.inbound.http.problems import KIND_OF_STATUS, FieldFault, Problem, ProblemKind, retry_later
from adapters.inbound.http.refusal_log import RefusalLog
from application.costly_reads import ReadShed
from application.ports.store_errors import DataRefused, StoreFull, StoreUnavailable
from domain.errors import Conflict, DomainError, FieldsRefused, NotFound, RuleViolation, StaleVersion

_log = structlog.get_logger("error_logging.http")

_KINDS: dict[type[Exception], ProblemKind] = {
    NotFound: ProblemKind.NOT_FOUND,
    StaleVersion: ProblemKind.PRECONDITION_FAILED,
    Conflict: ProblemKind.CONFLICT,
    RuleViolation: ProblemKind.INVALID,
    DomainError: ProblemKind.INVALID,
    DataRefused: ProblemKind.INVALID,
    ReadShed: ProblemKind.SHED,
    StoreUnavailable: ProblemKind.UNAVAILABLE,
}
_LONGEST_INSTANCE = 200

Render = Callable[[Problem], Response]


def problem_of(fault: Exception) -> Problem:
    """The problem that tells of any exception; of one that nobody foresaw it tells nothing."""
    if isinstance(fault, Problem):
        return fault
    if isinstance(fault, HTTPException):
        return _of_http(fault)
    kind = next((_KINDS[known] for known in type(fault).__mro__ if known in _KINDS), ProblemKind.INTERNAL)
    if isinstance(fault, StoreUnavailable):
        away = "The store does not answer, is full or is behind. Try again."
        return retry_later(kind, f"{fault}." if isinstance(fault, StoreFull | ReadShed) else away, fault.retry_after_s)
    if isinstance(fault, DomainError):
        named = fault.faults.items() if isinstance(fault, FieldsRefused) else ()
        faults = [FieldFault(field, problem, "see the API's documentation") for field, problem in named]
        return Problem(kind, str(fault), errors=faults, members={"code": fault.code})
    if kind is ProblemKind.INTERNAL:
        return Problem(kind, "This is our fault. The log has more under the request id.")
    return Problem(kind, "The store refuses this value.")


def answer_failures(app: Flask, arrivals: Arrivals, render_page: Render) -> None:
    """Answer every exception of the application: pages for people by `render_page`, all else as JSON."""
    log = RefusalLog()

    def answer(fault: Exception) -> Response:
        problem = problem_of(fault)
        if problem.kind is ProblemKind.INTERNAL:
            # Neither the exception's text nor the frames' values: both may hold what a sender sent.
            trace = "".join(traceback.format_tb(fault.__traceback__))
            _log.error("failed", fault=type(fault).__name__, view=request.endpoint, trace=trace)
        else:
            sender = arrivals.origin(request.environ).sender
            log.write(status=problem.kind.status, problem=problem.kind.code, view=request.endpoint, sender=sender)
        return render_page(problem) if request.path.startswith(("/admin/", "/a/")) else render_problem(problem)

    for class_ in (HTTPException, Exception):
        app.register_error_handler(class_, answer)


def render_problem(problem: Problem) -> Response:
    """application/problem+json, with the request's id."""
    document = problem.document(instance=request.path[:_LONGEST_INSTANCE])
    document["request_id"] = request.environ[REQUEST_ID]
    return Response(
        json.dumps(document),
        problem.kind.status,
        {**problem.headers, "Cache-Control": "no-store"},
        content_type="application/problem+json",
    )


def _of_http(fault: HTTPException) -> Problem:
    """What the framework, its routing or its reading of arguments decided."""
    kind = KIND_OF_STATUS.get(fault.code or 500)
    if kind is None:
        kind = ProblemKind.MALFORMED if 400 <= (fault.code or 500) < 500 else ProblemKind.INTERNAL
    allowed = getattr(fault, "valid_methods", None)
    headers = {"Allow": ", ".join(sorted(allowed))} if allowed else {}
    faults = field_faults(getattr(fault, "data", None) or {})
    detail = "See `errors`." if faults else kind.title + "."
    return Problem(kind, detail, errors=faults, headers=headers)
