"""The WSGI server: waitress, with a total time for receiving a request (ADR 0002).

waitress gathers a whole request in its main loop before a thread is given to it, so that slow clients cost no thread.
What it lacks is added here: a deadline for a request as a whole, and an end to a busy main loop under load.
"""

import contextlib
import json
import logging
import math
import time
from collections.abc import Callable
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, WSGITask

from adapters.inbound.http.problems import KIND_OF_STATUS

RECEIVE_WITHIN_S = 10.0
"""From the first byte of a request (of a connection's first request: from its start) until it is complete."""

IDLE_S = 60.0
"""How long a connection is kept open between requests."""

STALLED_S = 10.0
"""How long a client may take nothing of an answer."""

_CROWDED = 0.8
_CROWDED_FACTOR = 0.2
_CONNECTION_LIMIT = 2_000
_LARGEST_RAW_BODY = 1_300_000
"""What is read off the wire at the most, chunk framing included; the exact limit of 1 MiB is the application's."""

_CONTENT_TYPE = "application/problem+json"


def _problem(status: int, reason: str, detail: str) -> bytes:
    """The answer's body (RFC 9457); statuses that only the server itself gives have no kind of their own."""
    kind = KIND_OF_STATUS.get(status)
    type_, title = ("about:blank", reason) if kind is None else (kind.type, kind.title)
    return json.dumps({"type": type_, "title": title, "status": status, "detail": detail}).encode()


def _too_slow() -> bytes:
    body = _problem(408, "", f"A request must have arrived whole within {RECEIVE_WITHIN_S:.0f} s.")
    head = (
        f"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n"
        f"Content-Type: {_CONTENT_TYPE}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


_TOO_SLOW = _too_slow()


class _Refusal(ErrorTask):  # type: ignore[misc]
    """What the server itself refuses: the application never sees it, but its answers look alike."""

    def execute(self) -> None:
        """Answer, and close the connection."""
        error = self.request.error
        body = _problem(error.code, error.reason, error.body)
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", _CONTENT_TYPE))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    """Remembers when a request's first byte arrived: that is when a parser is made."""

    def __init__(self, adj: object) -> None:
        super().__init__(adj)
        self.started_s = time.monotonic()


class _Task(WSGITask):  # type: ignore[misc]
    """One answer."""

    wrote_header = False

    def write(self, data: bytes) -> None:
        """Send the first piece of an answer together with its head: one system call and one packet in place of two."""
        if self.wrote_header or not self.complete:
            super().write(data)
            return
        head = self.build_response_header()
        self.wrote_header = True
        if data and self.has_body and not self.chunked_response and self.content_length == len(data):
            self.content_bytes_written += len(data)
            self.channel.write_soon(head + data)
            return
        self.channel.write_soon(head)
        super().write(data)


class _Channel(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    parser_class = _Parser
    error_task_class = _Refusal
    task_class = _Task
    served = False
    idle_since_s = math.inf

    def service(self) -> None:
        """Answer what is queued; called in a thread of the pool."""
        self.served, self.idle_since_s = True, math.inf
        try:
            super().service()
        finally:
            self.idle_since_s = time.monotonic()

    def writable(self) -> bool:
        """Whether the main loop should try to send.

        Not while a thread is inside `send()`: the loop could not take the lock, would poll again at once and keep the
        interpreter from that very thread (measured: 57,000 polls in 5 s, a tenth of the throughput). Whoever holds
        the lock sends, and wakes the loop for what is left.
        """
        if self.will_close or self.close_when_flushed:
            return True
        if not self.total_outbufs_len or not self.outbuf_lock.acquire(blocking=False):
            return False
        self.outbuf_lock.release()
        return True

    def enforce(self, now_s: float, factor: float) -> None:
        """Close it if it is too slow or idle for too long; `factor` shortens the limits."""
        with self.requests_lock:
            if self.requests or self.total_outbufs_len:
                if self.total_outbufs_len and time.time() - self.last_activity > STALLED_S:
                    # `will_close` alone waits for the client to take something.
                    self.server.trigger.pull_trigger(self.handle_close)
                return
            if now_s - self._started_s(now_s) > self._limit_s() * factor:
                if self.request is not None:
                    with contextlib.suppress(OSError):
                        self.socket.send(_TOO_SLOW)
                self.will_close = True

    def _started_s(self, now_s: float) -> float:
        if not self.served and self.idle_since_s == math.inf:
            self.idle_since_s = now_s - (time.time() - self.creation_time)
        later_request = self.request is not None and self.served
        return max(self.idle_since_s, self.request.started_s if later_request else 0.0)

    def _limit_s(self) -> float:
        return IDLE_S if self.served and self.request is None else RECEIVE_WITHIN_S


class _Server(TcpWSGIServer):  # type: ignore[misc]
    """Looks at every connection once a second."""

    channel_class = _Channel

    def maintenance(self, now: float) -> None:  # noqa: ARG002
        """Called by the main loop; many connections shorten everybody's patience."""
        crowded = len(self.active_channels) > _CROWDED * self.adj.connection_limit
        for channel in list(self.active_channels.values()):
            channel.enforce(time.monotonic(), _CROWDED_FACTOR if crowded else 1.0)


class HttpServer:
    """Listens from the start; `run` answers until SystemExit or KeyboardInterrupt is raised in its thread."""

    def __init__(self, app: Callable[..., Any], *, host: str, port: int, threads: int) -> None:
        """
        Raises:
            OSError: the address is taken or not ours.
        """
        # One line for every request that waits for a thread says nothing that a metric does not say better.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        # Called rather than `create_server`, which makes no servers of a class of ours.
        self._server = _Server(
            app,
            host=host,
            port=port,
            threads=threads,
            connection_limit=_CONNECTION_LIMIT,
            asyncore_use_poll=True,
            channel_timeout=int(IDLE_S),
            cleanup_interval=1,
            max_request_body_size=_LARGEST_RAW_BODY,
            max_request_header_size=32_768,
            # The application itself decides whom it believes about forwarding, so it must see those headers.
            clear_untrusted_proxy_headers=False,
            ident=None,
        )

    @property
    def port(self) -> int:
        """The port that it listens on; of use where 0 was asked for."""
        return int(self._server.effective_port)

    def run(self) -> None:
        """Answer requests; on the way out, finish those at hand for up to 5 s."""
        self._server.run()
