"""When what stays open goes to the next person, in the one sentence that messages, pages and explanations have."""

from collections.abc import Callable
from datetime import datetime

from domain.episode import Episode


def next_climb(episode: Episode, shown: Callable[[datetime], str]) -> str:
    """What happens to an open episode by itself, as the sweep will find it.

    An acknowledgement keeps it from climbing as long as it holds, which may be over before the deadline: that alone
    is no promise that nobody else is woken.

    Args:
        shown: a moment as its reader is to see it.
    """
    due = episode.escalates_at
    if due is None:
        # It has a deadline, so it is levels that it has no more.
        all_told = "It escalates no further: its last level was told."
        return "It does not escalate by itself." if episode.deadline is None else all_told
    if due == episode.acknowledged_until:
        return f"Escalates at {shown(due)}, when its acknowledgement lapses, unless it is resolved before."
    return f"Escalates at {shown(due)} unless it is resolved by then, or acknowledged at that time."
