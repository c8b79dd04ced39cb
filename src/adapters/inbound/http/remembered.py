"""Views whose answers are remembered, and for how long."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from flask import Flask, Response, make_response, request

from application.remembered_answers import RememberedAnswers

RECENT_ERRORS_S = 300
STATISTICS_S = 900
WORKLOAD_S = 600

LIFETIMES_S: Mapping[str, int] = {
    "errors.list_recent_errors": RECENT_ERRORS_S,
    "developers.show_workload": WORKLOAD_S,
    "statistics.show_statistics": STATISTICS_S,
    "statistics.show_services": STATISTICS_S,
}
"""By the name of the view. It answers a GET with 200 and JSON or raises, and answers the same to all who may ask."""


def remember(app: Flask, answers: RememberedAnswers, lifetimes_s: Mapping[str, int] = LIFETIMES_S) -> None:
    """Answer these views from memory, after all views are there. The answer says in `X-Cache` whether it was
    remembered; a request with `Cache-Control: no-cache` has it made anew.
    """
    for view, lifetime_s in lifetimes_s.items():
        app.view_functions[view] = _remembered(app.view_functions[view], answers, lifetime_s)


def _remembered(view: Callable[..., Any], answers: RememberedAnswers, lifetime_s: int) -> Callable[..., Response]:
    @wraps(view)
    def answer_from_memory(*args: Any, **kwargs: Any) -> Response:
        def make() -> bytes:
            response = make_response(view(*args, **kwargs))
            assert response.status_code == 200, "what is remembered must be an answer that holds for others"
            return response.get_data()

        renew = bool(request.cache_control.no_cache)
        answer = answers.answer(_name(), lifetime_s=lifetime_s, make=make, renew=renew)
        headers = {"X-Cache": "miss" if answer.made else "hit"}
        return Response(answer.body, 200, headers, content_type="application/json")

    return answer_from_memory


def _name() -> str:
    """What is asked for, however it was written."""
    query = sorted(request.args.items(multi=True))
    return repr((request.path.rstrip("/"), query))
