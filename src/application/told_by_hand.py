"""Tell somebody of an episode because somebody said so."""

from collections.abc import Sequence
from dataclasses import replace

from application.ports.ids import Ids
from application.ports.unit_of_work import UnitOfWork
from application.written_notices import notification_of, told
from domain.alerting import AlertingPolicy, NoticeReason, plan_by_hand
from domain.developer import Developer
from domain.episode import Episode
from domain.error_log import ErrorLog
from domain.notification import Notification


def tell_by_hand(
    work: UnitOfWork,
    ids: Ids,
    policy: AlertingPolicy,
    episode: Episode,
    *,
    reason: NoticeReason,
    developer: Developer | None,
    error: ErrorLog | None = None,
) -> Sequence[Notification]:
    """Tell a developer, or the fallback recipients, because somebody said so; `error` is the one that it is about,
    where it is one.
    """
    now = work.now()
    planned = plan_by_hand(reason, developer=developer, policy=policy, now=now)
    notices = [
        notification_of(plan, notice_id=ids.new(now), episode=episode, trusted=True, now=now) for plan in planned
    ]
    if error is not None:
        notices = [replace(notice, error_id=error.id, severity=error.severity) for notice in notices]
    work.notifications.add(notices)
    work.history.add([told(notice, now) for notice in notices])
    return notices
