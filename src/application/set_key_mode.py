"""Set how strictly a service's key is asked for."""

from dataclasses import dataclass, replace

from application.ports.unit_of_work import Store, UnitOfWork
from domain.access import KeyMode, Service
from domain.audit import AuditEntry
from domain.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class SetKeyModeCommand:
    """Which service, and the mode it is to have."""

    service: str
    mode: KeyMode
    actor: str = "command line"


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
            work.audit.note(
                AuditEntry(
                    at=work.now(),
                    actor=command.actor,
                    action="key.mode",
                    subject=service.name,
                    detail={"before": found[0].key_mode.value, "after": service.key_mode.value},
                )
            )
            work.commit()
        return service


def _has_key(work: UnitOfWork, service: str) -> bool:
    keys = work.access.keys()
    return any(key.service == service and key.revoked_at is None for key in keys)
