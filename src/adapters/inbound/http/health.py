"""Whether this process lives, and whether it can store errors."""

from flask import Flask

from adapters.inbound.http.envelope import API
from adapters.inbound.http.ready_answer import ReadyAnswer
from application.check_readiness import CheckReadiness

_NO_STORE = {"Cache-Control": "no-store"}


def add_health(app: Flask, check: CheckReadiness) -> None:
    """`/healthz`, `/readyz` and the webhooks' own health."""

    def alive() -> ReadyAnswer:
        return ReadyAnswer({"status": "alive"}, 200, _NO_STORE)

    def ready() -> ReadyAnswer:
        check.execute()
        return ReadyAnswer({"status": "ready"}, 200, _NO_STORE)

    def webhooks_healthy() -> ReadyAnswer:
        check.execute()
        return ReadyAnswer({"status": "healthy"}, 200, _NO_STORE)

    app.add_url_rule("/healthz/", "alive", alive)
    app.add_url_rule("/readyz/", "ready", ready)
    app.add_url_rule(f"{API}/webhook/health/", "webhooks_healthy", webhooks_healthy)
