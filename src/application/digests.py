"""What is held back for a receiver, and the digest that tells it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from application.digest_body import DigestLine, body_of, held_as, news_held
from application.ports.ids import Ids
from application.ports.unit_of_work import UnitOfWork
from domain.alerting import NoticeReason
from domain.episode_lifecycle import has_ended
from domain.history import HistoryEntry, SubjectKind
from domain.notification import Notification, NotificationKind, NotificationState, notice_expires_at
from domain.severity import worst

MOST_LINES = 50


def hold(
    work: UnitOfWork, ids: Ids, notice: Notification, *, news: NoticeReason, due: datetime, now: datetime
) -> Notification:
    """Put a notice into its receiver's next digest, which is sent when the first of what it tells is due; where the
    digest tells of the episode already, its count is raised instead. Returns what is held.

    A digest that another transaction holds is passed over, and another begun: whichever is frozen first takes both.
    """
    digests = work.digests.lock_open(notice.channel, notice.recipient)
    if digests:
        digest = digests[0]
        work.notifications.save([_holding(digest, notice, due)])
    else:
        digest = _begun(notice, ids, due, now)
        work.notifications.add([digest])
    known = work.digests.held_of_episode(digest.id, notice.episode_id)
    if known is None:
        held = replace(notice, digest_id=digest.id, body=held_as(news))
        work.notifications.add([held])
        return held
    again = replace(
        known,
        repeats=known.repeats + 1,
        severity=worst(known.severity, notice.severity),
        reason=notice.reason,
        error_id=notice.error_id,
        level=max(known.level, notice.level),
        trusted=known.trusted or notice.trusted,
        further_at=known.further_at or notice.further_at,
        body=held_as(news),
    )
    work.notifications.save([again])
    return again


def freeze_digest(work: UnitOfWork, digest: Notification) -> Notification:
    """Fix what a locked digest says, the worst first; what comes after begins another. One that is frozen stays so.

    What ended meanwhile has a short line. Where all has ended, the digest is called off (suppressed), on record in each
    episode. Other digests for the same receiver that nobody holds go into this one.
    """
    if digest.frozen_at is not None:
        return digest
    now = work.now()
    _absorb(work, digest, now)
    held = sorted(work.digests.held_in(digest.id), key=lambda one: (-one.severity.rank, one.created_at))
    lines, left_out = _lines(work, held)
    if all(line.over for line in lines):
        return _called_off(work, digest, held, now)
    lead = next(line.notice for line in lines if not line.over)
    frozen = replace(
        digest,
        episode_id=lead.episode_id,
        pattern_id=lead.pattern_id,
        error_id=lead.error_id,
        frozen_at=now,
        repeats=len(held),
        body=body_of(lines, left_out=left_out),
    )
    work.notifications.save([frozen])
    return frozen


def digest_not_delivered(work: UnitOfWork, dead: Notification, now: datetime) -> None:
    """Keep with each episode that a dead digest told of that it was not told."""
    if dead.kind is NotificationKind.DIGEST:
        held = work.digests.held_in(dead.id)
        work.history.add([_entry(one, "not_delivered", dead.death_reason or "", now) for one in held])


def _begun(notice: Notification, ids: Ids, due: datetime, now: datetime) -> Notification:
    return replace(
        notice,
        id=ids.new(now),
        kind=NotificationKind.DIGEST,
        reason=NoticeReason.DIGEST,
        state=NotificationState.PENDING,
        expires_at=notice_expires_at(notice.severity, due),
        next_attempt_at=due,
        sent_from=due,
        # Each of what it tells looks after itself.
        further_at=None,
        level=0,
    )


def _holding(digest: Notification, notice: Notification, due: datetime) -> Notification:
    """The digest with one more to tell: due when the first is, and filed under the worst."""
    due = min(due, digest.next_attempt_at or due)
    severity = worst(digest.severity, notice.severity)
    lead = digest if severity is digest.severity else notice
    return replace(
        digest,
        episode_id=lead.episode_id,
        pattern_id=lead.pattern_id,
        error_id=lead.error_id,
        severity=severity,
        trusted=digest.trusted or notice.trusted,
        next_attempt_at=due,
        sent_from=due,
        expires_at=notice_expires_at(severity, due),
    )


def _absorb(work: UnitOfWork, digest: Notification, now: datetime) -> None:
    for other in work.digests.lock_open(digest.channel, digest.recipient):
        if other.id != digest.id:
            moved = [replace(one, digest_id=digest.id) for one in work.digests.held_in(other.id)]
            off = replace(other.called_off(NoticeReason.IN_ANOTHER_DIGEST), frozen_at=now, digest_id=digest.id)
            work.notifications.save([*moved, off])


def _lines(work: UnitOfWork, held: Sequence[Notification]) -> tuple[list[DigestLine], int]:
    """The lines, what is over last, and how many are left out. Where there are too many, what is over goes first."""
    lines: list[DigestLine] = []
    over: list[DigestLine] = []
    for position, notice in enumerate(held):
        line = _line(work, notice)
        (over if line.over else lines).append(line)
        if len(lines) == MOST_LINES:
            return lines, len(held) - position - 1 + len(over)
    return (lines + over)[:MOST_LINES], max(0, len(held) - MOST_LINES)


def _line(work: UnitOfWork, notice: Notification) -> DigestLine:
    episode, error = work.episodes.get(notice.episode_id), work.errors.get(notice.error_id)
    over = episode is None or error is None or has_ended(episode)
    return DigestLine(
        notice=notice,
        service="" if episode is None else episode.service,
        environment="" if episode is None else episode.environment,
        error_type="" if error is None else error.report.error_type,
        message="" if error is None else error.report.message,
        errors=0 if episode is None else episode.errors,
        news=news_held(notice),
        over=over,
    )


def _called_off(work: UnitOfWork, digest: Notification, held: Sequence[Notification], now: datetime) -> Notification:
    reason = NoticeReason.EPISODE_ENDED
    ended = [one.called_off(reason) for one in held]
    off = replace(digest.called_off(reason), frozen_at=now)
    work.notifications.save([*ended, off])
    work.history.add([_entry(one, "not_told", reason, now) for one in ended])
    return off


def _entry(held: Notification, action: str, reason: str, now: datetime) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=held.episode_id,
        at=now,
        action=action,
        reason=reason,
        after=held.recipient or None,
        inputs={
            "channel": held.channel.value,
            "notification": str(held.id),
            "severity": held.severity.value,
            "digest": str(held.digest_id),
            "sent_from": None,
        },
    )
