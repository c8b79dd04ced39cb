"""The loop that looks after silences that have ended."""

from collections.abc import Sequence

from adapters.inbound.jobs.work_loop import LOOK_EVERY_S, WorkLoop
from application.follow_up_silences import FollowUpSilences


def silence_loops(follow_up: FollowUpSilences) -> Sequence[WorkLoop]:
    """That one."""

    def due_in_s() -> float:
        due = follow_up.due_in_s()
        return LOOK_EVERY_S if due is None else due

    return [WorkLoop("silences", lambda: follow_up.execute() > 0, due_in_s=due_in_s)]
