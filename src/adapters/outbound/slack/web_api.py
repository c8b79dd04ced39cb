"""Posting as a bot, by Slack's Web API."""

import logging
import re
from collections.abc import Mapping
from typing import Any
from urllib.request import Request

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.bounded_http import Exchange, NoReply, Reply
from adapters.outbound.slack.outcomes import (
    NO_THREAD,
    WAIT_WHEN_BUSY,
    outcome_of_error,
    outcome_of_status,
)
from adapters.outbound.slack.words import in_words
from application.ports.clock import Clock
from domain.delivery import AttemptResult, DeliveryOutcome

OFFICIAL = "https://slack.com/api/"
_ERROR = re.compile(r"[a-z0-9_]{2,60}")
_TS = re.compile(r"[0-9]{1,20}\.[0-9]{1,10}")
_BUSY = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_TOO_MANY_REQUESTS = 429
# slack_sdk logs requests and what went wrong with them; what is worth knowing is in the attempt's record.
_SILENT = logging.getLogger("error_logging.slack")
_SILENT.disabled = True


class BotRefused(Exception):
    """Slack does not take the token; the message is its own word for why, without secrets."""


class WebApi:
    """Posts into channels and to members. `api_url` is Slack's own, or a test's."""

    def __init__(
        self, token: str, *, clock: Clock, api_url: str = OFFICIAL, timeout_s: float = 10.0, limit_s: float = 14.0
    ) -> None:
        self._token = token
        self._clock = clock
        self._api_url = api_url
        self._limits = (timeout_s, limit_s)

    def post(self, body: Mapping[str, Any], recipient: str, thread: str | None) -> AttemptResult:
        """Post to a channel or a member, into a thread of that channel ("channel:ts") where one is given."""
        channel, _, ts = (thread or "").rpartition(":")
        if channel != recipient or not _TS.fullmatch(ts):
            return self._post(body, recipient, None)
        result = self._post(body, recipient, ts)
        gone = result.answer.partition(":")[0] in NO_THREAD
        return self._post(body, recipient, None) if gone else result

    def scopes(self) -> frozenset[str] | None:
        """What the token may do, None where Slack does not say; nothing is posted (method auth.test).

        Raises BotRefused, NoReply.
        """
        client = _Client(self._token, self._api_url, self._limits)
        try:
            client.auth_test()
        except NoReply as silence:
            raise NoReply(self._in_words(str(silence)), handed_over=silence.handed_over) from None
        except (SlackClientError, ValueError, TypeError, AttributeError, KeyError) as fault:
            error, words = _error(fault)
            if error is None or error in _BUSY:
                status = "nothing" if client.reply is None else client.reply.status
                raise NoReply(f"the answer was {status} {error or ''}".strip(), handed_over=True) from None
            raise BotRefused(self._in_words(words)) from None
        said = "" if client.reply is None else client.reply.headers.get("x-oauth-scopes", "")
        return frozenset(each.strip() for each in said.split(",") if each.strip()) or None

    def _post(self, body: Mapping[str, Any], recipient: str, ts: str | None) -> AttemptResult:
        client = _Client(self._token, self._api_url, self._limits)
        try:
            answer = client.chat_postMessage(channel=recipient, thread_ts=ts, **body)
        except NoReply as silence:
            outcome = DeliveryOutcome.UNKNOWN if silence.handed_over else DeliveryOutcome.UNREACHABLE
            return AttemptResult(outcome, self._in_words(str(silence)))
        except (SlackClientError, ValueError, TypeError, AttributeError, KeyError) as fault:
            return self._not_posted(client.reply, *_error(fault))
        own = answer.get("ts")
        place = f"{recipient}:{own}" if isinstance(own, str) and _TS.fullmatch(own) else None
        return AttemptResult(DeliveryOutcome.ACCEPTED, "ok", provider_id=place, thread=place if ts is None else None)

    def _not_posted(self, reply: Reply | None, error: str | None, words: str) -> AttemptResult:
        if reply is None:
            return AttemptResult(DeliveryOutcome.UNREACHABLE, "the request could not be made")
        now = self._clock.now()
        busy = reply.status == _TOO_MANY_REQUESTS or error in _BUSY
        wait = (reply.retry_after(now) or WAIT_WHEN_BUSY) if busy else reply.retry_after(now)
        if error is None or reply.status >= 500 or reply.status == _TOO_MANY_REQUESTS:
            said = self._in_words(f"{reply.status} {error or reply.text}")
            return AttemptResult(outcome_of_status(reply.status), said, retry_after=wait)
        return AttemptResult(outcome_of_error(error), self._in_words(words), retry_after=wait)

    def _in_words(self, said: str) -> str:
        return in_words(said, self._token)


class _Client(WebClient):
    """slack_sdk's client over our bounded exchange, for one attempt. Its own, urllib's, uses the environment's proxies,
    follows redirects with the token, and waits for a server that drips for as long as that pleases.
    """

    def __init__(self, token: str, api_url: str, limits: tuple[float, float]) -> None:
        super().__init__(token, base_url=api_url, logger=_SILENT, retry_handlers=[])
        self.reply: Reply | None = None
        self._limits = limits

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        headers = {name: str(value) for name, value in req.header_items()}
        timeout_s, limit_s = self._limits
        self.reply = Exchange(
            method="POST", url=url, headers=headers, body=req.data, timeout_s=timeout_s, limit_s=limit_s
        ).run()
        return {"status": self.reply.status, "headers": dict(self.reply.headers), "body": self.reply.text}


def _error(fault: Exception) -> tuple[str | None, str]:
    """Slack's own code of what was wrong, None where the answer is not Slack's, and all that it says of it."""
    data = getattr(fault.response, "data", None) if isinstance(fault, SlackApiError) else None
    said = data.get("error") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(said, str) or not _ERROR.fullmatch(said):
        return None, ""
    about = data.get("response_metadata")
    more = about.get("messages") if isinstance(about, dict) else None
    details = [
        each for each in (data.get("needed"), *(more if isinstance(more, list) else ())) if isinstance(each, str)
    ]
    return said, ": ".join([said, *details])
