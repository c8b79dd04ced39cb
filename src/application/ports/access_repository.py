"""API tokens and ingest keys."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.access import ApiToken, IngestKey


class AccessRepository(Protocol):
    """Tokens and keys of one unit of work; only their digests are ever stored."""

    def tokens(self) -> Sequence[ApiToken]:
        """All tokens, oldest first, revoked and expired ones too."""
        ...

    def add_token(self, token: ApiToken) -> None:
        """Store a new token."""
        ...

    def revoke_token(self, token_id: UUID, *, at: datetime) -> bool:
        """Revoke a token; False where there is none, or it was revoked before."""
        ...

    def keys(self) -> Sequence[IngestKey]:
        """All ingest keys, oldest first, revoked ones too."""
        ...

    def add_key(self, key: IngestKey) -> None:
        """Store a new ingest key."""
        ...

    def revoke_key(self, key_id: UUID, *, at: datetime) -> bool:
        """Revoke a key; False where there is none, or it was revoked before."""
        ...

    def touch(self, used: Iterable[UUID], *, at: datetime) -> None:
        """Record that these tokens and keys were used."""
        ...
