"""ETag and If-Match (RFC 9110): who changes a thing can say which state of it was seen.

A tag is the version of what people can change (`domain.versions`), a dot, and the digest of what was answered. If-Match
looks at the first part alone: an error that arrives meanwhile raises counts in the answer, and is no other editor.
If-None-Match compares the whole, so that 304 is only answered where not a byte has changed.
"""

import hashlib
import re
from typing import TypeVar

from flask import Flask, Response, request

Body = TypeVar("Body")

_TAG = re.compile(r'(W/)?"([!#-~\x80-\xff]*)"')


def expected_version() -> str | None:
    """What If-Match asks for, as commands take it: None where any state will do. A weak tag matches nothing, and
    neither does what is no tag.
    """
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    return ",".join(tag.partition(".")[0] for weak, tag in _TAG.findall(header) if not weak)


def with_version(body: Body, version: str) -> tuple[Body, dict[str, str]]:
    """What a view returns that shows a thing in this version."""
    return body, {"ETag": f'"{version}"'}


def answer_unchanged(app: Flask) -> None:
    """Answer 304 where If-None-Match names what would be answered."""

    def compare(response: Response) -> Response:
        version, _ = response.get_etag()
        if request.method not in ("GET", "HEAD") or response.status_code != 200 or version is None:
            return response
        digest = hashlib.blake2b(response.get_data(), digest_size=8).hexdigest()
        response.set_etag(f"{version.partition('.')[0]}.{digest}")
        response.make_conditional(request.environ)
        return response

    app.after_request(compare)
