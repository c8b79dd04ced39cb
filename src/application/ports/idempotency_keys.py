"""Requests that were done under a key of the sender's, and what was answered to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedRequest:
    """`key` is the digest of who asked for what under which key, `body_digest` that of all else it was asked with.
    `status` and `answer` are None until it is done.
    """

    key: bytes
    body_digest: bytes
    claimed_at: datetime
    expires_at: datetime
    status: int | None = None
    answer: str | None = None


class IdempotencyKeys(Protocol):
    """Keys of one unit of work."""

    def claim(self, request: KeyedRequest, *, left_before: datetime) -> KeyedRequest | None:
        """Take the key, of which two units of work never both have one: None, or the request that has it.

        Args:
            request: its `claimed_at` is now.
            left_before: a claim for the same body that is no younger, and not done, was left by a process that was
                killed: it is free, as is a key that has expired.
        """
        ...

    def finish(self, request: KeyedRequest) -> None:
        """Keep the answer; changes nothing where somebody else has claimed the key since `claimed_at`."""
        ...

    def release(self, request: KeyedRequest) -> None:
        """Let go of the key as if it had never been claimed; not one that somebody else has claimed since."""
        ...

    def forget(self, subject: UUID) -> None:
        """Let go of every key whose kept answer names this id, and of the answer with it."""
        ...

    def remove_expired(self, *, now: datetime, limit: int) -> int:
        """Remove up to so many expired keys; how many it were. Leaves alone what another unit of work removes."""
        ...
