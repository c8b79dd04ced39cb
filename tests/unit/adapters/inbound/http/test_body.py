"""The bytes of a body, however they arrive."""

import gzip
import io
import tracemalloc
from typing import Any

import pytest

from adapters.inbound.http.body import LARGEST_BODY, read_json_bytes
from adapters.inbound.http.problems import Problem

BOMB = gzip.compress(b"\0" * 64 * 1024 * 1024)


class Dribble(io.BytesIO):
    """Gives at most three bytes at a time, as some servers do."""

    def read(self, size: int | None = -1) -> bytes:
        """A little."""
        return super().read(min(3, 3 if size is None or size < 0 else size))


class Broken(io.BytesIO):
    """A connection that was reset."""

    def read(self, size: int | None = -1) -> bytes:
        """Nothing."""
        raise ConnectionResetError


def environ(body: bytes | io.BytesIO, **values: Any) -> dict[str, Any]:
    """A request with that body."""
    stream = body if isinstance(body, io.BytesIO) else io.BytesIO(body)
    length = len(stream.getvalue())
    return {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(length), "wsgi.input": stream, **values}


def refusal(request: dict[str, Any]) -> int:
    """The status that the request is refused with."""
    with pytest.raises(Problem) as raised:
        read_json_bytes(request)
    return raised.value.kind.status


def test_a_body_of_the_largest_size_is_read() -> None:
    body = b" " * LARGEST_BODY

    assert read_json_bytes(environ(body)) == body


def test_a_body_that_comes_in_pieces_is_read_whole() -> None:
    assert read_json_bytes(environ(Dribble(b'{"a": 1}'))) == b'{"a": 1}'


def test_a_compressed_body_of_the_largest_size_is_read() -> None:
    request = environ(gzip.compress(b" " * LARGEST_BODY), HTTP_CONTENT_ENCODING="gzip")

    assert len(read_json_bytes(request)) == LARGEST_BODY


def test_a_byte_more_is_refused_in_either_form() -> None:
    body = b" " * (LARGEST_BODY + 1)

    assert refusal(environ(body)) == 413
    assert refusal(environ(gzip.compress(body), HTTP_CONTENT_ENCODING="gzip")) == 413


@pytest.mark.parametrize("sign", [{"wsgi.input_terminated": True}, {"HTTP_TRANSFER_ENCODING": "chunked"}])
def test_a_body_without_a_length_is_read_to_its_end_or_the_limit(sign: dict[str, Any]) -> None:
    assert read_json_bytes(environ(b"[]", CONTENT_LENGTH="", **sign)) == b"[]"
    assert refusal(environ(b" " * (LARGEST_BODY + 1), CONTENT_LENGTH="", **sign)) == 413


def test_a_request_that_announces_no_body_has_none() -> None:
    assert read_json_bytes(environ(b"never read", CONTENT_LENGTH="")) == b""


def test_a_bomb_costs_little_memory() -> None:
    tracemalloc.start()

    status = refusal(environ(BOMB, HTTP_CONTENT_ENCODING="gzip"))

    assert (status, tracemalloc.get_traced_memory()[1] < 8 * LARGEST_BODY) == (413, True)
    tracemalloc.stop()


@pytest.mark.parametrize(
    "request_",
    [
        environ(b"[]", CONTENT_LENGTH="100"),
        environ(Broken(b"[]")),
        environ(b"[]", CONTENT_LENGTH="many"),
    ],
    ids=["short", "reset", "no number"],
)
def test_a_body_that_does_not_come_is_a_400(request_: dict[str, Any]) -> None:
    assert refusal(request_) == 400


@pytest.mark.parametrize(
    "kind",
    [
        "application/json;charset=UTF-8",
        'Application/JSON; charset="utf8"',
        "application/vnd.error+json",
        "application/json; profile=x",
    ],
)
def test_json_has_many_names(kind: str) -> None:
    assert read_json_bytes(environ(b"{}", CONTENT_TYPE=kind)) == b"{}"
