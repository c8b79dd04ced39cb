"""Slow clients have 10 s, all of them at once, and cost nobody else anything."""

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest

_POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
SLOW = {
    "half a header": (b"GET / HTTP/1.1\r\nHos", b""),
    "half a body": (_POST + b"Content-Length: 99\r\n\r\n{", b""),
    "a byte of the header a second": (b"GET / HTTP/1.1\r\nX: ", b"x"),
    "a byte of the body a second": (_POST + b"Content-Length: 99\r\n\r\n", b"x"),
    "a chunk a second": (_POST + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "half a second request": (b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTT", b""),
}
"""What each sends at first, and then every second."""
SILENT = {"nothing at all": (b"", b"")}


@dataclass(frozen=True)
class End:
    """How a connection ended."""

    after_s: float
    answer: bytes


@pytest.fixture(scope="module")
def ends(listener: Any) -> Mapping[str, End]:
    """All slow clients at once; whoever asks meanwhile is answered, and notes when those who never read are let go."""
    started = time.monotonic()
    with ThreadPoolExecutor(20) as threads:
        deaf = [_asked_and_never_read(listener) for _ in range(3)]
        slow = {name: threads.submit(_until_closed, listener, *sent) for name, sent in (SLOW | SILENT).items()}
        pending, let_go = set(slow.values()), None
        while (pending or let_go is None) and time.monotonic() - started < 30:
            pending = wait(pending, timeout=0.2).not_done
            if listener.ask().endswith(b"3 ended") and let_go is None:
                let_go = End(time.monotonic() - started, b"")
        for client in deaf:
            client.close()
        assert let_go is not None
        return {name: end.result() for name, end in slow.items()} | {"deaf": let_go}


@pytest.mark.parametrize("name", SLOW)
def test_a_request_that_does_not_arrive_in_ten_seconds_is_told_so(ends: Mapping[str, End], name: str) -> None:
    _, _, last = ends[name].answer.rpartition(b"HTTP/1.1 ")

    assert 8 <= ends[name].after_s <= 14
    assert last.startswith(b"408 ")
    assert b"Content-Type: application/problem+json\r\n" in last
    assert b"urn:problem-type:error-logging:timed-out" in last


def test_who_says_nothing_is_let_go(ends: Mapping[str, End]) -> None:
    assert 8 <= ends["nothing at all"].after_s <= 14
    assert ends["nothing at all"].answer == b""


def test_who_never_reads_an_answer_holds_no_thread_for_long(ends: Mapping[str, End]) -> None:
    assert 8 <= ends["deaf"].after_s <= 16


def test_what_the_server_itself_refuses_looks_like_every_other_refusal(listener: Any) -> None:
    too_large = listener.ask(_POST + b"Content-Length: 2000000\r\n\r\n")
    malformed = listener.ask(b"GET / HTTP/1.1\r\nHost : x\r\n\r\n")

    for answer, status, kind in ((too_large, b" 413 ", b"too-large"), (malformed, b" 400 ", b"malformed")):
        assert status in answer.partition(b"\r\n")[0]
        assert b"Content-Type: application/problem+json\r\n" in answer
        assert b"urn:problem-type:error-logging:" + kind in answer


def _until_closed(listener: Any, first: bytes, every_second: bytes) -> End:
    started, answer = time.monotonic(), b""
    with listener.connect(timeout_s=1.0) as client, suppress(ConnectionResetError, BrokenPipeError):
        client.sendall(first)
        while time.monotonic() - started < 30:
            try:
                part = client.recv(65_536)
            except TimeoutError:
                client.sendall(every_second)
                continue
            if not part:
                break
            answer += part
    return End(time.monotonic() - started, answer)


def _asked_and_never_read(listener: Any) -> Any:
    client = listener.connect()
    client.sendall(b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n")
    return client
