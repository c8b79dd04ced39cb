"""Posting into the one channel of an incoming webhook."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from adapters.bounded_http import Exchange, NoReply
from adapters.outbound.slack.outcomes import WAIT_WHEN_BUSY, outcome_of_webhook
from adapters.outbound.slack.words import in_words
from application.ports.clock import Clock
from domain.delivery import AttemptResult, DeliveryOutcome

_TOO_MANY_REQUESTS = 429


class IncomingWebhook:
    """Posts to its URL, which is a secret: whoever knows it can post. It has no threads."""

    def __init__(self, url: str, *, clock: Clock, timeout_s: float = 10.0, limit_s: float = 14.0) -> None:
        self._url = url
        self._clock = clock
        self._limits = (timeout_s, limit_s)

    def post(self, body: Mapping[str, Any]) -> AttemptResult:
        """Post once."""
        headers = {"Content-Type": "application/json; charset=utf-8"}
        content = json.dumps(body).encode()
        try:
            reply = Exchange(
                method="POST",
                url=self._url,
                headers=headers,
                body=content,
                timeout_s=self._limits[0],
                limit_s=self._limits[1],
            ).run()
        except NoReply as silence:
            outcome = DeliveryOutcome.UNKNOWN if silence.handed_over else DeliveryOutcome.UNREACHABLE
            return AttemptResult(outcome, self._in_words(str(silence)))
        said = reply.text.strip()
        wait = reply.retry_after(self._clock.now())
        if reply.status == _TOO_MANY_REQUESTS:
            wait = wait or WAIT_WHEN_BUSY
        outcome = outcome_of_webhook(reply.status, said)
        answer = said if outcome is DeliveryOutcome.ACCEPTED else f"{reply.status} {said}"
        return AttemptResult(outcome, self._in_words(answer), retry_after=wait)

    def _in_words(self, said: str) -> str:
        path = urlsplit(self._url).path
        return in_words(said, self._url, path, *(part for part in path.split("/") if len(part) > 7))
