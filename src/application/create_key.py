"""Make an ingest key for a service."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from application.ports.ids import Ids
from application.ports.unit_of_work import Store
from domain.access import IngestKey, KeyKind
from domain.audit import AuditEntry
from domain.errors import Conflict, RuleViolation

LIMIT_VALID_KEYS = 2
"""Of a kind for a service: the old one and the new one, while senders change over."""

LIMIT_SERVICE_NAME = 100


@dataclass(frozen=True, slots=True)
class CreateKeyCommand:
    """A key for a service, which need not have reported yet."""

    service: str
    kind: KeyKind
    actor: str = "command line"


@dataclass(frozen=True, slots=True)
class CreatedKey:
    """The key as it is kept, and its secret, which nobody can be shown again."""

    key: IngestKey
    secret: str = field(repr=False)


def new_key_secret(kind: KeyKind) -> str:
    """256 random bits after a prefix that tells the kind, so that a secret key in a browser is noticed."""
    return f"elk_{kind.value}_{secrets.token_urlsafe(32)}"


class CreateKey:
    """Store a key's SHA-256 and answer the key itself, this once; at most two valid ones of a kind for a service."""

    def __init__(self, store: Store, ids: Ids, new_secret: Callable[[KeyKind], str] = new_key_secret) -> None:
        self._store = store
        self._ids = ids
        self._new_secret = new_secret

    def execute(self, command: CreateKeyCommand) -> CreatedKey:
        """The new key. Raises RuleViolation for a service's name, Conflict for a third key, StoreUnavailable."""
        service = command.service.strip()
        if not 0 < len(service) <= LIMIT_SERVICE_NAME or not service.isprintable():
            raise RuleViolation(f"a service needs a name of 1 to {LIMIT_SERVICE_NAME} printable characters")
        secret = self._new_secret(command.kind)
        with self._store.writing() as work:
            now = work.now()
            work.services.note_services([service], at=now)
            keys = work.access.keys()
            alike = [key for key in keys if (key.service, key.kind, key.revoked_at) == (service, command.kind, None)]
            if len(alike) >= LIMIT_VALID_KEYS:
                raise Conflict(
                    f"{service!r} has {LIMIT_VALID_KEYS} valid {command.kind} keys already: revoke the older one first"
                )
            key = IngestKey(
                id=self._ids.new(now),
                service=service,
                kind=command.kind,
                digest=hashlib.sha256(secret.encode()).digest(),
                created_at=now,
            )
            work.access.add_key(key)
            work.audit.note(_created(key, command.actor))
            work.commit()
        return CreatedKey(key, secret)


def _created(key: IngestKey, actor: str) -> AuditEntry:
    detail = {"service": key.service, "kind": key.kind.value}
    return AuditEntry(at=key.created_at, actor=actor, action="key.create", subject=str(key.id), detail=detail)
