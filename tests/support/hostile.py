"""Bodies that no door may stumble over: each is answered below 500, within seconds, as problem or receipt."""

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class HostileRequest:
    """What is posted, and which statuses are right for it at a webhook."""

    body: bytes
    webhook_statuses: frozenset[int]
    headers: Mapping[str, str] = field(default_factory=lambda: dict(_JSON))


STORED, MALFORMED, UNFIT = frozenset({201}), frozenset({400}), frozenset({422})
TOO_LARGE, UNSUPPORTED = frozenset({413}), frozenset({415})

INJECTIONS = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>",
    "header": "x\r\nBcc: everybody@example.org\r\n\r\nbody",
    "slack": "<!channel> <@U123> <https://evil.example|click> &lt;b&gt; *bold*",
    "formula": '=HYPERLINK("http://evil.example","click")',
    "formula at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "ansi": "\x1b[31mred\x1b]0;title\x07\x1b[2J",
    "bidi": "user\u202etxt.exe\u2066 \u200b\ufeffzero",
    "null": "before\x00after",
    "template": "{{7*7}} ${7*7} #{7*7} {% raw %} %s %n {0.__class__}",
    "sql": "'; DROP TABLE error_logs; --",
    "path": "../../../etc/passwd\x00.png",
    "long word": "a" * 70_000,
    "many lines": "at f (x.js:1:1)\n" * 5_000,
    "emoji": "👩‍👩‍👧‍👦" * 500,
    "combining": "Z" + "\u0301" * 2_000,
}
"""Texts that do harm where they are taken for more than text."""


def _of(**fields: Any) -> bytes:
    return json.dumps({"error_type": "TypeError", "message": "hostile", **fields}).encode()


def _in_context(raw: bytes) -> bytes:
    return b'{"error_type":"TypeError","message":"hostile","context":{"value":' + raw + b"}}"


def _nested(levels: int) -> dict[str, bytes]:
    return {
        f"{levels} lists": _in_context(b"[" * levels + b"]" * levels),
        f"{levels} objects": _in_context(b'{"a":' * levels + b"1" + b"}" * levels),
    }


def _raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


def _poison() -> dict[str, bytes]:
    return {
        **_nested(25),
        **_nested(65),
        **_nested(1_000),
        **_nested(100_000),
        "not a number": _in_context(b"NaN"),
        "infinities": _in_context(b"[Infinity,-Infinity,1e999,-1e999]"),
        "5,000 digits": _in_context(b"9" * 5_000),
        "4,000 digits": _in_context(b"9" * 4_000),
        "500,000 digits": _in_context(b"9" * 500_000),
        "5,000 digits as status": _of(service="x").replace(b'"hostile"', b'"hostile","status_code":' + b"9" * 5_000),
        "exponent": _in_context(b"1e" + b"9" * 100_000),
        "beyond 64 bits": _in_context(b"[18446744073709551616,-9223372036854775809]"),
        "lone surrogates": _of(message="x").replace(b'"x"', b'"\\ud800 \\udfff \\udc00\\ud800"'),
        "surrogate as key": _in_context(b'{"\\ud800":1}'),
        "null everywhere": _of(message="a\0b", service="x\0y", context={"k\0": "v\0"}),
        "dollar keys": _of(context={"$where": "1", "a.b": {"$ne": None}, "": 1, "__proto__": {"x": 1}}),
        "same key twice": b'{"message":"a","message":"b","error_type":"T","context":{"k":1,"k":2}}',
        "2,000 keys": _of(context={f"k{n}": n for n in range(2_000)}),
        "2,000 unknown fields": _of(**{f"k{n}": n for n in range(2_000)}),
        "huge key": _of(context={"k" * 100_000: 1}),
        "many small lists": _in_context(b"[" + b"[]," * 100_000 + b"[]]"),
        "byte order mark": b"\xef\xbb\xbf" + _of(),
        "not UTF-8": b'{"error_type":"T","message":"\xff\xfe\x80 latin \xe9"}',
        "overlong UTF-8": b'{"error_type":"T","message":"\xc0\xaf\xed\xa0\x80"}',
        "wrong types": _of(severity=[1], environment={"a": 1}, user_id=[], stack_trace=7, context="x", sent_at={}),
        "message is an object": b'{"error_type":["x"],"message":{"text":"x"},"service":{"name":"x"}}',
        "no fields": b"{}",
        "unknown severity": _of(severity="APOCALYPTIC \x1b[31m" + "!" * 5_000),
        "ancient time": _of(occurred_at="0001-01-01T00:00:00+14:00", sent_at="9999-12-31T23:59:59-14:00"),
        "numeric times": _of(occurred_at=1e308, sent_at=-5),
        "huge integers as times": _of(occurred_at=10**30, sent_at="9" * 39),
        "no event id": _of(event_id="not-a-uuid"),
        "long service": _of(service="s" * 50_000),
        "invisible service": _of(service="\u202e\u200bjava\n\t"),
        "fingerprint": _of(fingerprint="chosen by a stranger"),
        "everything long": _of(**dict.fromkeys(("endpoint", "release", "user_id", "url", "userAgent"), "x" * 60000)),
        **{f"injected {name}": _of(**_everywhere(text)) for name, text in INJECTIONS.items()},
    }


def _everywhere(text: str) -> dict[str, Any]:
    names = ("error_type", "message", "environment", "endpoint", "release", "user_id", "url", "user_agent", "stack")
    return {**dict.fromkeys(names, text), "context": {text[:1000]: text}}


def _unfit() -> dict[str, bytes]:
    return {f"only {value.decode()}": value for value in (b"null", b"true", b"0", b'"text"', b"1e400")} | {"[]": b"[]"}


def _malformed() -> dict[str, bytes]:
    return {
        "empty body": b"",
        "blank body": b" \n",
        "no JSON": b"<html></html>",
        "form": b"message=x&severity=high",
        "cut in the middle": _of()[:-5],
        "trailing garbage": _of() + b"x",
        "bare control character": b'{"message":"a\nb"}',
        "single quotes": b"{'message':'x'}",
        "100,000 lists never closed": b"[" * 100_000,
        "string never closed": b"[" * 100 + b'"' + b'\\"' * 400_000,
        "UTF-16": '{"message":"x"}'.encode("utf-16"),
        "null byte": b"\0",
    }


def _too_large() -> dict[str, bytes]:
    return {
        "1 MiB and a byte": _of(message="x" * 1024 * 1024),
        "501 items": json.dumps([{"message": "x"}] * 501).encode(),
        "100,000 items": b"[" + b"{}," * 100_000 + b"{}]",
    }


def _encoded() -> dict[str, HostileRequest]:
    bomb = b" " * 64 * 1024 * 1024
    plain = _of()
    cases = {
        "gzip bomb": ("gzip", gzip.compress(bomb), TOO_LARGE),
        "deflate bomb": ("deflate", zlib.compress(bomb), TOO_LARGE),
        "raw deflate bomb": ("deflate", _raw_deflate(bomb), TOO_LARGE),
        "gzip members bomb": ("gzip", gzip.compress(b" " * 20_000) * 10_000, frozenset({400, 413})),
        "many empty gzip members": ("gzip", gzip.compress(b"") * 40_000, MALFORMED),
        "gzip cut short": ("gzip", gzip.compress(plain)[:-9], MALFORMED),
        "gzip without trailer": ("gzip", gzip.compress(plain)[:-4], MALFORMED),
        "gzip damaged": ("gzip", gzip.compress(plain)[:20] + b"\xff" * 30, MALFORMED),
        "gzip of nothing": ("gzip", b"", MALFORMED),
        "not gzip": ("gzip", plain, MALFORMED),
        "not deflate": ("deflate", plain, MALFORMED),
        "deflate with a tail": ("deflate", zlib.compress(plain) + b"x", MALFORMED),
        "brotli": ("br", plain, UNSUPPORTED),
        "gzip twice": ("gzip, gzip", gzip.compress(gzip.compress(plain)), UNSUPPORTED),
        "gzip": ("gzip", gzip.compress(plain), STORED),
        "gzip in two members": ("GZIP", gzip.compress(plain[:9]) + gzip.compress(plain[9:]), STORED),
        "deflate": ("deflate", zlib.compress(plain), STORED),
        "raw deflate": ("deflate", _raw_deflate(plain), STORED),
    }
    return {
        name: HostileRequest(body, statuses, {**_JSON, "Content-Encoding": encoding})
        for name, (encoding, body, statuses) in cases.items()
    }


def _typed() -> dict[str, HostileRequest]:
    types = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml")
    wrong = [*types, "application/json; charset=iso-8859-1", "application/jsonx", "json", "application/" + "x" * 9_000]
    return {f"type {kind[:40]}": HostileRequest(_of(), UNSUPPORTED, {"Content-Type": kind}) for kind in wrong}


def _batches() -> dict[str, HostileRequest]:
    mixed: list[Any] = [{"message": "fits"}, 7, None, "text", [], {"message": "fits too"}]
    return {
        "500 items": HostileRequest(json.dumps([{"message": "x"}] * 500).encode(), frozenset({201, 429})),
        "mixed batch": HostileRequest(json.dumps(mixed).encode(), frozenset({207})),
        "batch of nothing": HostileRequest(json.dumps([[], 1, None]).encode(), UNFIT),
    }


def _corpus() -> dict[str, HostileRequest]:
    groups: tuple[tuple[Callable[[], dict[str, bytes]], frozenset[int]], ...] = (
        (_poison, STORED),
        (_unfit, UNFIT),
        (_malformed, MALFORMED),
        (_too_large, TOO_LARGE),
    )
    plain = {name: HostileRequest(body, right) for make, right in groups for name, body in make().items()}
    return plain | _encoded() | _typed() | _batches()


HOSTILE_REQUESTS = _corpus()
"""By name. Where a webhook stores one, the strict door may refuse it (422), never with 500 or more."""
