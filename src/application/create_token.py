"""Make an API token."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from application.ports.ids import Ids
from application.ports.unit_of_work import Store
from domain.access import ApiToken, Scope
from domain.audit import AuditEntry
from domain.errors import RuleViolation

TOKEN_PREFIX = "elt_"  # noqa: S105
"""How tokens begin, so that scanners for leaked secrets recognise them."""

LIMIT_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTokenCommand:
    """`lifetime` None is a token that does not expire."""

    name: str
    scope: Scope
    lifetime: timedelta | None = None
    actor: str = "command line"


@dataclass(frozen=True, slots=True)
class CreatedToken:
    """The token as it is kept, and its secret, which nobody can be shown again."""

    token: ApiToken
    secret: str = field(repr=False)


def new_token_secret() -> str:
    """256 random bits in 43 characters that URLs and headers take, after the prefix."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


class CreateToken:
    """Store a token's SHA-256 and answer the token itself, this once; the audit log says who made it."""

    def __init__(self, store: Store, ids: Ids, new_secret: Callable[[], str] = new_token_secret) -> None:
        self._store = store
        self._ids = ids
        self._new_secret = new_secret

    def execute(self, command: CreateTokenCommand) -> CreatedToken:
        """The new token. Raises RuleViolation for a name or lifetime that cannot be, StoreUnavailable."""
        name = command.name.strip()
        if not 0 < len(name) <= LIMIT_NAME or not name.isprintable():
            raise RuleViolation(f"a token needs a name of 1 to {LIMIT_NAME} printable characters")
        if command.lifetime is not None and command.lifetime <= timedelta():
            raise RuleViolation("a token's lifetime must be longer than nothing")
        secret = self._new_secret()
        with self._store.writing() as work:
            now = work.now()
            token = ApiToken(
                id=self._ids.new(now),
                name=name,
                scope=command.scope,
                digest=hashlib.sha256(secret.encode()).digest(),
                created_at=now,
                expires_at=None if command.lifetime is None else now + command.lifetime,
            )
            work.access.add_token(token)
            work.audit.note(_created(token, command.actor))
            work.commit()
        return CreatedToken(token, secret)


def _created(token: ApiToken, actor: str) -> AuditEntry:
    detail = {"name": token.name, "scope": token.scope.value}
    return AuditEntry(at=token.created_at, actor=actor, action="token.create", subject=str(token.id), detail=detail)
