"""Every route of the application as a request that could be sent to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.routing import AnyConverter, FloatConverter, IntegerConverter, Rule, UnicodeConverter, UUIDConverter

_BY_FRAMEWORK = {"HEAD", "OPTIONS"}
_NOTHING = UUID(int=0)


@dataclass(frozen=True)
class Route:
    """A view, and a method and path that lead to it; whatever the path names does not exist."""

    view: str
    method: str
    path: str
    spelled: str
    """The path as the OpenAPI document spells it."""

    def __str__(self) -> str:
        return f"{self.method} {self.spelled}"


def routes_of(app: Flask) -> Iterator[Route]:
    """All of them but what the framework answers by itself."""
    for rule in app.url_map.iter_rules():
        methods = rule.methods or set()
        for method in sorted(methods - _BY_FRAMEWORK or methods):
            path, spelled = (_path(rule, app, spell=spell) for spell in (False, True))
            yield Route(rule.endpoint, method, path, spelled)


def _path(rule: Rule, app: Flask, *, spell: bool) -> str:
    if spell:
        values: dict[str, Any] = {name: f"{{{name}}}" for name in rule.arguments}
        path = rule.rule
        for name, value in values.items():
            start, end = path[: path.index(f"{name}>")].rindex("<"), path.index(f"{name}>") + len(name) + 1
            path = path[:start] + value + path[end:]
        return path
    values = {name: _sample(rule, name) for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, values, next(iter(rule.methods or {"GET"})))


def _sample(rule: Rule, name: str) -> object:
    """A value that the argument's converter takes."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    samples = {UUIDConverter: _NOTHING, IntegerConverter: 1, FloatConverter: 1.5, UnicodeConverter: "nothing"}
    return next((value for kind, value in samples.items() if isinstance(converter, kind)), "nothing")
