"""Tell somebody of an episode by name: because somebody said so, or because it was not resolved in time."""

from collections.abc import Sequence

from application.ports.ids import Ids
from application.ports.unit_of_work import UnitOfWork
from application.written_notices import News, Telling, carry_out, circumstances
from domain.alerting import AlertingPolicy, NoticeReason, Subject, plan_notices, receivers_by_hand
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
    level: int = 0,
    summed_up: bool = False,
) -> Sequence[Notification]:
    """Tell a developer by their channels, or the fallback recipients, however mild it is; unless critical, in that
    person's hours. `error` is the one that it is about, where it is one; `summed_up` puts it into one message with
    all else that this receiver is told so within seconds.
    """
    telling = Telling(ids, policy)
    news = News(episode=episode, reason=reason, trusted=True, error=error, level=level)
    receivers = receivers_by_hand(developer, news.severity, policy)
    subject = Subject(
        pattern_id=episode.pattern_id,
        severity=news.severity,
        reason=reason,
        trusted=True,
        by_hand=True,
        summed_up=summed_up,
    )
    now = work.now()
    known = circumstances(work, policy, subject, receivers, now)
    return carry_out(work, telling, news, plan_notices(receivers, subject, policy, known), now=now)
