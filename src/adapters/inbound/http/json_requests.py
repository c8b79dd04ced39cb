"""Bodies of what staff send: JSON, there, and not what merely looks like what is asked for."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, request
from marshmallow import fields

from adapters.inbound.http.problems import Problem, ProblemKind


class JsonBoolean(fields.Boolean):
    """`true` or `false`; neither 1 nor "yes" nor whatever else a form would send."""

    def _deserialize(self, value: object, *_: object, **__: object) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


def want_json(app: Flask) -> None:
    """Refuse, for each view that takes a body, a request without one (400) and one in another media type (415): both
    would be read as if nothing had been sent. Stands after `guard`.
    """

    def check() -> None:
        if request.routing_exception is not None or request.endpoint is None:
            return
        if not _takes_body(current_app.view_functions[request.endpoint]):
            return
        if not request.get_data():
            raise Problem(ProblemKind.MALFORMED_JSON, "There is no body: send JSON.")
        if not request.is_json:
            raise Problem(ProblemKind.MEDIA_TYPE, "Send application/json.", headers={"Accept": "application/json"})

    app.before_request(check)


@lru_cache(maxsize=1024)
def _takes_body(view: Callable[..., Any]) -> bool:
    """As its blueprint was told."""
    arguments = getattr(view, "_apidoc", {}).get("arguments", {})
    return any(each.get("in") == "json" for each in arguments.get("parameters", ()))
