"""Looks up what lies behind a notice, so that it can say from whom, since when and who is next."""

from collections.abc import Iterator
from uuid import UUID

from application.acts import BY_HAND
from application.next_up import FALLBACK, next_up
from application.notice_words import MOST_NAMED, few
from application.own_errors import rule_of
from application.ports.notifier import Background, Mended
from application.ports.unit_of_work import UnitOfWork
from application.reassign_unacknowledged import NOT_ACKNOWLEDGED
from application.summary_body import SummaryBody, from_text
from domain.alerting import AlertingPolicy, NoticeReason
from domain.delivery import Channel
from domain.episode import Episode, TriageReason
from domain.error_pattern import ErrorPattern
from domain.history import HistoryEntry
from domain.notification import Notification, NotificationKind, NotificationState


def background_of(
    work: UnitOfWork,
    notification: Notification,
    episode: Episode,
    pattern: ErrorPattern,
    asked_for: HistoryEntry | None,
    *,
    policy: AlertingPolicy,
) -> Background:
    """What is known now. What sums up several was fixed before, but for what the errors of a summary say."""
    if notification.kind is NotificationKind.SUMMARY:
        return Background(texts=dict(_texts(work, from_text(notification.body))))
    if notification.kind is not NotificationKind.NOTICE:
        return Background()
    developer = None if notification.developer_id is None else work.developers.get(notification.developer_id)
    return Background(
        now=None if developer is None else work.now(),
        zone=None if developer is None else policy.zone_of(developer),
        came_from=_came_from(work, notification, asked_for),
        went_to=told_at(work, episode, notification.level) if notification.reason == NoticeReason.ESCALATED else (),
        next_up=None if episode.closed_at is not None else next_up(work, episode, policy),
        mended=_mended(work, episode) if episode.opened_because is TriageReason.REGRESSED else None,
        alert=rule_of(pattern),
    )


def _texts(work: UnitOfWork, body: SummaryBody) -> Iterator[tuple[UUID, str]]:
    for line in (line for section in body.sections for line in section.lines):
        error = work.errors.get(line.error_id)
        if error is not None and error.deleted_at is None and error.report.message:
            yield error.id, error.report.message


def told_at(work: UnitOfWork, episode: Episode, level: int) -> tuple[str, ...]:
    """The names of those whom the climb to that level told, three at most and how many more; the fallback recipients
    where it was they, and empty where nobody was left.
    """
    steps = [step for step in work.escalations.of(episode.id) if step.level == level]
    ids = [step.to_id for step in steps if step.to_id is not None]
    if not ids:
        return (FALLBACK,) if steps and _fallback_told(work, episode, level) else ()
    # Who is one too many is counted and not looked up.
    return few([_name(work, str(one)) or "somebody unknown" for one in ids[:MOST_NAMED]], of=len(ids))


def _fallback_told(work: UnitOfWork, episode: Episode, level: int) -> bool:
    """Whether there were any: a step to nobody is on record all the same."""
    return any(
        one.level == level
        and one.developer_id is None
        and one.channel is Channel.EMAIL
        and one.state is not NotificationState.SUPPRESSED
        for one in work.notifications.of_episode(episode.id)
    )


def _came_from(work: UnitOfWork, notification: Notification, asked_for: HistoryEntry | None) -> str | None:
    given = asked_for
    if notification.reason == NoticeReason.REASSIGNED:
        to = str(notification.developer_id)
        given = work.history.latest(notification.episode_id, "assigned", reason=NOT_ACKNOWLEDGED, after=to)
    return None if given is None else _name(work, given.before)


def _name(work: UnitOfWork, developer_id: str | None) -> str | None:
    found = None if developer_id is None else work.developers.get(UUID(developer_id))
    return None if found is None else found.name


def _mended(work: UnitOfWork, episode: Episode) -> Mended | None:
    """How its pattern had been resolved when it came back."""
    resolved = work.history.latest(episode.pattern_id, "resolved", until=episode.opened_at)
    if resolved is None:
        return None
    back = work.history.latest(episode.pattern_id, "reopened", until=episode.opened_at)
    release = (None if back is None else back.inputs.get("resolved_in_release")) or resolved.inputs.get("release")
    return Mended(at=resolved.at, by=_by(work, resolved), release=None if release is None else str(release))


def _by(work: UnitOfWork, resolved: HistoryEntry) -> str | None:
    """Whoever did it, or resolved the last of its errors; None where nobody did."""
    if resolved.reason == BY_HAND:
        return resolved.actor
    error_id = resolved.inputs.get("error")
    if error_id is None:
        return None
    last = work.history.latest(UUID(str(error_id)), "resolved", until=resolved.at)
    return None if last is None or last.at != resolved.at else last.actor
