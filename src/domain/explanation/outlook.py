"""How often it happened again, and what comes next."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from domain.episode import Episode
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern, PatternStatus
from domain.explanation.account import NextStep, Repeats, Told, in_words, named, reported, utc
from domain.explanation.notices import receiver
from domain.next_climb import next_climb
from domain.placement_reason import PlacementReason

ARRIVED = "arrived"


def repeats(
    arrivals: Mapping[datetime, int], decided: Iterable[tuple[datetime, str, int]], episode: Episode | None
) -> list[Repeats]:
    """By hour how many errors alike arrived, for whose episode one message was due, and how often the same was
    decided about such.
    """
    found = [
        Repeats(hour=hour, reason=ARRIVED, count=count, sentence=_arrived(hour, count, episode))
        for hour, count in arrivals.items()
    ]
    found += [
        Repeats(hour=hour, reason=reason, count=count, sentence=_decided(hour, reason, count))
        for hour, reason, count in decided
    ]
    return sorted(found, key=lambda one: (one.hour, one.reason))


def _arrived(hour: datetime, count: int, episode: Episode | None) -> str:
    told = "" if episode is None else f" The episode has {episode.errors:,} in all, and one message was due for them."
    return f"In the hour from {utc(hour)} {_errors(count)} alike arrived.{told}"


def _decided(hour: datetime, reason: str, count: int) -> str:
    known = reason in PlacementReason.__members__.values()
    end = " and opened nothing" if known and PlacementReason(reason).opens_nothing else ""
    return f"In the hour from {utc(hour)} {_errors(count)} alike were placed as {in_words(reason)}{end}."


def _errors(count: int) -> str:
    return f"{count:,} {'error' if count == 1 else 'errors'}"


def outlook(error: ErrorLog, episode: Episode | None, pattern: ErrorPattern, told: Sequence[Told]) -> list[NextStep]:
    """What happens by itself unless somebody does something, the earliest first, then what waits for no moment."""
    steps = [*_of_episode(episode), *_of_messages(told), *_of_pattern(pattern)]
    steps.append(
        NextStep(
            at=error.expires_at, what="removal", sentence=f"Retention removes the error after {utc(error.expires_at)}."
        )
    )
    return sorted(steps, key=lambda step: (step.at is None, step.at or error.expires_at))


def _of_episode(episode: Episode | None) -> Iterator[NextStep]:
    if episode is None or episode.closed_at is not None:
        return
    if episode.triage is not None:
        why = in_words(episode.triage.reason)
        yield NextStep(at=None, what="triage", sentence=f"A worker decides who is asked and told: {why}.")
    if episode.owner_id is None:
        yield NextStep(
            at=None, what="assignment", sentence="Nobody owns the episode: it is tried again when developers change."
        )
    if episode.acknowledged_at is not None:
        who = named(episode.acknowledged_by or "somebody")
        until = "" if episode.acknowledged_until is None else f" It lapses at {utc(episode.acknowledged_until)}."
        sentence = f"It was acknowledged by {who}; that ends when its severity rises or it is withdrawn.{until}"
        yield NextStep(at=episode.acknowledged_until, what="acknowledged", sentence=sentence)
    what = "no_escalation" if episode.escalates_at is None else "escalation"
    yield NextStep(at=episode.escalates_at, what=what, sentence=next_climb(episode, utc))


def _of_messages(told: Sequence[Told]) -> Iterator[NextStep]:
    for one in told:
        notice = one.sent_as
        if notice.next_attempt_at is not None:
            message = "message" if one.digest is None else "digest"
            sentence = (
                f"The {message} to {receiver(one)} by {notice.channel} is due at {utc(notice.next_attempt_at)}, "
                f"and given up after {utc(notice.expires_at)}."
            )
            yield NextStep(at=notice.next_attempt_at, what="delivery", sentence=sentence)


def _of_pattern(pattern: ErrorPattern) -> Iterator[NextStep]:
    if pattern.status is not PatternStatus.IGNORED:
        return
    ends = [f"until {utc(pattern.ignored_until)}"] if pattern.ignored_until is not None else []
    if pattern.ignored_until_count is not None:
        ends.append(f"until it was seen {pattern.ignored_until_count:,} times")
    if pattern.ignored_until_release is not None:
        ends.append(f"until the release {reported(pattern.ignored_until_release)}")
    sentence = f"Its pattern is ignored {' or '.join(ends) or 'for good'}: what arrives opens nothing."
    yield NextStep(at=pattern.ignored_until, what="ignored", sentence=sentence)
