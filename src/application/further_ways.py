"""Another way for a notice that has not arrived: the receiver's next channel, then the next people, then all else."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from application.arrival_of_notices import arrived_at
from application.next_level import next_level
from application.ports.unit_of_work import UnitOfWork
from application.roster import Roster
from application.standing_episode import notices_of, standing_episode
from application.written_notices import News, Telling, carry_out, circumstances
from domain.alerting import NoticeReason, Receiver, Subject, plan_notices, receivers_by_hand
from domain.episode import Episode
from domain.episode_lifecycle import has_ended
from domain.further_way import NO_WAY, further_channels
from domain.history import HistoryEntry, SubjectKind
from domain.notification import Notification, NotificationState
from domain.silence import Silence

_UNDER_WAY = (NotificationState.PENDING, NotificationState.SENDING, NotificationState.FAILED, NotificationState.HELD)

Hop = tuple[int, Sequence[Receiver]]


def take_further_way(
    work: UnitOfWork, telling: Telling, notice: Notification, *, now: datetime
) -> Sequence[Notification]:
    """Tell whoever is next in the place of, or besides, the receiver of a notice: by another channel of theirs, else
    the next level of the episode's escalation chain (which does not raise the episode's level), else the fallback
    recipients. Nobody where the person was reached otherwise, where that is under way, somebody acknowledged it, or
    staff silenced it.
    """
    # Locked, lest two that fail at once both go further.
    episode = standing_episode(work, notice.episode_id, lock=True)
    if episode is None or has_ended(episode) or notice.developer_id is None:
        return []
    notices = notices_of(work, {notice.episode_id, episode.id})
    since = [each for each in notices if each.created_at >= notice.created_at]
    if _is_dealt_with(work, episode, notice, since, now):
        return []
    silence = work.silences.matching(episode, notice.severity)
    for level, receivers in _hops(work, telling, episode, notice, notices):
        written = _tell(work, telling, episode, notice, (level, receivers), silence=silence)
        work.history.add([_gone_further(notice, level, written, now)])
        # What is silenced is told at the silence's end: one decision says so.
        if silence is not None or any(each.state in _UNDER_WAY for each in written):
            return written
    work.history.add([_gone_further(notice, notice.level, (), now)])
    return []


def _is_dealt_with(
    work: UnitOfWork, episode: Episode, notice: Notification, since: Sequence[Notification], now: datetime
) -> bool:
    acknowledged = episode.acknowledged_at
    if acknowledged is not None and acknowledged >= notice.created_at:
        return True
    others = [each for each in since if each.id != notice.id]
    gone_on = [each for each in others if each.reason == NoticeReason.UNDELIVERABLE and each.level >= notice.level]
    # Whoever is asked beside this person goes ways of their own.
    told = [each for each in others if each.level == notice.level and each not in gone_on]
    peers = {notice.developer_id, *(each.developer_id for each in told if each.developer_id is not None)}
    if any(each.developer_id not in peers for each in gone_on):
        return True
    same = [each for each in others if each.developer_id == notice.developer_id and each.level == notice.level]
    decides = any(each.further_at is not None and each.further_at > now for each in same)
    return decides or any(arrived_at(work, each) is not None for each in same)


def _hops(
    work: UnitOfWork, telling: Telling, episode: Episode, notice: Notification, notices: Sequence[Notification]
) -> Iterator[Hop]:
    policy = telling.policy
    developer = None if notice.developer_id is None else work.developers.get(notice.developer_id)
    if developer is not None and developer.can_be_asked:
        # Also those before: this notice may be the second way itself.
        own = [each for each in notices if each.developer_id == developer.id and _is_a_try(each, notice)]
        tried = [each.channel for each in own if each.id == notice.id or arrived_at(work, each) is None]
        for receiver in further_channels(developer, notice.severity, policy, tried):
            yield notice.level, [receiver]
    told = {each.developer_id for each in notices if each.developer_id is not None}
    level, roster = notice.level, Roster(work)
    while True:
        reached = next_level(work, roster, episode, above=level, told=told)
        if not reached.developers:
            break
        level = reached.level
        told |= {each.id for each in reached.developers}
        places = [receivers_by_hand(each, notice.severity, policy) for each in reached.developers]
        yield level, [place for each in places for place in each]
    yield level + 1, receivers_by_hand(None, notice.severity, policy)


def _is_a_try(earlier: Notification, notice: Notification) -> bool:
    """Whether it says of its channel that it does not lead to this person: not where that was never asked."""
    suppressed = earlier.state is NotificationState.SUPPRESSED
    return earlier.severity.at_least(notice.severity) and (not suppressed or earlier.reason in NO_WAY)


def _tell(
    work: UnitOfWork,
    telling: Telling,
    episode: Episode,
    notice: Notification,
    hop: Hop,
    *,
    silence: Silence | None,
) -> Sequence[Notification]:
    level, receivers = hop
    subject = Subject(
        pattern_id=notice.pattern_id,
        severity=notice.severity,
        reason=NoticeReason.UNDELIVERABLE,
        trusted=notice.trusted,
        by_hand=True,
    )
    known = replace(circumstances(work, telling.policy, subject, receivers, work.now()), silence=silence)
    news = News(episode=episode, reason=subject.reason, trusted=notice.trusted, level=level)
    return carry_out(work, telling, news, plan_notices(receivers, subject, telling.policy, known), silence=silence)


def _gone_further(notice: Notification, level: int, written: Sequence[Notification], now: datetime) -> HistoryEntry:
    ways = ", ".join(f"{each.channel.value} to {each.recipient}" for each in written if each.state in _UNDER_WAY)
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=notice.episode_id,
        at=now,
        action="further_way",
        reason="not_delivered" if notice.death_reason is None else notice.death_reason.value,
        before=f"{notice.channel.value} to {notice.recipient}",
        after=ways or None,
        inputs={"undelivered": str(notice.id), "level": level},
    )
