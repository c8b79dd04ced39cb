"""What stands in the URL of a request: each parameter once."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, request
from webargs.fields import DelimitedList

from adapters.inbound.http.descriptions import arguments_of
from adapters.inbound.http.problems import FieldFault, Problem, ProblemKind


def want_parameters_once(app: Flask) -> None:
    """Refuse a parameter that is given again (422): all but one would be dropped, and an answer to half of the question
    looks like one to all of it. Stands after `guard`.
    """

    def check() -> None:
        if request.routing_exception is not None or request.endpoint is None:
            return
        taken = _parameters_of(current_app.view_functions[request.endpoint])
        again = [name for name, values in request.args.lists() if len(values) > 1 and name in taken]
        if again:
            faults = [FieldFault(name, "is given more than once", taken[name]) for name in again]
            raise Problem(ProblemKind.INVALID, "See `errors`.", errors=faults)

    app.before_request(check)


@lru_cache(maxsize=1024)
def _parameters_of(view: Callable[..., Any]) -> Mapping[str, str]:
    """Those that its blueprint was told of, each with how it is given."""
    return {
        field.data_key or name: "several values by comma" if isinstance(field, DelimitedList) else "one value"
        for taken in arguments_of(view)
        if taken.get("in") == "query"
        for name, field in taken["schema"].fields.items()
    }
