"""`Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header) for all that staff change, and for reports."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar
from uuid import UUID, uuid5

import structlog
from flask import Flask, Response, g, request

from adapters.inbound.http.body import Environ
from adapters.inbound.http.permissions import changes_things
from adapters.inbound.http.problems import Problem, ProblemKind, retry_later
from application.answer_once import AnswerOnce, AnswerOnceCommand, KeptAnswer, KeyRefusal
from application.ports.store_errors import DataRefused, StoreUnavailable
from domain.error_report import ErrorReport

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
_IN_ENVIRON = "HTTP_IDEMPOTENCY_KEY"
_EVENT_IDS = UUID("6d1a1d2c-0c9e-4c39-9a51-51f0a7d3b0e4")
"""The namespace of event ids that are made of keys."""
_SANE_KEY = re.compile(r"[!-~]{1,200}")
_KEPT_HEADERS = ("Content-Type", "ETag", "Location")
_COME_BACK_S = 1

Reports = TypeVar("Reports", ErrorReport, ErrorReport | None)

_log = structlog.get_logger("error_logging.http")


def sane_key(text: str) -> str:
    """The key as it was sent, with or without the draft's quotes. Raises Problem (400)."""
    if _SANE_KEY.fullmatch(text) is None:
        raise Problem(ProblemKind.MALFORMED, f"{HEADER} is 1 to 200 printable ASCII characters without spaces.")
    return text


def with_event_ids(reports: Sequence[Reports], environ: Environ) -> Sequence[Reports]:
    """The reports of a request; under a key each that brings no event id of its own has one that is made of the key
    and its place, by which a repeat is recognised. Raises Problem (400) for a key that is none.
    """
    if _IN_ENVIRON not in environ:
        return reports
    key = sane_key(environ[_IN_ENVIRON])
    return [
        report
        if report is None or report.event_id is not None
        else replace(report, event_id=uuid5(_EVENT_IDS, f"{key} {place}"))
        for place, report in enumerate(reports)
    ]


def answer_repeats(app: Flask, once: AnswerOnce) -> None:
    """Give each repeat of a request under a key the answer to the first. Stands after `guard`, which finds out who
    asks, and wants to be added after all that changes answers: what is kept is what was sent.
    """

    def claim() -> Response | None:
        key = request.headers.get(HEADER)
        if key is None or "token" not in g or not changes_things(request.method):
            return None
        answer = once.begin(_command(sane_key(key)))
        if isinstance(answer, KeyRefusal):
            raise _refused(answer)
        if isinstance(answer, KeptAnswer):
            return _replayed(answer)
        g.idempotency_claim = answer
        return None

    def keep(response: Response) -> Response:
        claimed = g.pop("idempotency_claim", None)
        if claimed is not None:
            try:
                once.finish(claimed, _kept(response))
            except (StoreUnavailable, DataRefused):
                # It was done all the same, and its sender is told so; a repeat within a minute is told to come back.
                _log.warning("answer not kept", view=request.endpoint)
        return response

    app.before_request(claim)
    app.after_request(keep)


def _command(key: str) -> AnswerOnceCommand:
    content = [request.query_string, request.headers.get("If-Match", "").encode(), request.get_data()]
    return AnswerOnceCommand(
        sender=str(g.token.id),
        subject=f"{request.method} {request.path.rstrip('/')}",
        key=key,
        content=b"\0".join(content),
    )


def _refused(refusal: KeyRefusal) -> Problem:
    if refusal is KeyRefusal.RUNNING:
        return retry_later(ProblemKind.CONFLICT, "The first request under this key is not done yet.", _COME_BACK_S)
    return Problem(ProblemKind.INVALID, f"This {HEADER} was used for a request with other content.")


def _kept(response: Response) -> KeptAnswer:
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    return KeptAnswer(response.status_code, json.dumps({"headers": headers, "body": response.get_data(as_text=True)}))


def _replayed(answer: KeptAnswer) -> Response:
    kept = json.loads(answer.text)
    return Response(kept["body"], answer.status, {**kept["headers"], REPLAYED: "true"})
