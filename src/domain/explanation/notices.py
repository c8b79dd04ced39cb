"""Who was told of an episode, who was not and why, and what became of each message."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from domain.alerting import NoticeReason
from domain.delivery import Attempt, DeliveryOutcome
from domain.display_text import safe_line
from domain.explanation.account import About, Decision, Told, in_words, named, reported, utc
from domain.explanation.story import TOLD
from domain.history import HistoryEntry
from domain.notification import ARRIVED, DeathReason, Notification, NotificationState

_BECAUSE = {
    NoticeReason.NEW_PATTERN: "nothing like it was seen before",
    NoticeReason.REGRESSION: "it was resolved and came back",
    NoticeReason.RECURRENCE: "it is back, and had ended without a fix",
    NoticeReason.MORE_SEVERE: "it became more severe",
    NoticeReason.ASSIGNED_LATE: "an owner was found only now",
    NoticeReason.NOBODY_ASSIGNABLE: "nobody could be assigned",
    NoticeReason.REOPENED: "somebody opened it again",
    NoticeReason.IGNORE_LAPSED: "it was ignored until what is reached now",
    NoticeReason.SPIKING: "it comes far more often than in its busy hours",
    NoticeReason.ASSIGNED_BY_HAND: "it was given to this person by hand",
    NoticeReason.ESCALATED: "it was escalated",
    NoticeReason.REASSIGNED: "nobody had acknowledged it in time, and it was given to this person",
    NoticeReason.UNDELIVERABLE: "the message to its owner could not be delivered",
    NoticeReason.SILENCE_ENDED: "it was silenced, and is still open at the end of that",
    NoticeReason.DIGEST: "it sums up what was held back",
    NoticeReason.SUMMARY: "it sums up the day",
    NoticeReason.UNTRUSTED_BUDGET_SPENT: "senders who may not page people had used up the messages of that hour",
    NoticeReason.QUIET_HOURS: "it falls into this person's quiet hours",
    NoticeReason.OUTSIDE_WORKING_HOURS: "it can wait for this person's working hours",
    NoticeReason.QUIET_PERIOD: "this receiver had been told of the pattern a short while before, when it was as bad",
    NoticeReason.RECEIVER_RATE: "this receiver had had as many messages as fit into an hour",
    NoticeReason.SUMMED_UP: "much came at once for this receiver",
}
_HELD_BACK = {
    NoticeReason.BELOW_MINIMUM: "{severity} is milder than what this person wants to be told",
    NoticeReason.NOT_WANTED: "this person wants to be told of {severity} ones by no channel",
    NoticeReason.SENDER_NOT_TRUSTED: "senders who may not page people cause no text message",
    NoticeReason.SMS_BUDGET_SPENT: "the text messages of that day were used up",
    NoticeReason.SILENCED: "it was silenced",
    NoticeReason.IMPORTED: "it was imported or restored, and happened long ago",
    NoticeReason.IN_ANOTHER_DIGEST: "another digest for the same receiver tells of it",
    NoticeReason.BELOW_CHANNEL_SEVERITY: "{severity} is less than what {channel} tells of by itself",
    NoticeReason.CHANNEL_OFF: "the channel {channel} is off",
    NoticeReason.NO_ADDRESS: "there is no address for {channel}",
    NoticeReason.UNTRUSTED_BUDGET_SPENT: (
        "senders who may not page people had used up the messages of that hour and of the day after"
    ),
    NoticeReason.ALREADY_TOLD: "this person had had a message of the episode that was as bad",
    NoticeReason.EPISODE_ENDED: "there was nothing to do about it any more before it was sent",
    NoticeReason.TOLD_INSTEAD: "a trusted sender's message took the place of this one, which still waited",
}
_OUTCOMES = {
    DeliveryOutcome.ACCEPTED: "it was accepted",
    DeliveryOutcome.REFUSED: "it was refused for good",
    DeliveryOutcome.DEFERRED: "it was refused for now",
    DeliveryOutcome.UNREACHABLE: "the channel gave no answer about it",
    DeliveryOutcome.UNKNOWN: "whether it arrived is not known, so it is sent again",
}
_GIVEN_UP = {
    DeathReason.REFUSED: "it was refused for good",
    DeathReason.OUT_OF_ATTEMPTS: "its attempts were used up",
    DeathReason.EXPIRED: "it was too late to be worth sending",
    DeathReason.UNDELIVERED: "its provider could not bring it to the receiver",
    DeathReason.SUBJECT_GONE: "the error that it tells of was removed",
    DeathReason.RECEIVER_REMOVED: "the developer was removed meanwhile",
}
_LONGEST_ADDRESS = 254
_MORE_INPUTS = ("held_until", "digest", "news", "silence", "silenced_by", "silenced_because")
"""What a decision rested on besides, as the history has it."""


def notices(told: Sequence[Told], entries: Iterable[HistoryEntry]) -> list[Decision]:
    """Each decision to tell somebody or not to, with each attempt and its end, from what is on record and from the
    notifications themselves.
    """
    by_id = {str(one.notification.id): one for one in told}
    decisions, mentioned, dead = [], set(), set()
    for entry in entries:
        # Others name a message, too: an acknowledgement the one whose link was followed.
        name = entry.inputs.get("notification") if entry.action in TOLD else None
        one = by_id.get(str(name))
        if one is None:
            continue
        if entry.action == "not_delivered":
            dead.add(name)
            decisions.append(_given_up(one, entry.at))
        else:
            mentioned.add(name)
            decisions.append(_decided(one, entry.at, entry.reason, entry.inputs))
    for name, one in by_id.items():
        notice = one.notification
        if name not in mentioned:
            decisions.append(_decided(one, notice.created_at, notice.reason, _inputs_of(one)))
        if one.sent_as.state is NotificationState.DEAD and name not in dead:
            decisions.append(_given_up(one, _last_moment(one)))
        decisions += [_attempted(one, attempt) for attempt in one.attempts]
        decisions += _arrived(one)
    return decisions


def receiver(told: Told) -> str:
    """The person and the address, or the webhook endpoint, as far as there are such."""
    if told.endpoint_name:
        return named(told.endpoint_name)
    address = safe_line(told.notification.recipient, _LONGEST_ADDRESS)
    name = named(told.developer_name) if told.developer_name else ""
    if not address:
        return name or "Nobody"
    return f"{name} ({address})" if name else address


def _inputs_of(told: Told) -> Mapping[str, str | int | None]:
    """What the history would have said, had it not been cut off."""
    notice = told.notification
    if notice.state is NotificationState.SUPPRESSED:
        return {}
    start, digest = notice.sent_from or notice.next_attempt_at, told.digest
    if digest is None or digest.sent_from is None:
        return {} if start is None else {"sent_from": start.isoformat()}
    return {"held_until": digest.sent_from.isoformat(), "digest": str(digest.id)}


def _decided(told: Told, at: datetime, reason: str, said: Mapping[str, str | int | None]) -> Decision:
    notice = told.notification
    start, digest_at = _moment(said.get("sent_from")), _moment(said.get("held_until"))
    if digest_at is not None:
        decision, why = "held_back", _because(reason)
        sentence = (
            f"{receiver(told)} is told by {notice.channel} in a digest, at {utc(digest_at)} at the latest: {why}."
        )
    elif start is None:
        decision, sentence = "not_told", _why_not(told, reason, said)
    elif start > at:
        decision = "held_back"
        sentence = f"{receiver(told)} is told by {notice.channel}, but not before {utc(start)}: {_because(reason)}."
    else:
        decision, sentence = "told", f"{receiver(told)} is told by {notice.channel}: {_because(reason)}."
    return Decision(
        at=at,
        about=About.NOTIFICATION,
        decision=decision,
        reason=reason,
        sentence=sentence,
        inputs={
            **_facts(notice),
            "sent_from": None if start is None else start.isoformat(),
            **{name: said[name] for name in _MORE_INPUTS if name in said},
        },
    )


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def _because(reason: str) -> str:
    return next((text for known, text in _BECAUSE.items() if known == reason), in_words(reason))


def _why_not(told: Told, reason: str, said: Mapping[str, str | int | None]) -> str:
    notice = told.notification
    why = next((text for known, text in _HELD_BACK.items() if known == reason), in_words(reason))
    why = why.format(severity=notice.severity.value, channel=notice.channel.value)
    if reason == NoticeReason.SILENCED and "silenced_by" in said:
        because = reported(str(said.get("silenced_because") or ""))
        why = f"{named(str(said['silenced_by']))} silenced it: {because}"
    return f"{receiver(told)} is not told by {notice.channel}: {why}."


def _attempted(told: Told, attempt: Attempt) -> Decision:
    where, number = receiver(told), attempt.number
    if attempt.outcome is None:
        said = "runs, or its worker died in it; then the next attempt says so"
    else:
        said = f"ended at {utc(attempt.ended_at or attempt.started_at)}: {_OUTCOMES[attempt.outcome]}"
        said += f", with the answer {reported(attempt.answer)}" if attempt.answer else ""
    return Decision(
        at=attempt.started_at,
        about=About.DELIVERY,
        decision="attempted",
        reason="under_way" if attempt.outcome is None else attempt.outcome.value,
        sentence=f"Attempt {number} to reach {where} by {told.notification.channel} {said}.",
        inputs={
            **_facts(told.notification),
            "number": number,
            "worker": attempt.worker,
            "ended_at": None if attempt.ended_at is None else attempt.ended_at.isoformat(),
            "answer": attempt.answer,
        },
    )


def _given_up(told: Told, at: datetime) -> Decision:
    notice = told.sent_as
    why = "" if notice.death_reason is None else f": {_GIVEN_UP[notice.death_reason]}"
    last = f" The last answer was {reported(notice.last_answer)}." if notice.last_answer else ""
    return Decision(
        at=at,
        about=About.DELIVERY,
        decision="given_up",
        reason="" if notice.death_reason is None else notice.death_reason.value,
        sentence=f"The message to {receiver(told)} was given up{why}.{last}",
        inputs={**_facts(notice), "answer": notice.last_answer},
    )


def _arrived(told: Told) -> Iterator[Decision]:
    notice = told.sent_as
    for decision, at in (("delivered", notice.delivered_at), ("read", notice.read_at)):
        if at is not None and notice.state in ARRIVED:
            yield Decision(
                at=at,
                about=About.DELIVERY,
                decision=decision,
                reason=decision,
                sentence=f"The message to {receiver(told)} was {decision}.",
                inputs=_facts(notice),
            )


def _last_moment(told: Told) -> datetime:
    ends = [attempt.ended_at or attempt.started_at for attempt in told.attempts]
    return max(ends, default=told.notification.created_at)


def _facts(notice: Notification) -> dict[str, str | int | bool | None]:
    return {
        "notification": str(notice.id),
        "channel": notice.channel.value,
        "recipient": notice.recipient,
        "developer": None if notice.developer_id is None else str(notice.developer_id),
        "severity": notice.severity.value,
        "state": notice.state.value,
        "trusted": notice.trusted,
    }
