"""Whom to tell instead of somebody who cannot be reached."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from application.digests import digest_not_delivered
from application.further_ways import take_further_way
from application.ports.ids import Ids
from application.ports.unit_of_work import UnitOfWork
from application.standing_episode import lock_standing, notices_of, standing_episode
from application.written_notices import News, Telling, carry_out, circumstances, told
from domain.alerting import (
    AlertingPolicy,
    NoticeReason,
    PlannedNotice,
    plan_notices,
    receivers_instead,
    subject_instead,
)
from domain.episode_lifecycle import has_ended
from domain.history import HistoryEntry, SubjectKind
from domain.notification import Notification, NotificationKind, NotificationState, notice_expires_at
from domain.severity import Severity

_NOT_UNDER_WAY = (NotificationState.DEAD, NotificationState.SUPPRESSED)


def tell_fallback(work: UnitOfWork, ids: Ids, policy: AlertingPolicy, dead: Notification) -> None:
    """Keep that a notification died. Of what a developer could not be told, the fallback recipients are; of what is
    critical whoever is next is, at once. A digest goes to the fallback recipients as it is.
    """
    now, telling = work.now(), Telling(ids, policy)
    work.history.add([_not_delivered(dead, now)])
    digest_not_delivered(work, dead, now)
    if dead.kind is NotificationKind.DIGEST:
        _tell_of_digest(work, telling, dead, now)
    elif dead.kind is NotificationKind.NOTICE:
        _tell_of_notice(work, telling, dead, now)


def _tell_of_notice(work: UnitOfWork, telling: Telling, dead: Notification, now: datetime) -> None:
    # Locked, lest two that die at once both tell them.
    episode = standing_episode(work, dead.episode_id, lock=True)
    if episode is None or has_ended(episode):
        return
    if dead.severity is Severity.CRITICAL and dead.developer_id is not None:
        take_further_way(work, telling, dead, now=now)
        return
    notices = notices_of(work, {dead.episode_id, episode.id})
    # Who was told before may think since that this person was, too.
    others = [each for each in notices if each.id != dead.id and each.created_at >= dead.created_at]
    informed = {notice.recipient for notice in others if notice.state not in _NOT_UNDER_WAY}
    news = News(episode=episode, reason=NoticeReason.UNDELIVERABLE, trusted=dead.trusted, level=dead.level)
    carry_out(work, telling, news, _planned(work, telling, dead, informed, now))


def _tell_of_digest(work: UnitOfWork, telling: Telling, dead: Notification, now: datetime) -> None:
    held = work.digests.held_in(dead.id)
    critical = [one for one in held if one.severity is Severity.CRITICAL]
    # All of them first, in the order in which ingest locks them.
    lock_standing(work, {one.episode_id for one in critical})
    for one in critical:
        take_further_way(work, telling, replace(one, death_reason=dead.death_reason), now=now)
    # However many they are: one message, which says what the digest said.
    if not any(one.severity is not Severity.CRITICAL and _is_open(work, one) for one in held):
        return
    for plan in _planned(work, telling, dead, (), now):
        due = plan.sent_from or plan.held_until
        if due is not None:
            instead = _as_it_is(dead, plan, telling.ids, due=due, now=now)
            work.notifications.add([instead])
            work.history.add([told(replace(instead, episode_id=one.episode_id), now) for one in held])


def _planned(
    work: UnitOfWork, telling: Telling, dead: Notification, informed: Collection[str], now: datetime
) -> Sequence[PlannedNotice]:
    """What the fallback recipients are told, and when: a mailbox that refuses everything does not fill theirs."""
    receivers, subject = receivers_instead(dead, telling.policy, told=informed), subject_instead(dead)
    known = circumstances(work, telling.policy, subject, receivers, now)
    return plan_notices(receivers, subject, telling.policy, known)


def _is_open(work: UnitOfWork, held: Notification) -> bool:
    episode = standing_episode(work, held.episode_id)
    return episode is not None and not has_ended(episode)


def _as_it_is(dead: Notification, plan: PlannedNotice, ids: Ids, *, due: datetime, now: datetime) -> Notification:
    """The digest, to another receiver."""
    return Notification(
        id=ids.new(now),
        episode_id=dead.episode_id,
        pattern_id=dead.pattern_id,
        error_id=dead.error_id,
        developer_id=plan.developer_id,
        channel=plan.channel,
        recipient=plan.recipient,
        severity=dead.severity,
        reason=NoticeReason.UNDELIVERABLE,
        state=NotificationState.PENDING,
        created_at=now,
        expires_at=notice_expires_at(dead.severity, due),
        next_attempt_at=due,
        trusted=dead.trusted,
        sent_from=due,
        kind=NotificationKind.DIGEST,
        repeats=dead.repeats,
        frozen_at=dead.frozen_at,
        body=dead.body,
    )


def _not_delivered(dead: Notification, now: datetime) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=dead.episode_id,
        at=now,
        action="not_delivered",
        reason="" if dead.death_reason is None else dead.death_reason.value,
        after=dead.recipient or None,
        inputs={"channel": dead.channel.value, "notification": str(dead.id), "answer": dead.last_answer},
    )
