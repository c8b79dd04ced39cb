"""One account at Twilio."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from twilio.base.exceptions import TwilioException
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from adapters.bounded_http import Exchange, NoReply, Reply
from domain.display_text import safe_line

OFFICIAL = "https://api.twilio.com"
FAULTS = (NoReply, TwilioException, ValueError, TypeError, AttributeError, KeyError)
"""All that Twilio, the network or an answer that is none can make twilio's client raise."""
_ANSWER_CHARS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class TwilioAccount:
    """`api_url` is Twilio's own, or a test's. `timeout_s` is for each part of an answer, `limit_s` for all of it."""

    sid: str
    token: str = field(repr=False)
    api_url: str = OFFICIAL
    timeout_s: float = 10.0
    limit_s: float = 20.0

    def conversation(self) -> "Conversation":
        """For one request."""
        return Conversation(self)

    def in_words(self, said: str) -> str:
        """One line of at most 300 characters, without the secrets."""
        for secret in (self.token, self.sid):
            said = said.replace(secret, "***") if secret else said
        return safe_line(said, _ANSWER_CHARS)


class Conversation:
    """One request; `reply` is what was answered, None where nothing was."""

    def __init__(self, account: TwilioAccount) -> None:
        self._http = _BoundedHttp(account)
        self._client = Client(account.sid, account.token, http_client=self._http, environment={"TWILIO": ""})

    @property
    def reply(self) -> Reply | None:
        """The answer as it came."""
        return self._http.reply

    def send(self, *, to: str, sender: str, text: str) -> MessageInstance:
        """Hand a message over. Raises FAULTS."""
        return self._client.messages.create(to=to, from_=sender, body=text)

    def account_status(self) -> str:
        """Twilio's word for the account: "active", "suspended" or "closed". Raises FAULTS."""
        return str(self._client.api.v2010.accounts(self._client.account_sid).fetch().status)

    def look_up(self, sid: str) -> MessageInstance:
        """A message by its SID. Raises FAULTS."""
        return self._client.messages(sid).fetch()


class _BoundedHttp(HttpClient):  # type: ignore[misc]
    """Twilio's client over our bounded exchange, to the scheme and host of the account's `api_url`. Its own uses the
    environment's proxies and logins, and waits for a server that drips.
    """

    def __init__(self, account: TwilioAccount) -> None:
        self.reply: Reply | None = None
        self._account = account

    def request(  # noqa: PLR0917
        self,
        method: str,
        uri: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002
        allow_redirects: bool = False,  # noqa: ARG002, FBT001, FBT002
    ) -> Response:
        """As twilio's clients do, within the account's limits; redirects are not followed whatever is asked for."""
        there = urlsplit(self._account.api_url)
        self.reply = Exchange(
            method=method,
            url=urlsplit(uri)._replace(scheme=there.scheme, netloc=there.netloc).geturl(),
            headers=headers or {},
            body=data,
            query=params,
            login=auth,
            timeout_s=self._account.timeout_s,
            limit_s=self._account.limit_s,
        ).run()
        return Response(self.reply.status, self.reply.text, self.reply.headers)


def code_of(fault: Exception) -> int | None:
    """Twilio's own number of what was wrong, None where the answer is not Twilio's."""
    code: Any = getattr(fault, "code", None)
    return code if isinstance(code, int) else None
