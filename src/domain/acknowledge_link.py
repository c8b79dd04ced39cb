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
    """What a link stands for: this episode at this level, told to this receiver. `used_at` is when it acknowledged."""

    digest: bytes
    notification_id: UUID
    episode_id: UUID
    level: int
    recipient: str
    expires_at: datetime
    used_at: datetime | None = None

    @classmethod
    def of(cls, notification: Notification, token: str) -> "AcknowledgeLink":
        """The link of a notification."""
        return cls(
            digest=token_digest(token),
            notification_id=notification.id,
            episode_id=notification.episode_id,
            level=notification.level,
            recipient=notification.recipient,
            expires_at=notification.created_at + LINK_LIFETIME,
        )


class LinkState(StrEnum):
    """What a link can do now."""

    READY = "ready"
    """Acknowledge."""
    ACKNOWLEDGED = "acknowledged"
    """Nothing: somebody, perhaps by this link, has done so."""
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
    if not notification.severity.at_least(episode.severity):
        return LinkState.MORE_SEVERE
    return LinkState.ACKNOWLEDGED if is_acknowledged(episode, now) else LinkState.READY
