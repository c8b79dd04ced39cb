"""Views whose answers cost the store much, and give way under load."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from flask import Flask, Request, request

from application.costly_reads import CostlyReads


def _always(_: Request) -> bool:
    return True


def _searches(asked: Request) -> bool:
    return bool(asked.args.get("q"))


COSTLY: Mapping[str, Callable[[Request], bool]] = {
    "errors.list_errors": _searches,
    "errors.list_recent_errors": _searches,
    "errors.list_critical_errors": _searches,
    "patterns.list_patterns": _searches,
    "patterns.show_pattern": _always,  # With its trend.
    "statistics.show_statistics": _always,
    "statistics.show_services": _always,
    "developers.show_workload": _always,
}
"""By the name of the view: which of its requests are costly."""


def shed_under_load(app: Flask, reads: CostlyReads) -> None:
    """Let these views ask for admission, after all views are there and before their answers are remembered."""
    for view, is_costly in COSTLY.items():
        app.view_functions[view] = _admitted(app.view_functions[view], view, reads, is_costly)


def _admitted(
    view: Callable[..., Any], name: str, reads: CostlyReads, is_costly: Callable[[Request], bool]
) -> Callable[..., Any]:
    @wraps(view)
    def answer_if_admitted(*args: Any, **kwargs: Any) -> Any:
        if not is_costly(request):
            return view(*args, **kwargs)
        with reads.admitted(name):
            return view(*args, **kwargs)

    return answer_if_admitted
