"""A link by which the receiver of one message says, without login, that somebody deals with it."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.episode import Episode
from domain.episode_lifecycle import is_acknowledged
from domain.notification import Notification
from domain.severity import Severity, worst

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
TOKEN_CHARS = 22
"""Of 62 characters: 131 bits."""
LINK_LIFETIME = timedelta(days=3)
"""Over a weekend."""


def link_token(secret: bytes, notification_id: UUID) -> str:
    """The token of a notification's link: nobody finds it without the installation's secret, and each attempt at the
    same message carries the same.
    """
    number = int.from_bytes(hmac.digest(secret, b"acknowledge:" + notification_id.bytes, "sha256"))
    digits = []
    for _ in range(TOKEN_CHARS):
        number, digit = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return "".join(digits)


def token_digest(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeLink:
    """What a link stands for: this episode, at the level and as bad as it was when the message was made (`severity` is
    None for links of older releases), told to this receiver. `used_at` is when it acknowledged.
    """

    digest: bytes
    notification_id: UUID
    episode_id: UUID
    level: int
    recipient: str
    expires_at: datetime
    used_at: datetime | None = None
    severity: Severity | None = None

    @classmethod
    def of(cls, notification: Notification, token: str, episode: Episode) -> "AcknowledgeLink":
        """The link of a notification that is about to be sent, whose episode stands so."""
        return cls(
            digest=token_digest(token),
            notification_id=notification.id,
            episode_id=notification.episode_id,
            level=max(notification.level, episode.level),
            recipient=notification.recipient,
            expires_at=notification.created_at + LINK_LIFETIME,
            severity=worst(notification.severity, episode.severity),
        )


class LinkState(StrEnum):
    """What a link can do now."""

    READY = "ready"
    """Acknowledge."""
    ACKNOWLEDGED = "acknowledged"
    """Nothing: somebody, perhaps by this link, has done so."""
    USED = "used"
    """Nothing more: it acknowledged once, and that lapsed or was withdrawn."""
    EXPIRED = "expired"
    ENDED = "ended"
    """The episode is over."""
    HIGHER_LEVEL = "higher_level"
    """It was escalated since: the next were told, whose links count."""
    MORE_SEVERE = "more_severe"
    """It became worse than this message says; what tells of that has a link of its own."""


def link_state(link: AcknowledgeLink, notification: Notification, episode: Episode, now: datetime) -> LinkState:
    """What the link can do for the episode, which is the one that it was merged into where it was."""
    if now >= link.expires_at:
        return LinkState.EXPIRED
    if episode.closed_at is not None:
        return LinkState.ENDED
    if episode.level > link.level:
        return LinkState.HIGHER_LEVEL
    if not (link.severity or notification.severity).at_least(episode.severity):
        return LinkState.MORE_SEVERE
    if is_acknowledged(episode, now):
        return LinkState.ACKNOWLEDGED
    return LinkState.READY if link.used_at is None else LinkState.USED
