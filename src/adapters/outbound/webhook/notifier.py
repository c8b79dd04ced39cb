"""Notices by webhook."""

import json
import logging
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import UUID

from adapters.bounded_http import NoReply, Reply
from adapters.outbound.webhook.guarded_http import GuardedHttp
from adapters.outbound.webhook.outcomes import outcome_of_status, phrase_of
from adapters.outbound.webhook.payload import values_of
from adapters.outbound.webhook.signature import signature_headers
from application.ports.clock import Clock
from application.ports.notifier import Message
from application.ports.store_errors import StoreUnavailable
from application.webhook_directory import WebhookDirectory
from domain.delivery import AttemptResult, Channel, DeliveryOutcome
from domain.display_text import safe_line
from domain.webhook_endpoint import WebhookEndpoint
from domain.webhook_template import fill

_log = logging.getLogger(__name__)

_BODY_CHARS = 200
_ANSWER_CHARS = 300
_SHORTEST_SECRET = 6
"""Shorter parts of a URL are words such as "hooks", which an answer may well hold."""


class WebhookNotifier:
    """Posts JSON to endpoints, signed; the recipient of a notification is the endpoint's id. Threads may share it.

    Args:
        dashboard_url: where the one link leads.
        redact: masks what no record may hold in what receivers answer.
    """

    def __init__(
        self,
        endpoints: WebhookDirectory,
        http: GuardedHttp,
        *,
        dashboard_url: str,
        clock: Clock,
        redact: Callable[[str], str],
    ) -> None:
        self._endpoints = endpoints
        self._http = http
        self._dashboard_url = dashboard_url
        self._clock = clock
        self._redact = redact

    @property
    def channel(self) -> Channel:
        """Webhook."""
        return Channel.WEBHOOK

    def send(self, message: Message) -> AttemptResult:
        """Try once. The message's id is the same each time. An endpoint that is gone (410) is taken out of use."""
        try:
            endpoint = self._endpoints.find(UUID(message.notification.recipient))
        except ValueError:
            return AttemptResult(DeliveryOutcome.REFUSED, "the recipient is no webhook endpoint")
        except StoreUnavailable:
            return AttemptResult(DeliveryOutcome.UNREACHABLE, "the endpoint cannot be looked up: the store is away")
        if endpoint is None or endpoint.removed_at is not None:
            return AttemptResult(DeliveryOutcome.REFUSED, "the webhook endpoint was removed")
        if not endpoint.active:
            off = f"the endpoint was switched off: {endpoint.inactive_because or 'by hand'}"
            return AttemptResult(DeliveryOutcome.REFUSED, safe_line(off, _ANSWER_CHARS))
        result = self.post(endpoint, message)
        if result.outcome is DeliveryOutcome.REFUSED:
            self._deactivate(endpoint, result.answer)
        return result

    def post(self, endpoint: WebhookEndpoint, message: Message) -> AttemptResult:
        """See the port."""
        now = self._clock.now()
        payload = fill(dict(endpoint.template), values_of(message, self._dashboard_url))
        # ASCII only, so that no receiver can take it for another encoding.
        body = json.dumps(payload, separators=(",", ":")).encode("ascii")
        headers = {
            **signature_headers(message.idempotency_key, body, endpoint.secrets_at(now), now),
            "Content-Type": "application/json",
            "User-Agent": "error-logging",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        try:
            answer = self._http.post(endpoint.url, body, headers)
        except NoReply as silence:
            return AttemptResult(DeliveryOutcome.UNREACHABLE, safe_line(str(silence), _ANSWER_CHARS))
        outcome = outcome_of_status(answer.status)
        pause = None if outcome is DeliveryOutcome.ACCEPTED else answer.retry_after(now)
        return AttemptResult(outcome, self._in_words(answer, endpoint), retry_after=pause)

    def address_fault(self, url: str) -> str | None:
        """See the port."""
        return self._http.address_fault(url)

    def _deactivate(self, endpoint: WebhookEndpoint, because: str) -> None:
        try:
            self._endpoints.deactivate(endpoint, because)
        except StoreUnavailable as away:
            # The next message is answered the same.
            _log.warning("webhook endpoint %s is gone, and could not be switched off: %s", endpoint.id, away)

    def _in_words(self, answer: Reply, endpoint: WebhookEndpoint) -> str:
        """The status and the beginning of the text, without our secrets and what else no record may hold."""
        said = safe_line(self._without_secrets(answer.text, endpoint), _BODY_CHARS)
        status = phrase_of(answer.status)
        return f"{status}: {said}" if said else status

    def _without_secrets(self, text: str, endpoint: WebhookEndpoint) -> str:
        for secret in _secrets_of(endpoint):
            text = text.replace(secret, "[redacted]")
        return self._redact(text)


def _secrets_of(endpoint: WebhookEndpoint) -> list[str]:
    """What signs, and what the URL holds beyond its host; the longest first, so that no part of one stays."""
    parts = urlsplit(endpoint.url)
    signing = [secret for secret in (endpoint.secret, endpoint.previous_secret) if secret]
    pieces = [parts.path.strip("/"), parts.query, *parts.path.split("/")]
    pieces += [piece for pair in parts.query.split("&") for piece in pair.split("=")]
    found = {*signing, *(secret.removeprefix("whsec_") for secret in signing), *pieces}
    return sorted((secret for secret in found if len(secret) >= _SHORTEST_SECRET), key=len, reverse=True)
