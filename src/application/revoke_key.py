"""Make an ingest key worthless."""

from dataclasses import dataclass
from uuid import UUID

from application.ports.unit_of_work import Store
from domain.access import IngestKey
from domain.errors import NotFound


@dataclass(frozen=True, slots=True)
class RevokeKeyCommand:
    """Which key."""

    key_id: UUID


class RevokeKey:
    """Revoke one key, for good; posts that carry it count as having none."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, command: RevokeKeyCommand) -> IngestKey:
        """The key that was revoked. Raises NotFound where there is none or it was revoked before, StoreUnavailable."""
        with self._store.writing() as work:
            keys = work.access.keys()
            found = [key for key in keys if key.id == command.key_id]
            if not found or not work.access.revoke_key(command.key_id, at=work.now()):
                raise NotFound(f"no key that is not revoked has the id {command.key_id}")
            work.commit()
        return found[0]
