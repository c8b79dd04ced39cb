"""News, as decisions about whom they are told to, as notifications and as history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from application.digests import hold
from application.ports.ids import Ids
from application.ports.unit_of_work import UnitOfWork
from domain.alerting import (
    AlertingPolicy,
    Circumstances,
    LatelySent,
    NoticeReason,
    PlannedNotice,
    Receiver,
    Subject,
    hour_of,
    plan_notices,
    receivers_of_news,
)
from domain.delivery import Channel
from domain.developer import Developer
from domain.episode import Episode
from domain.error_log import ErrorLog
from domain.further_way import further_way_at
from domain.history import HistoryEntry, SubjectKind
from domain.notification import ARRIVED, Notification, NotificationState, notice_expires_at
from domain.severity import Severity
from domain.silence import Silence

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Telling:
    """What telling needs."""

    ids: Ids
    policy: AlertingPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What there is to tell of an episode; `trusted` says whether a trusted sender's, or our own, word is behind it.

    `error` is the one that it is about, where it is one. `again` says that receivers may have been told of the episode
    before: who had a message that was as bad is not told, and what strangers caused and still waits gives way.
    `imported` says that it happened long ago: nobody is told, on record.
    """

    episode: Episode
    reason: NoticeReason
    trusted: bool
    error: ErrorLog | None = None
    level: int = 0
    again: bool = False
    imported: bool = False

    @property
    def severity(self) -> Severity:
        """How bad."""
        return self.episode.severity if self.error is None else self.error.report.severity


def tell(work: UnitOfWork, telling: Telling, news: News) -> list[Notification]:
    """Decide about everybody who could be told (owner or fallback recipients, further recipients, Slack, webhooks), and
    write down what was decided: a notification and a history entry each. What is held back raises its count where a
    digest tells of the pattern already. Returns what was written or changed.
    """
    episode, policy = news.episode, telling.policy
    endpoints = work.webhook_endpoints.matching(episode.service, news.severity)
    receivers = receivers_of_news(
        present_owner(work, episode), news.severity, policy, [str(endpoint.id) for endpoint in endpoints]
    )
    subject = Subject(
        pattern_id=episode.pattern_id,
        severity=news.severity,
        reason=news.reason,
        trusted=news.trusted,
        imported=news.imported,
    )
    now = work.now()
    silence = work.silences.matching(episode, news.severity)
    known = replace(circumstances(work, policy, subject, receivers, now), silence=silence)
    if news.again:
        known = replace(known, already_told=_already_told(work, episode))
    planned = plan_notices(receivers, subject, policy, known)
    written = carry_out(work, telling, news, planned, silence=silence, now=now)
    if news.again and news.trusted:
        written += _withdrawn(work, episode, {plan.recipient for plan in planned if plan.sent_from is not None}, now)
    return written


def circumstances(
    work: UnitOfWork, policy: AlertingPolicy, subject: Subject, receivers: Sequence[Receiver], now: datetime
) -> Circumstances:
    """What receivers were sent of late, and what was spent of each budget."""
    quiet_since = now - policy.quiet_period
    lately: dict[tuple[Channel, str], LatelySent] = {
        receiver.place: work.digests.lately_sent(
            *receiver.place, pattern_id=subject.pattern_id, since=now - _HOUR, quiet_since=quiet_since, now=now
        )
        for receiver in receivers
        if receiver.recipient
    }
    texts = any(receiver.channel is Channel.SMS for receiver in receivers)
    return Circumstances(
        now=now,
        lately=lately,
        untrusted_sent=0 if subject.trusted else work.notifications.untrusted_slots_taken(hour_of(now)),
        sms_sent=work.notifications.sent_since(Channel.SMS, policy.day_began(now)) if texts else 0,
    )


def carry_out(
    work: UnitOfWork,
    telling: Telling,
    news: News,
    planned: Sequence[PlannedNotice],
    *,
    silence: Silence | None = None,
    now: datetime | None = None,
) -> list[Notification]:
    """Write what was planned: a notification and a history entry each; what is held goes into its receiver's digest."""
    now = now or work.now()
    written = []
    for plan in planned:
        notice = notification_of(
            plan,
            notice_id=telling.ids.new(now),
            episode=news.episode,
            trusted=news.trusted,
            now=now,
            error=news.error,
            level=news.level,
        )
        notice = replace(notice, further_at=further_way_at(notice, held_until=plan.held_until))
        if plan.held_until is None:
            work.notifications.add([notice])
        else:
            notice = hold(work, telling.ids, notice, news=news.reason, due=plan.held_until, now=now)
        written.append(notice)
    work.history.add(
        [
            told(notice, now, reason=plan.reason, news=news.reason, held_until=plan.held_until, silence=silence)
            for notice, plan in zip(written, planned, strict=True)
        ]
    )
    return written


def notification_of(
    plan: PlannedNotice,
    *,
    notice_id: UUID,
    episode: Episode,
    trusted: bool,
    now: datetime,
    error: ErrorLog | None = None,
    level: int = 0,
) -> Notification:
    """The notification that carries out the plan, or keeps why nothing is sent."""
    severity = episode.severity if error is None else error.severity
    state = NotificationState.SUPPRESSED if plan.held_until is None else NotificationState.HELD
    return Notification(
        id=notice_id,
        episode_id=episode.id,
        pattern_id=episode.pattern_id,
        error_id=episode.last_error_id if error is None else error.id,
        developer_id=plan.developer_id,
        channel=plan.channel,
        recipient=plan.recipient,
        severity=severity,
        reason=plan.reason,
        state=state if plan.sent_from is None else NotificationState.PENDING,
        created_at=now,
        # What has to wait for its time is worth sending as long as if it were written then.
        expires_at=notice_expires_at(severity, plan.sent_from or plan.held_until or now),
        next_attempt_at=plan.sent_from,
        trusted=trusted,
        sent_from=plan.sent_from,
        level=level,
    )


def told(
    notice: Notification,
    now: datetime,
    *,
    reason: str | None = None,
    news: NoticeReason | None = None,
    held_until: datetime | None = None,
    silence: Silence | None = None,
) -> HistoryEntry:
    """The decision to tell somebody, to hold it back, or not to."""
    inputs: dict[str, str | int | None] = {
        "channel": notice.channel.value,
        "notification": str(notice.id),
        "severity": notice.severity.value,
        "sent_from": None if notice.next_attempt_at is None else notice.next_attempt_at.isoformat(),
    }
    if news is not None:
        inputs["news"] = news.value
    if held_until is not None:
        inputs |= {"held_until": held_until.isoformat(), "digest": str(notice.digest_id)}
    if silence is not None:
        inputs |= {"silence": str(silence.id), "silenced_by": silence.created_by, "silenced_because": silence.reason}
    actions = {NotificationState.SUPPRESSED: "not_told", NotificationState.HELD: "held_back"}
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=notice.episode_id,
        at=now,
        action=actions.get(notice.state, "told"),
        reason=reason or notice.reason,
        after=notice.recipient or None,
        inputs=inputs,
    )


def present_owner(work: UnitOfWork, episode: Episode) -> Developer | None:
    """The owner, unless that person was removed."""
    owner = None if episode.owner_id is None else work.developers.get(episode.owner_id)
    return None if owner is None or owner.removed_at is not None else owner


def _already_told(work: UnitOfWork, episode: Episode) -> set[str]:
    notices = work.notifications.of_episode(episode.id)
    had = [notice for notice in notices if notice.state in ARRIVED and notice.severity.at_least(episode.severity)]
    return {notice.recipient for notice in had}


def _withdrawn(work: UnitOfWork, episode: Episode, recipients: set[str], now: datetime) -> list[Notification]:
    waiting = work.notifications.lock_waiting_untrusted(episode.id)
    withdrawn = [one.withdrawn(NoticeReason.TOLD_INSTEAD) for one in waiting if one.recipient in recipients]
    work.notifications.save(withdrawn)
    work.history.add([told(notice, now) for notice in withdrawn])
    return withdrawn
