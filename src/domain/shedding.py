"""What is given up of stored errors when room gets scarce."""

from dataclasses import replace
from uuid import UUID

from domain.error_log import ErrorLog
from domain.error_report import Mark, MarkReason

NEWEST_KEPT = 3
"""Of each pattern the contents of so many errors stay: what it looks like today."""
SAMPLED = 50
"""Of so many others one keeps them: what it looked like before."""

_MIXED = 0x9E3779B97F4A7C15
_BITS = (1 << 64) - 1


def is_sampled(error_id: UUID) -> bool:
    """Whether an error belongs to the sample, always the same one (Fibonacci hashing of the id)."""
    mixed = ((error_id.int ^ error_id.int >> 64) & _BITS) * _MIXED & _BITS
    return (mixed >> 32) % SAMPLED == 0


def without_contents(error: ErrorLog) -> ErrorLog:
    """The error without stack trace and context, and marked so: what it is found, counted and told by stays."""
    report = error.report
    dropped = [
        name
        for name, there in (("stack_trace", report.stack_trace is not None), ("context", bool(report.context)))
        if there
    ]
    bare = replace(report, stack_trace=None, context={})
    return replace(error, report=bare.marked(*(Mark(name, MarkReason.DROPPED) for name in dropped)))
