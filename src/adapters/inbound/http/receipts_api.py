"""What an ingest was answered, asked again; for whoever may have sent it."""

import inspect
from uuid import UUID

from flask import request
from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http.body import Environ
from adapters.inbound.http.doors import Entrance
from adapters.inbound.http.envelope import API
from adapters.inbound.http.openapi_parts import problems
from adapters.inbound.http.problems import refused
from adapters.inbound.http.rate_headers import rate_headers
from adapters.inbound.http.receipts_schemas import KeptReceiptSchema
from application.authenticate_token import AuthenticateToken, AuthenticateTokenCommand
from application.show_receipt import KeptReceipt, ShowReceipt
from domain.access import KeyMode, Scope
from domain.trust import Refusal, Sender, refuses_service

_EXAMPLE: dict[str, object] = {
    "id": "019dbaff-fe00-7b1a-8c00-9f2e1d3c4b5a",
    "receipt": "019dbaff-fe00-7b1a-8c00-9f2e1d3c4b5a",
    "outcome": "stored",
    "status": "assigned",
    "severity": "critical",
    "pattern": "73c6a1e2-5b1f-5d0c-9a53-0e5f3f1f7a10",
    "episode": "019dbaff-fe00-7b1b-8c00-1a2b3c4d5e6f",
    "placement": "new_pattern",
    "marks": [{"field": "message", "reason": "cut", "detail": "70000 bytes"}],
}
_NO_STORE = {"Cache-Control": "no-store"}


def receipts_blueprint(show: ShowReceipt, authenticate: AuthenticateToken, entrance: Entrance) -> Blueprint:
    """`GET /receipts/{id}/`."""
    blueprint = Blueprint(
        "receipts", __name__, url_prefix=f"{API}/receipts", description="What became of errors that were reported"
    )

    def show_receipt(error_id: UUID) -> tuple[dict[str, object], dict[str, str]]:
        """Say again what became of a reported error"""
        sender = _sender(request.environ, authenticate, entrance)
        if sender is None:
            return _whole(show.execute(error_id)), _NO_STORE
        service = "" if sender.key is None else sender.key.service
        admission = entrance.admitted(sender, [service], 0)
        headers = {**_NO_STORE, **rate_headers(admission.rate)}
        kept = show.execute(error_id)
        refusal = refuses_service(sender, kept.service, KeyMode.OFF)
        if refusal is not None:
            raise refused(refusal)
        if admission.trusted:
            return _whole(kept), headers
        return {"receipt": kept.receipt.error_id, "stored": True}, headers

    describes = blueprint.doc(
        operationId="show_receipt",
        description=inspect.getdoc(ShowReceipt),
        security=[{}, {"ingest_key": []}, {"token": ["read"]}, {"token": ["ingest"]}],
        responses=problems((401, 403, 404, 429, 503)),
    )
    view = describes(blueprint.response(200, KeptReceiptSchema(), example=_EXAMPLE)(show_receipt))
    blueprint.add_url_rule("/<uuid:error_id>/", view_func=view, methods=["GET"])
    return blueprint


def _sender(environ: Environ, authenticate: AuthenticateToken, entrance: Entrance) -> Sender | None:
    """Who asks; None for a valid API token, which sees everything. Raises Problem (401)."""
    seen = entrance.arrivals.sender(environ, strict=False)
    if seen.token is None:
        sender = entrance.admit.recognise(seen)
        if isinstance(sender, Refusal):
            raise refused(sender)
        return sender
    answer = authenticate.execute(AuthenticateTokenCommand(seen.token, Scope.READ))
    if answer is Refusal.SCOPE_TOO_SMALL:
        answer = authenticate.execute(AuthenticateTokenCommand(seen.token, Scope.INGEST))
    if isinstance(answer, Refusal):
        raise refused(answer)
    return None


def _whole(kept: KeptReceipt) -> dict[str, object]:
    receipt = kept.receipt
    return {
        "id": receipt.error_id,
        "receipt": receipt.error_id,
        "outcome": receipt.outcome,
        "status": receipt.status,
        "severity": receipt.severity,
        "pattern": receipt.pattern_id,
        "episode": receipt.episode_id,
        "placement": receipt.placement,
        "marks": receipt.marks,
    }
