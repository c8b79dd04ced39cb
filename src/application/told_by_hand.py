"""Tell somebody of an episode by name: because somebody said so, or because it was not resolved in time."""

from collections.abc import Sequence
from dataclasses import replace

from application.ports.ids import Ids
from application.ports.unit_of_work import UnitOfWork
from application.written_notices import News, Telling, carry_out, circumstances
from domain.alerting import (
    AlertingPolicy,
    NoticeReason,
    Receiver,
    Subject,
    places_of_news,
    plan_notices,
    receivers_by_hand,
)
from domain.developer import Developer
from domain.episode import Episode
from domain.error_log import ErrorLog
from domain.notification import Notification
from domain.silence import Silence


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
    news = News(episode=episode, reason=reason, trusted=True, error=error, level=level)
    receivers = receivers_by_hand(developer, news.severity, policy)
    return _tell(work, Telling(ids, policy), news, receivers, summed_up=summed_up)


def tell_who_looks_on(
    work: UnitOfWork, ids: Ids, policy: AlertingPolicy, episode: Episode, *, summed_up: bool = False
) -> Sequence[Notification]:
    """Tell the place in Slack (in the episode's thread) and webhook endpoints that it was escalated to its level: those
    who read there act, too; unless staff silenced it. Nobody is reached by that in whose place the next level would
    not be told.
    """
    news = News(episode=episode, reason=NoticeReason.ESCALATED, trusted=True, level=episode.level)
    endpoints = work.webhook_endpoints.matching(episode.service, news.severity)
    places = places_of_news(news.severity, policy, [str(endpoint.id) for endpoint in endpoints])
    silence = work.silences.matching(episode, news.severity)
    return _tell(work, Telling(ids, policy), news, places, summed_up=summed_up, silence=silence)


def _tell(
    work: UnitOfWork,
    telling: Telling,
    news: News,
    receivers: Sequence[Receiver],
    *,
    summed_up: bool,
    silence: Silence | None = None,
) -> Sequence[Notification]:
    subject = Subject(
        pattern_id=news.episode.pattern_id,
        severity=news.severity,
        reason=news.reason,
        trusted=True,
        by_hand=True,
        summed_up=summed_up,
    )
    now = work.now()
    known = replace(circumstances(work, telling.policy, subject, receivers, now), silence=silence)
    planned = plan_notices(receivers, subject, telling.policy, known)
    return carry_out(work, telling, news, planned, silence=silence, now=now)
