"""Set how strictly a service's key is asked for."""

from dataclasses import dataclass, replace

from application.ports.unit_of_work import Store, UnitOfWork
from domain.access import KeyMode, Service
from domain.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class SetKeyModeCommand:
    """Which service, and the mode it is to have."""

    service: str
    mode: KeyMode


class SetKeyMode:
    """Change one service's mode; a key is enforced only where there is one: all would be turned away."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, command: SetKeyModeCommand) -> Service:
        """The service as it now is. Raises NotFound, Conflict where it has no valid key, StoreUnavailable."""
        with self._store.writing() as work:
            found = [service for service in work.services.services() if service.name == command.service]
            if not found:
                raise NotFound(f"no service named {command.service!r} has reported or has a key")
            if command.mode is KeyMode.ENFORCE and not _has_key(work, command.service):
                raise Conflict(f"{command.service!r} has no valid key: enforcing would turn all its errors away")
            service = replace(found[0], key_mode=command.mode)
            work.services.save_service(service)
            work.commit()
        return service


def _has_key(work: UnitOfWork, service: str) -> bool:
    keys = work.access.keys()
    return any(key.service == service and key.revoked_at is None for key in keys)
