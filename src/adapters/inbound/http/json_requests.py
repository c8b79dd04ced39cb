"""Bodies of what staff send: JSON, there where one is needed, and not what merely looks like what is asked for."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, request
from marshmallow import fields

from adapters.inbound.http.descriptions import arguments_of
from adapters.inbound.http.problems import Problem, ProblemKind

_DEEPEST = 200
"""Python's parser ends in a RecursionError some way beyond; what is asked for here has a handful of levels."""
_QUOTE, _BACKSLASH = b'"\\'


class JsonBoolean(fields.Boolean):
    """`true` or `false`; neither 1 nor "yes" nor whatever else a form would send."""

    def _deserialize(self, value: object, *_: object, **__: object) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


def want_json(app: Flask) -> None:
    """Refuse, for each view that takes a body, one in another media type (415), and a request without any where a
    field must be named (400): both would be read as if nothing had been sent. Stands after `guard`.
    """

    def check() -> None:
        if request.routing_exception is not None or request.endpoint is None:
            return
        taken = _body_of(current_app.view_functions[request.endpoint])
        if taken is None:
            return
        if not request.get_data():
            if not taken["required"]:
                return
            raise Problem(ProblemKind.MALFORMED_JSON, "There is no body: send JSON.")
        if not request.is_json:
            raise Problem(ProblemKind.MEDIA_TYPE, "Send application/json.", headers={"Accept": "application/json"})
        if _most_levels(request.get_data()) > _DEEPEST:
            raise Problem(ProblemKind.MALFORMED_JSON, f"The JSON is nested deeper than {_DEEPEST} levels.")

    app.before_request(check)


@lru_cache(maxsize=1024)
def _body_of(view: Callable[..., Any]) -> Mapping[str, Any] | None:
    """What its blueprint was told of the body, if it takes one."""
    return next((each for each in arguments_of(view) if each.get("in") == "json"), None)


def _most_levels(body: bytes) -> int:
    """How deep it is nested; zero where it has too few brackets for it to matter."""
    if body.count(b"[") + body.count(b"{") <= _DEEPEST:
        return 0
    deepest = level = 0
    in_text = escaped = False
    for byte in body:
        if escaped:
            escaped = False
        elif in_text:
            escaped, in_text = byte == _BACKSLASH, byte != _QUOTE
        elif byte == _QUOTE:
            in_text = True
        elif byte in b"[{":
            level += 1
            deepest = max(deepest, level)
        elif byte in b"]}":
            level -= 1
    return deepest
