"""The OpenAPI document at `/api/error-logging/openapi.json`: views describe themselves, the rest follows."""

import json
from functools import cache
from typing import Any

from flask import Flask, Response
from flask_smorest import Api  # type: ignore[import-untyped]

from adapters.inbound.http.envelope import API
from adapters.inbound.http.openapi_doors import add_door_schemas, door_operations
from adapters.inbound.http.openapi_operations import complete
from adapters.inbound.http.openapi_parts import add_parts

_ABOUT = """\
Errors of all services are stored, grouped into patterns and given to developers, who are told.

Paths work with and without the slash at their end. Refusals are `application/problem+json` (RFC 9457); 422 names every
field at fault. Lists answer `next` and `previous`: paths that are to be followed as they are. Times are RFC 3339 in
UTC.
"""
_TAGS = {"webhooks": "Where services report errors, each in its platform's words"}


class ProblemApi(Api):  # type: ignore[misc]
    """flask-smorest with problems instead of its own form of errors, which `failures` answers."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        pass

    def _register_responses(self) -> None:
        pass

    def document(self) -> dict[str, Any]:
        """The whole document, once all views are there."""
        document: dict[str, Any] = self.spec.to_dict()
        complete(document, self._app)
        return document

    def _openapi_json(self) -> Response:
        """Ask each time whether it is still the same: the answer is 304."""
        headers = {"Cache-Control": "no-cache", "ETag": '"openapi"'}
        return Response(_written(self), 200, headers, content_type="application/json")


@cache
def _written(api: ProblemApi) -> bytes:
    return json.dumps(api.document(), ensure_ascii=False, separators=(",", ":")).encode()


def make_api(app: Flask, version: str) -> ProblemApi:
    """The document, with the doors and the webhooks' health, which must be there; further blueprints add their own."""
    app.config.update(OPENAPI_URL_PREFIX=API, OPENAPI_JSON_PATH="openapi.json")
    info = {"description": _ABOUT, "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"}}
    api = ProblemApi(
        app,
        spec_kwargs={
            "title": "Error logging",
            "version": version,
            "openapi_version": "3.1.0",
            "info": info,
            # No server: paths are those of whichever host answered the document.
            "servers": [],
        },
    )
    add_parts(api.spec.components)
    add_door_schemas(api.spec.components)
    for endpoint, operations in door_operations().items():
        api.spec.path(rule=next(app.url_map.iter_rules(endpoint)), operations=operations)
    for name, description in _TAGS.items():
        api.spec.tag({"name": name, "description": description})
    return api
