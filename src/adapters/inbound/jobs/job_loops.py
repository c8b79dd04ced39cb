"""The loops that run scheduled jobs, and look for too many errors."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from adapters.inbound.jobs.work_loop import WorkLoop, or_look
from application.analyze_patterns import AnalyzePatterns
from application.beat_heart import BeatHeart
from application.check_thresholds import CheckThresholds
from application.run_due_jobs import RunDueJobs
from application.shed_contents import ShedContents
from application.tell_of_storage import TellOfStorage

_RUNNERS = 2
"""So that a removal of hours holds nothing up."""
_THRESHOLDS_EVERY = timedelta(minutes=1)
_SPIKES_EVERY = timedelta(minutes=5)


def job_loops(run: RunDueJobs) -> Sequence[WorkLoop]:
    """They wait for the next slot, or for somebody who asks for a run."""
    due_in_s = or_look(run.due_in_s)
    return [WorkLoop(f"jobs-{number}", run.execute, due_in_s=due_in_s) for number in range(1, _RUNNERS + 1)]


def watching_loops(
    thresholds: CheckThresholds, spikes: AnalyzePatterns, now: Callable[[], datetime]
) -> Sequence[WorkLoop]:
    """They look again and again, beside the jobs of the same name.

    Args:
        now: the store's clock.
    """
    return [
        WorkLoop("thresholds", _every(_THRESHOLDS_EVERY, now, thresholds.execute)),
        WorkLoop("spikes", _every(_SPIKES_EVERY, now, spikes.execute)),
    ]


def storage_loops(shed: ShedContents, tell: TellOfStorage) -> Sequence[WorkLoop]:
    """What is done about a store that fills up: each looks every 10 s."""
    return [WorkLoop("shed-contents", shed.execute), WorkLoop("tell-of-storage", tell.execute)]


def heartbeat_loops(beat: BeatHeart | None, every: timedelta, now: Callable[[], datetime]) -> Sequence[WorkLoop]:
    """One, where somebody listens. A loop of its own, lest a slow listener hold anything up."""
    return [] if beat is None else [WorkLoop("heartbeat", _every(every, now, beat.execute))]


def _every(span: timedelta, now: Callable[[], datetime], look: Callable[[], object]) -> Callable[[], bool]:
    """A step that is taken no more often, however often it is asked for."""
    last: datetime | None = None

    def step() -> bool:
        nonlocal last
        at = now()
        # A clock that was put back must not stop it.
        if last is None or not last <= at < last + span:
            look()
            # Only once it was done: after a fault it is tried again.
            last = at
        return False

    return step
