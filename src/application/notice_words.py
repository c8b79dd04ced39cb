"""The words that notices and digests share."""

from collections.abc import Mapping, Sequence

from domain.alerting import NEWS, NoticeReason
from domain.display_text import safe_line, unlinked
from domain.episode import TriageReason

NAME_CHARS = 80
TYPE_CHARS = 120
MESSAGE_CHARS = 300
MOST_NAMED = 3

TEST_REASON = "test"
"""Of what only shows whether messages arrive."""
TEST_NEWS = "This is a test: nothing is wrong."

_NEWS: Mapping[str, str] = {
    NoticeReason.NEW_PATTERN: "New: this was never seen before.",
    NoticeReason.REGRESSION: "Regressed: it was resolved and came back.",
    NoticeReason.RECURRENCE: "Back again: it ended before without a fix.",
    NoticeReason.MORE_SEVERE: "More severe than before.",
    NoticeReason.ASSIGNED_LATE: "Assigned only now: nobody fitted before.",
    NoticeReason.REOPENED: "Opened again by hand.",
    NoticeReason.SPIKING: "Spiking: it comes far more often than in its busy hours.",
    NoticeReason.IGNORE_LAPSED: "Back: the time, count or release until which it was ignored is reached.",
    NoticeReason.SILENCE_ENDED: "Still open: it was silenced, and that has ended.",
    NoticeReason.ASSIGNED_BY_HAND: "Assigned to you by hand.",
    NoticeReason.ESCALATED: "Escalated by hand.",
    NoticeReason.REASSIGNED: "Given to you: nobody acknowledged it in time.",
    NoticeReason.NOBODY_ASSIGNABLE: "Nobody could be assigned.",
    NoticeReason.UNDELIVERABLE: "Its owner could not be told.",
}
_MARKS: Mapping[str, str] = {
    NoticeReason.REGRESSION: "back",
    NoticeReason.RECURRENCE: "back",
    NoticeReason.IGNORE_LAPSED: "back",
    NoticeReason.MORE_SEVERE: "worse",
    NoticeReason.ASSIGNED_LATE: "assigned",
    NoticeReason.ASSIGNED_BY_HAND: "assigned",
    NoticeReason.REASSIGNED: "reassigned",
    NoticeReason.REOPENED: "reopened",
    NoticeReason.SPIKING: "spiking",
    NoticeReason.SILENCE_ENDED: "still open",
    NoticeReason.ESCALATED: "escalated",
    NoticeReason.NOBODY_ASSIGNABLE: "no owner",
    NoticeReason.UNDELIVERABLE: "owner not told",
}
_AS_IT_OPENED = (NoticeReason.NOBODY_ASSIGNABLE, NoticeReason.UNDELIVERABLE)
"""Reasons that say who is told, not what happened."""


def reported(text: str, limit_chars: int) -> str:
    """What a sender said, as one harmless line."""
    # Unlinked last: what escaping and cutting leave behind is what a mail program sees.
    return unlinked(safe_line(text, limit_chars))


def few(names: Sequence[str], *, of: int | None = None) -> tuple[str, ...]:
    """The first three, and how many more there are.

    Args:
        of: how many there are, where they are not all given.
    """
    more = (len(names) if of is None else of) - MOST_NAMED
    return (*names[:MOST_NAMED], f"{more} more") if more > 0 else tuple(names)


def listed(names: Sequence[str]) -> str:
    """As people say it: “Ada, Ben and Lea”; "" of nobody."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def news_code(told_as: str, opened_because: TriageReason) -> str:
    """What happened; for what is no news of its own, how its episode opened."""
    return told_as if told_as in _NEWS and told_as not in _AS_IT_OPENED else NEWS[opened_because]


def news_sentence(told_as: str, opened_because: TriageReason) -> str:
    """The same in a sentence."""
    if told_as == TEST_REASON:
        return TEST_NEWS
    return _NEWS[news_code(told_as, opened_because)]


def news_mark(told_as: str, opened_because: TriageReason, level: int) -> str:
    """The same in a word or two, to stand beside the severity where nothing else may be seen; "" for what is new."""
    mark = _MARKS.get(news_code(told_as, opened_because), "")
    if told_as == NoticeReason.ESCALATED and level:
        mark = f"{mark} {level}"
    return ", ".join(filter(None, (mark, _MARKS.get(told_as, "") if told_as in _AS_IT_OPENED else "")))


def short_news(told_as: str, level: int) -> str:
    """The same in a few words, for one line of many."""
    if told_as == NoticeReason.ESCALATED:
        return f"escalated to level {level}" if level else "escalated"
    return told_as.replace("_", " ")
