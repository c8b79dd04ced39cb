"""Whether this process lives, and whether it can store errors."""

from flask import Flask, Response

from adapters.inbound.http.answers import json_response
from adapters.inbound.http.envelope import API
from application.check_readiness import CheckReadiness

_NO_STORE = {"Cache-Control": "no-store"}


def add_health(app: Flask, check: CheckReadiness) -> None:
    """`/healthz`, `/readyz` and the webhooks' own health."""

    def alive() -> Response:
        return json_response({"status": "alive"}, 200, _NO_STORE)

    def ready() -> Response:
        check.execute()
        return json_response({"status": "ready"}, 200, _NO_STORE)

    def webhooks_healthy() -> Response:
        check.execute()
        return json_response({"status": "healthy"}, 200, _NO_STORE)

    app.add_url_rule("/healthz/", "alive", alive)
    app.add_url_rule("/readyz/", "ready", ready)
    app.add_url_rule(f"{API}/webhook/health/", "webhooks_healthy", webhooks_healthy)
