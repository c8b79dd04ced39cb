"""The loops that look after what nobody deals with."""

from collections.abc import Sequence

from adapters.inbound.jobs.work_loop import WorkLoop, or_look
from application.escalate_overdue_episodes import EscalateOverdueEpisodes
from application.reassign_unacknowledged import ReassignUnacknowledged
from application.take_further_ways import TakeFurtherWays


def escalation_loops(
    escalate: EscalateOverdueEpisodes, further: TakeFurtherWays, reassign: ReassignUnacknowledged
) -> Sequence[WorkLoop]:
    """One each."""
    return [
        WorkLoop("escalate", lambda: escalate.execute() > 0, due_in_s=or_look(escalate.due_in_s)),
        WorkLoop("further-ways", lambda: further.execute() > 0, due_in_s=or_look(further.due_in_s)),
        WorkLoop("reassign", lambda: reassign.execute() > 0),
    ]
