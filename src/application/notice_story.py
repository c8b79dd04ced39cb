"""The sentences of a notice: what happened, why this receiver is told, what comes next."""

from collections.abc import Iterator

from application.notice_times import Times, span
from application.notice_words import MESSAGE_CHARS, NAME_CHARS, listed, news_code, news_sentence, reported
from application.ports.notifier import Mended, Message
from domain.alerting import NoticeReason
from domain.delivery import Channel
from domain.escalation import EscalationReason
from domain.explanation.account import who_acted
from domain.history import HistoryEntry
from domain.next_climb import next_climb
from domain.thresholds import CLEARS_AFTER, CLEARS_BELOW, Rule, ThresholdRule

_HELD_BACK = " Told late: senders that may not page people had used up the messages of that hour."
_PLACES = {
    Channel.SLACK: "this channel is told of errors as severe as this one",
    Channel.WEBHOOK: "this endpoint takes news of this service and severity",
}
_AT_ITS_LIMIT = (NoticeReason.NEW_PATTERN, NoticeReason.REGRESSION, NoticeReason.RECURRENCE)
_EVERY = "this address receives every notice"


def news_of(message: Message, times: Times) -> str:
    """What happened (N9): new, back or escalated, from whom and why."""
    told_as, asked_for = message.notification.reason, message.asked_for
    if told_as == NoticeReason.ESCALATED and asked_for is not None:
        return _escalated(message, asked_for)
    before = reported(message.background.came_from or "", NAME_CHARS)
    if told_as == NoticeReason.REASSIGNED and before:
        return f"Given to you: {before} had not acknowledged it in time."
    late = _HELD_BACK if told_as == NoticeReason.UNTRUSTED_BUDGET_SPENT else ""
    mended = message.background.mended
    if message.background.alert is not None and news_code(told_as, message.episode.opened_because) in _AT_ITS_LIMIT:
        return _exceeded(mended, times) + late
    if mended is not None and news_code(told_as, message.episode.opened_because) == NoticeReason.REGRESSION:
        return _regressed(message, mended, times) + late
    return news_sentence(told_as, message.episode.opened_because) + late


def _escalated(message: Message, climb: HistoryEntry) -> str:
    from_name = reported(message.background.came_from or "", NAME_CHARS)
    away = f"from {from_name}" if from_name else "owned by nobody"
    level, open_for = message.notification.level, span(climb.at - message.episode.opened_at)
    if climb.reason != EscalationReason.OVERDUE:
        return f"Escalated to level {level} by hand, {away}: open for {open_for}."
    lapsed = reported(str(climb.inputs.get("acknowledged_by") or ""), NAME_CHARS)
    after = f" The acknowledgement by {lapsed} had lapsed." if lapsed else ""
    return f"Escalated to level {level}, {away}: open for {open_for}, and not resolved in time.{after}"


def _exceeded(mended: Mended | None, times: Times) -> str:
    """What is no error was never new, nor came back: a limit is exceeded."""
    if mended is None:
        return "A limit is exceeded."
    by = f" by {who_acted(mended.by)}" if mended.by else ""
    return f"A limit is exceeded again: the last time was over{by} at {times.at(mended.at)}."


def _regressed(message: Message, mended: Mended, times: Times) -> str:
    by = f" by {who_acted(mended.by)}" if mended.by else ""
    fixed, now_in = (reported(text or "", NAME_CHARS) for text in (mended.release, message.error.report.release))
    in_release = f" in release {fixed}" if fixed else ""
    came = f" came back in {now_in}" if now_in else " came back"
    return f"Regressed: it was resolved{by} at {times.at(mended.at)}{in_release}, and{came}."


def why_told(message: Message) -> str:
    """Why this receiver is."""
    notification, owner_id = message.notification, message.episode.owner_id
    place = _PLACES.get(notification.channel) if notification.developer_id is None else None
    if message.asked_for is not None:
        return _asked_for(message, message.asked_for, place)
    owner = reported(message.owner_name or "", NAME_CHARS) or "somebody else"
    if notification.developer_id is not None:
        yours = notification.developer_id == owner_id
        return (
            f"You are told because it {'is assigned to you' if yours else f'was assigned to you; {owner} owns it now'}."
        )
    if notification.reason == NoticeReason.UNDELIVERABLE:
        return "You are told because the message to whom it is assigned could not be delivered."
    if place is not None:
        return f"You are told because {place}; {'nobody' if owner_id is None else owner} owns it."
    if owner_id is None:
        return "You are told because nobody could be assigned."
    return f"You are told because {_EVERY}; {owner} owns it."


def _asked_for(message: Message, entry: HistoryEntry, place: str | None) -> str:
    owner = reported(message.owner_name or "", NAME_CHARS) or "nobody"
    note = reported(str(entry.inputs.get("note") or ""), MESSAGE_CHARS)
    said = f" Their note: {note}" if note else ""
    overdue, person = entry.reason == EscalationReason.OVERDUE, message.notification.developer_id is not None
    actor = who_acted(entry.actor)
    if message.notification.reason == NoticeReason.ASSIGNED_BY_HAND:
        before = reported(message.background.came_from or "", NAME_CHARS)
        return f"You are told because {actor} assigned it to you{f'; {before} had it before' if before else ''}.{said}"
    if place is not None:
        told = listed([reported(name, NAME_CHARS) for name in message.background.went_to]) or "nobody"
        by = "" if overdue else f" by {actor}"
        return f"You are told because {place}. It was escalated{by} to {told}; {owner} owns it.{said}"
    if overdue:
        why = "you are next" if person else "nobody else is left to be told"
        return f"You are told because {why}; {owner} owns it."
    to = "to you" if person else "and nobody else could be asked"
    return f"You are told because {actor} escalated it {to}; {owner} owns it.{said}"


def what_next(message: Message, times: Times) -> str:
    """What happens by itself, when and to whom."""
    episode, following = message.episode, message.background.next_up
    if episode.closed_at is not None:
        return f"Nothing to do: it was closed at {times.at(episode.closed_at)}."
    said = [*_ends_by_itself(message.background.alert), next_climb(episode, times.due)]
    if following is not None:
        said.append(f"Next is {reported(following, MESSAGE_CHARS)}.")
    if episode.owner_id is None:
        said.append("Nobody owns it yet: assignment is tried again when developers change.")
    return " ".join(said)


def _ends_by_itself(alert: Rule | None) -> Iterator[str]:
    if isinstance(alert, ThresholdRule):
        minutes = int(CLEARS_AFTER.total_seconds() // 60)
        yield f"It ends by itself after {minutes} minutes below {CLEARS_BELOW * 100:.0f} % of the limit."
    elif alert is not None:
        yield f"It ends by itself once less than {alert.ends_below * 100:.0f} % of the storage are used."
