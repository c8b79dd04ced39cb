"""Loaded by schemathesis itself: requests come further than the headers that would turn nearly all of them away."""

import re
from typing import Any
from uuid import uuid4
from zlib import crc32

import schemathesis

_SANE_KEY = re.compile(r"[!-~]{1,200}")


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """A key that was used for another request, and the ETag of another state, are refused before anything is done.

    So each sane Idempotency-Key is made a new one, and every other If-Match matches.
    """
    headers = case.headers
    if headers and _SANE_KEY.fullmatch(str(headers.get("Idempotency-Key", ""))):
        headers["Idempotency-Key"] = uuid4().hex
    if headers and "If-Match" in headers and crc32(str(headers["If-Match"]).encode()) % 2:
        headers["If-Match"] = "*"


@schemathesis.hook
def filter_query(context: Any, query: Any) -> bool:
    """What is sent as nothing at all asks for nothing, and violates nothing."""
    return not query or not any(map(_is_nothing, query.values()))


def _is_nothing(value: Any) -> bool:
    return value in (None, "", {}, []) or (isinstance(value, list) and all(map(_is_nothing, value)))
