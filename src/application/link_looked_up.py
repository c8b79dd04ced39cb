"""What an acknowledge link stands for, and what it can do now."""

from dataclasses import dataclass

from application.background_of import told_at
from application.notice_words import listed
from application.ports.unit_of_work import UnitOfWork
from application.standing_episode import standing_episode
from domain.acknowledge_link import AcknowledgeLink, LinkState, link_state, token_digest
from domain.episode import Episode
from domain.error_log import ErrorLog
from domain.errors import NotFound
from domain.notification import Notification


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLookedUp:
    """`episode` is the one that the link's was merged into, where it was; `receiver` is whom the message was for, by
    name where it was a developer; `error` is what it tells of, None once that was removed; `told` names whom the
    level told that the episode is at, "" where that is nobody.
    """

    link: AcknowledgeLink
    state: LinkState
    notification: Notification
    episode: Episode
    error: ErrorLog | None
    receiver: str
    told: str = ""


def look_up(work: UnitOfWork, token: str, *, lock: bool = False) -> LinkLookedUp:
    """The link of that token. Raises NotFound.

    Args:
        lock: whether the episode is to be locked.
    """
    link = work.acknowledge_links.find(token_digest(token))
    notification = None if link is None else work.notifications.get(link.notification_id)
    episode = None if link is None else standing_episode(work, link.episode_id, lock=lock)
    if link is None or notification is None or episode is None:
        raise NotFound("no message has this link")
    developer = None if notification.developer_id is None else work.developers.get(notification.developer_id)
    return LinkLookedUp(
        link=link,
        state=link_state(link, notification, episode, work.now()),
        notification=notification,
        episode=episode,
        error=work.errors.get(notification.error_id),
        receiver=link.recipient if developer is None else developer.name,
        told=listed(told_at(work, episode, episode.level)) if episode.level else "",
    )
