"""Counts what the doors turn away."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.inbound.http.body import Environ
from adapters.inbound.http.failures import problem_of
from adapters.inbound.http.fast_lane import Door
from adapters.inbound.http.problems import Problem
from adapters.inbound.http.ready_answer import ReadyAnswer
from application.intake_tally import IntakeTally

SERVICES = "error_logging.services"
"""Where a door puts the service of each error that it has read, so that a refusal counts for those; none where it has
counted them itself."""


def counted(door: Door, tally: IntakeTally, default_service: str) -> Door:
    """The door, whose refusals are counted: for the services whose errors it had read by then, else once, for
    `default_service`.
    """

    def count(environ: Environ) -> ReadyAnswer:
        try:
            return door(environ)
        except Exception as raised:
            reason = reason_of(problem_of(raised))
            for service in environ.get(SERVICES, (default_service,)):
                tally.note(reason, service)
            raise
        finally:
            tally.write_sometimes()

    return count


def reason_of(problem: Problem) -> str:
    """The refusal's stable name."""
    code = problem.members.get("code")
    return code if isinstance(code, str) else problem.kind.name.lower()


def count_refused_items(
    environ: Environ, tally: IntakeTally, services: Sequence[str], results: Sequence[Mapping[str, Any]]
) -> None:
    """Count each item of a list by itself; whatever the whole of it is answered is counted then."""
    for service, result in zip(services, results, strict=True):
        if "problem" in result:
            problem = result["problem"]
            kind = problem["type"].rpartition(":")[2].replace("-", "_")
            tally.note(problem.get("code", kind), service)
    environ[SERVICES] = ()
