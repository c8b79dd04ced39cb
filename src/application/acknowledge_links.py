"""Gives messages the link by which their receiver acknowledges."""

from collections.abc import Callable
from functools import cached_property

from application.ports.unit_of_work import UnitOfWork
from domain.acknowledge_link import AcknowledgeLink, link_token
from domain.delivery import Channel
from domain.episode import Episode
from domain.notification import Notification, NotificationKind

_WITH_LINK = (Channel.EMAIL, Channel.SLACK, Channel.SMS)
PATH = "/a/"


class AcknowledgeLinks:
    """Links under one address, made with the secret of the installation."""

    def __init__(self, secret: Callable[[], bytes], dashboard_url: str) -> None:
        self._read_secret = secret
        self._dashboard_url = dashboard_url.rstrip("/")

    def url_for(self, work: UnitOfWork, notification: Notification, episode: Episode) -> str | None:
        """The link of a notice, which works from now on; None for what is no notice to people. The same for each
        attempt: only its digest is stored, and it is found again from the notice's id. It is good for the episode as it
        stands at the first.
        """
        if notification.kind is not NotificationKind.NOTICE or notification.channel not in _WITH_LINK:
            return None
        token = link_token(self._secret, notification.id)
        work.acknowledge_links.add(AcknowledgeLink.of(notification, token, episode))
        return f"{self._dashboard_url}{PATH}{token}"

    @cached_property
    def _secret(self) -> bytes:
        return self._read_secret()
