"""Make an ingest key worthless."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.ports.unit_of_work import Store
from domain.access import IngestKey
from domain.audit import AuditEntry
from domain.errors import NotFound


@dataclass(frozen=True, slots=True)
class RevokeKeyCommand:
    """Which key."""

    key_id: UUID
    actor: str = "command line"


class RevokeKey:
    """Revoke one key, for good; posts that carry it count as having none."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, command: RevokeKeyCommand) -> IngestKey:
        """The key that was revoked. Raises NotFound where there is none or it was revoked before, StoreUnavailable."""
        with self._store.writing() as work:
            keys = work.access.keys()
            found = [key for key in keys if key.id == command.key_id]
            now = work.now()
            if not found or not work.access.revoke_key(command.key_id, at=now):
                raise NotFound(f"no key that is not revoked has the id {command.key_id}")
            work.audit.note(_revoked(found[0], command.actor, now))
            work.commit()
        return found[0]


def _revoked(key: IngestKey, actor: str, now: datetime) -> AuditEntry:
    detail = {"service": key.service, "kind": key.kind.value}
    return AuditEntry(at=now, actor=actor, action="key.revoke", subject=str(key.id), detail=detail)
