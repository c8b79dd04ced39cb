"""One HTTP exchange with a provider, bounded in time and size, that goes where it is sent and nowhere else."""

import contextlib
import logging
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from adapters.bounded_connection import Lookup, WatchedAdapter, WebDeadline, look_up

__all__ = ["Exchange", "Lookup", "NoReply", "Reply", "look_up"]

# It logs paths, which may be secrets; what is worth knowing is in the answer.
logging.getLogger("urllib3.connectionpool").setLevel(logging.CRITICAL)

_LARGEST_ANSWER = 1 << 16
_LONGEST_PAUSE = timedelta(hours=1)
_FAULTS = (requests.RequestException, HTTPError, OSError, ValueError)
"""All that a server, the network or a URL can make requests and what is below it raise."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its headers by names in lower case, and at most 64 KiB of its text."""

    status: int
    headers: Mapping[str, str]
    text: str

    def retry_after(self, now: datetime) -> timedelta | None:
        """How long it asks to be left alone (RFC 9110, 10.2.3), at most an hour; None where it does not say."""
        said = self.headers.get("retry-after", "").strip()
        if said.isascii() and said.isdigit():
            return min(timedelta(seconds=int(said[:9])), _LONGEST_PAUSE)
        try:
            until = parsedate_to_datetime(said)
        except ValueError:
            return None
        wait = until.replace(tzinfo=until.tzinfo or UTC) - now
        return min(max(wait, timedelta()), _LONGEST_PAUSE)


class NoReply(Exception):
    """No answer came. `handed_over` says whether the whole request was sent, so that it may have been acted on; the
    message names the host, its port where that was named, and never the path, which may be a secret.
    """

    def __init__(self, words: str, *, handed_over: bool) -> None:
        super().__init__(words)
        self.handed_over = handed_over


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What is asked. `timeout_s` is for looking the name up, for connecting to one address and for each part of the
    answer, `limit_s` for all. The name is looked up once, by `lookup`, and nothing but what that says is connected to.
    Without `whole` an answer whose status came counts, whatever becomes of its text. `ca_file` stands in for the public
    authorities.
    """

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Any = field(default=None, repr=False)
    query: Any = field(default=None, repr=False)
    login: tuple[str, str] | None = field(default=None, repr=False)
    timeout_s: float = 10.0
    limit_s: float = 20.0
    lookup: Lookup = look_up
    whole: bool = True
    ca_file: Path | None = None

    def run(self) -> Reply:
        """Ask, and read the answer. No proxy and no login of the environment's is used, no redirect followed; TLS
        certificates are checked. Raises NoReply.
        """
        # Without a session, which would read all of a redirect's text, and look into the environment.
        with (
            WebDeadline(self.limit_s, self.lookup) as deadline,
            contextlib.closing(WatchedAdapter(deadline)) as adapter,
        ):
            try:
                reply = self._asked(adapter, deadline)
            except _FAULTS as fault:
                raise NoReply(self._in_words(fault, deadline), handed_over=deadline.handed_over) from None
            if deadline.passed and self.whole:
                raise NoReply(self._in_words(TimeoutError(), deadline), handed_over=deadline.handed_over)
            return reply

    def _asked(self, adapter: WatchedAdapter, deadline: WebDeadline) -> Reply:
        headers = {"Accept-Encoding": "identity", **self.headers}
        asked = requests.Request(
            self.method, self.url, params=self.query, data=self.body, headers=headers, auth=self.login
        ).prepare()
        verify = True if self.ca_file is None else str(self.ca_file)
        with adapter.send(asked, stream=True, timeout=self.timeout_s, verify=verify) as response:
            if deadline.passed:
                # What was cut off within its headers looks like an answer that ends there.
                raise TimeoutError
            headers = {name.lower(): each for name, each in response.headers.items()}
            return Reply(response.status_code, headers, self._text_of(response))

    def _text_of(self, response: requests.Response) -> str:
        text = bytearray()
        try:
            for part in _first(response.iter_content(8192), _LARGEST_ANSWER):
                text += part
        except _FAULTS:
            if self.whole:
                raise
        return text.decode("utf-8", "replace")

    def _in_words(self, fault: Exception, deadline: WebDeadline) -> str:
        parts = urlsplit(self.url)
        host = parts.hostname or "the server"
        # Without a login that a URL may hold.
        place = parts.netloc.rpartition("@")[2] or host
        cause = TimeoutError() if deadline.passed else _cause(fault)
        match cause:
            case socket.gaierror():
                return f"the name {host} cannot be looked up"
            case ConnectionRefusedError():
                return f"nothing listens at {place}"
            case ssl.SSLCertVerificationError():
                return f"the certificate of {host} is not to be trusted: {cause.verify_message}"
            case ssl.SSLError():
                return f"TLS with {host} failed"
            case TimeoutError():
                return f"{place} does not answer in time"
        return f"{place} ended the connection or sent no HTTP ({type(cause).__name__})"


def _first(parts: Iterator[bytes], limit: int) -> Iterator[bytes]:
    for part in parts:
        yield part[:limit]
        limit -= len(part)
        if limit <= 0:
            return


def _cause(fault: BaseException) -> BaseException:
    """The exception at the bottom: requests and urllib3 wrap it several times, also as a mere argument."""
    seen = {id(fault)}
    while True:
        below = [fault.__cause__, fault.__context__, getattr(fault, "reason", None), *fault.args]
        inner = next((each for each in below if isinstance(each, BaseException) and id(each) not in seen), None)
        if inner is None:
            return fault
        seen.add(id(inner))
        fault = inner
