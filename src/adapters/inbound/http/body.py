"""The bytes of a request's body: their media type, their encoding, and never more of them than allowed."""

import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import IO, Any, TypeAlias

from werkzeug.http import parse_options_header

from adapters.inbound.http.problems import Problem, ProblemKind

Environ: TypeAlias = dict[str, Any]

LARGEST_BODY = 1024 * 1024
"""Bytes after decompression."""
_LARGEST_ON_THE_WIRE = LARGEST_BODY + 4096
"""What does not compress grows by 5 bytes a block of at least 16 KB, and by a header."""
_MOST_GZIP_MEMBERS = 64
_CHUNK = 64 * 1024

_GZIP, _ZLIB, _RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS


def read_json_bytes(environ: Environ) -> bytes:
    """The decoded body of a request that says it is JSON. Raises Problem (400, 413, 415)."""
    media_type = environ.get("CONTENT_TYPE", "")
    if media_type != "application/json" and not _is_json(media_type[:200]):
        raise Problem(
            ProblemKind.MEDIA_TYPE,
            "Send the error as application/json, in UTF-8.",
            headers={"Accept-Post": "application/json"},
        )
    encoding = environ.get("HTTP_CONTENT_ENCODING")
    decode = None if encoding is None else _decoder(encoding)
    body = _read(environ, LARGEST_BODY if decode is None else _LARGEST_ON_THE_WIRE)
    return body if decode is None else decode(body)


@lru_cache(maxsize=64)
def _is_json(media_type: str) -> bool:
    essence, options = parse_options_header(media_type)
    essence = essence.lower()
    named = essence == "application/json" or (essence.startswith("application/") and essence.endswith("+json"))
    return named and options.get("charset", "utf-8").lower() in ("utf-8", "utf8")


def _decoder(encoding: str) -> Callable[[bytes], bytes] | None:
    match encoding.strip().lower():
        case "" | "identity":
            return None
        case "gzip" | "x-gzip":
            return _gunzip
        case "deflate":
            return _inflate
    raise Problem(
        ProblemKind.CONTENT_ENCODING,
        "The content encodings gzip, deflate and identity are understood, one at a time.",
        headers={"Accept-Encoding": "gzip, deflate, identity"},
    )


def _read(environ: Environ, limit: int) -> bytes:
    length_text = environ.get("CONTENT_LENGTH")
    stream: IO[bytes] = environ["wsgi.input"]
    try:
        if length_text:
            return _read_announced(stream, int(length_text), limit)
        if environ.get("wsgi.input_terminated") or "HTTP_TRANSFER_ENCODING" in environ:
            return _read_chunked(stream, limit)
    except ValueError:
        raise Problem(ProblemKind.MALFORMED, "The Content-Length is not a number.") from None
    except OSError:
        raise _cut_short() from None
    return b""


def _read_announced(stream: IO[bytes], length: int, limit: int) -> bytes:
    if length > limit:
        raise _too_large()
    body = stream.read(length) if length > 0 else b""
    while len(body) < length:  # Some servers answer with what has come so far.
        more = stream.read(length - len(body))
        if not more:
            raise _cut_short()
        body += more
    return body


def _read_chunked(stream: IO[bytes], limit: int) -> bytes:
    parts, size = [], 0
    while part := stream.read(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise _too_large()
    return b"".join(parts)


def _gunzip(body: bytes) -> bytes:
    """RFC 1952 lets a stream be several members in a row; some log shippers send that."""
    parts, room = [], LARGEST_BODY
    for _ in range(_MOST_GZIP_MEMBERS):
        part, body = _expand(body, _GZIP, room)
        parts.append(part)
        room -= len(part)
        if not body.strip(b"\0"):
            return b"".join(parts)
    raise Problem(ProblemKind.BROKEN_ENCODING, f"The body is more than {_MOST_GZIP_MEMBERS} gzip members.")


def _inflate(body: bytes) -> bytes:
    """The name means zlib's format (RFC 1950), but some senders leave its two bytes of header out."""
    has_header = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    expanded, rest = _expand(body, _ZLIB if has_header else _RAW, LARGEST_BODY)
    if rest:
        raise Problem(ProblemKind.BROKEN_ENCODING, "Something follows the end of the compressed body.")
    return expanded


def _expand(body: bytes, window_bits: int, room: int) -> tuple[bytes, bytes]:
    """One compressed stream and what follows it; stops one byte after `room`, whatever would still come."""
    engine = zlib.decompressobj(window_bits)
    try:
        expanded = engine.decompress(body, room + 1)
    except zlib.error:
        raise Problem(ProblemKind.BROKEN_ENCODING, "The compressed body is damaged.") from None
    if len(expanded) > room:
        raise _too_large()
    if not engine.eof:
        raise Problem(ProblemKind.BROKEN_ENCODING, "The compressed body ends too early.")
    return expanded, engine.unused_data


def _too_large() -> Problem:
    return Problem(
        ProblemKind.TOO_LARGE,
        "A body may have 1 MiB after decompression. Send fewer errors at a time, or shorter ones.",
        members={"largest_bytes": LARGEST_BODY},
    )


def _cut_short() -> Problem:
    return Problem(ProblemKind.INCOMPLETE_BODY, "The connection ended in the middle of the body.")
