"""Explain why an error was treated as it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.endpoint_names import endpoint_names
from application.ports.notification_reader import NotificationDetail
from application.ports.unit_of_work import Store, UnitOfWork
from domain.episode import Episode
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern
from domain.errors import NotFound
from domain.explanation import Explanation, Repeats, Told
from domain.explanation.arrival import arrival
from domain.explanation.notices import notices
from domain.explanation.outlook import outlook, repeats
from domain.explanation.story import people_in, story
from domain.history import HistoryEntry
from domain.notification import NotificationKind, NotificationState
from domain.statistics import Period

_MOST_HOURS = 168
"""A week of repeats."""
_MOST_NOTIFICATIONS = 200
_MOST_OF_A_PATTERN = 50


@dataclass(frozen=True, slots=True)
class _Subject:
    """An error with its patterns (as stored, and as today) and the episodes that it belonged to, the present one
    first.
    """

    error: ErrorLog
    pattern: ErrorPattern
    stands_for: ErrorPattern
    episodes: Sequence[Episode]

    @property
    def episode(self) -> Episode | None:
        return self.episodes[0] if self.episodes else None

    @property
    def pattern_ids(self) -> Sequence[UUID]:
        return sorted({self.pattern.id, self.stands_for.id})


class ExplainError:
    """Account for an error: each decision taken on it, its episode and its pattern, in the order of time, with the rule
    that decided, the facts it stood on and a sentence that says so.

    - How it was received and what was changed in it; how it was grouped and placed; who was given it and why.
    - Who was told by which channel, who was not and what held it back, and each attempt with the provider's answer.
    - Repeats are told by hour and not one by one: how many errors alike arrived, for whose episode one message was due,
      and how often such were stored without opening anything. At most the newest 168 hours.
    - What happens next and when: escalation, messages that wait, removal.
    - Of an episode with more than 200 messages, and a pattern about which more than 50 things were decided, the newest
      are told.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, error_id: UUID) -> Explanation:
        """The explanation. Raises NotFound, StoreUnavailable."""
        with self._store.reading() as work:
            subject = _subject(work, error_id)
            error, episode_ids = subject.error, [episode.id for episode in subject.episodes]
            entries = _entries(work, subject)
            escalations = [step for episode_id in episode_ids for step in work.escalations.of(episode_id)]
            names = work.explanation_reader.names(people_in(entries, escalations))
            told = _told(work, episode_ids)
            repeated = _repeats(work, subject)
        decisions = [
            *arrival(error, subject.pattern, subject.stands_for, subject.episode),
            *story(entries, escalations, names),
            *notices(told, entries),
        ]
        return Explanation(
            error=error,
            decisions=sorted(decisions, key=lambda decision: decision.at),
            repeats=repeated,
            next=outlook(error, subject.episode, subject.stands_for, told),
        )


def _subject(work: UnitOfWork, error_id: UUID) -> _Subject:
    detail = work.error_reader.detail(error_id)
    if detail is None:
        raise NotFound("no error has this id, or it was deleted")
    error = detail.error
    pattern = work.patterns.get(error.pattern_id) or detail.pattern
    merged = None if pattern.merged_into is None else work.patterns.get(pattern.merged_into)
    return _Subject(error, pattern, merged or pattern, _episodes(work, error))


def _episodes(work: UnitOfWork, error: ErrorLog) -> Sequence[Episode]:
    """A merge closes an episode in favour of another; the error is moved there afterwards, in a batch."""
    present = None if error.episode_id is None else work.episodes.get(error.episode_id)
    if present is None:
        return []
    if present.merged_into is not None and error.counts_as_open:
        target = work.episodes.get(present.merged_into)
        return [present] if target is None else [target, present]
    before = work.explanation_reader.merged_into(present.id, error.pattern_id)
    return [present, *(episode for episode in map(work.episodes.get, before) if episode is not None)]


def _entries(work: UnitOfWork, subject: _Subject) -> Sequence[HistoryEntry]:
    own = [subject.error.id, *(episode.id for episode in subject.episodes)]
    entries = [entry for subject_id in own for entry in work.history.of(subject_id)]
    # What opened the episode is told as what became of the error that did.
    entries = [entry for entry in entries if entry.inputs.get("first_error") != str(subject.error.id)]
    for pattern_id in subject.pattern_ids:
        entries += work.history.of(pattern_id)[-_MOST_OF_A_PATTERN:]
    return entries


def _told(work: UnitOfWork, episode_ids: Sequence[UUID]) -> Sequence[Told]:
    found = work.notification_reader.of_episodes(episode_ids, limit=_MOST_NOTIFICATIONS)
    names = endpoint_names(work, (one.notification for one in found))
    return [
        _with_digest(work, one, names.get(one.notification.recipient))
        for one in found
        if one.notification.kind is NotificationKind.NOTICE
    ]


def _with_digest(work: UnitOfWork, found: NotificationDetail, endpoint: str | None) -> Told:
    """A digest tells of other episodes, too: here it is what became of that which it tells of this one."""
    notice, name = found.notification, found.developer_name
    held_in = notice.digest_id if notice.state is NotificationState.HELD else None
    digest = None if held_in is None else work.notification_reader.detail(held_in)
    if digest is None:
        return Told(notification=notice, attempts=found.attempts, developer_name=name, endpoint_name=endpoint)
    return Told(
        notification=notice,
        attempts=digest.attempts,
        developer_name=name,
        digest=digest.notification,
        endpoint_name=endpoint,
    )


def _repeats(work: UnitOfWork, subject: _Subject) -> Sequence[Repeats]:
    since = Period.HOUR.start(min((one.opened_at for one in subject.episodes), default=subject.error.received_at))
    arrived = work.explanation_reader.arrivals(subject.pattern_ids, since, limit=_MOST_HOURS)
    decided: list[tuple[datetime, str, int]] = []
    for pattern_id in subject.pattern_ids:
        counts = work.decision_counters.of(pattern_id, since, limit=_MOST_HOURS)
        decided += [(one.starts_at, one.reason, one.count) for one in counts]
    return repeats({one.starts_at: one.count for one in arrived}, decided, subject.episode)
