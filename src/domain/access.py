"""Who is asking: API tokens, ingest keys, and how far a sender is trusted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Scope(StrEnum):
    """What an API token may do; admin includes staff, staff includes read."""

    ADMIN = "admin"
    STAFF = "staff"
    INGEST = "ingest"
    READ = "read"

    def allows(self, needed: "Scope") -> bool:
        """Whether a token of this scope may do what needs `needed`."""
        return needed in _INCLUDED[self]


_INCLUDED = {
    Scope.ADMIN: frozenset(Scope),
    Scope.STAFF: frozenset({Scope.STAFF, Scope.READ, Scope.INGEST}),
    Scope.INGEST: frozenset({Scope.INGEST}),
    Scope.READ: frozenset({Scope.READ}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A bearer token as it is kept: only its SHA-256 (`digest`, 32 bytes)."""

    id: UUID
    name: str
    scope: Scope
    digest: bytes
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        """Neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class KeyKind(StrEnum):
    """A secret key belongs to a server and is trusted; a public key is seen by every visitor."""

    SECRET = "secret"  # noqa: S105
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestKey:
    """A service's key, sent in a header; at most two of a kind are valid at a time, while rotating."""

    id: UUID
    service: str
    kind: KeyKind
    digest: bytes
    created_at: datetime
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None


class KeyMode(StrEnum):
    """How strictly a service's key is asked for."""

    OFF = "off"
    OBSERVE = "observe"
    """Posts without a key are taken, and counted, so that the last sender without one is found."""
    ENFORCE = "enforce"
    """Only posts that carry a valid key are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service that reports, or is about to."""

    name: str
    key_mode: KeyMode = KeyMode.OFF
    first_seen: datetime
    keyless_posts: int = 0
    last_keyless_at: datetime | None = None
