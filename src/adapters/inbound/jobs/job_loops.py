"""The loops that run scheduled jobs, and look for too many errors."""

from collections.abc import Callable, Sequence
from time import monotonic

from adapters.inbound.jobs.work_loop import LOOK_EVERY_S, WorkLoop
from application.analyze_patterns import AnalyzePatterns
from application.check_thresholds import CheckThresholds
from application.run_due_jobs import RunDueJobs

_RUNNERS = 2
"""So that a removal of hours holds nothing up."""
_THRESHOLDS_EVERY_S = 60.0
_SPIKES_EVERY_S = 300.0


def job_loops(run: RunDueJobs) -> Sequence[WorkLoop]:
    """They wait for the next slot, or for somebody who asks for a run."""

    def due_in_s() -> float:
        due = run.due_in_s()
        return LOOK_EVERY_S if due is None else due

    return [WorkLoop(f"jobs-{number}", run.execute, due_in_s=due_in_s) for number in range(1, _RUNNERS + 1)]


def watching_loops(thresholds: CheckThresholds, spikes: AnalyzePatterns) -> Sequence[WorkLoop]:
    """They look again and again, beside the jobs of the same name."""
    return [
        WorkLoop("thresholds", _every(_THRESHOLDS_EVERY_S, thresholds.execute)),
        WorkLoop("spikes", _every(_SPIKES_EVERY_S, spikes.execute)),
    ]


def _every(seconds: float, look: Callable[[], object]) -> Callable[[], bool]:
    """A step that is taken no more often, however often it is asked for."""
    last_s = -seconds

    def step() -> bool:
        nonlocal last_s
        if monotonic() - last_s >= seconds:
            look()
            # Only once it was done: after a fault it is tried again.
            last_s = monotonic()
        return False

    return step
