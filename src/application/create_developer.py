"""Make somebody known who can own episodes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from application.ports.ids import Ids
from application.ports.store_errors import DataRefused
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps, Work
from domain.developer import Developer
from domain.errors import Conflict, RuleViolation
from domain.severity import Severity

_ADDRESS = re.compile(r"[^@\s<>,;\"]{1,64}@[^@\s<>,;\"]{1,255}")
_LIMIT_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateDeveloperCommand:
    """`services` are names, or "*" for every one. Without an `email` nobody can tell this person of anything."""

    name: str
    email: str | None
    services: frozenset[str]
    min_severity: Severity = Severity.INFO
    on_call: bool = False


class CreateDeveloper:
    """Store a developer.

    - Open episodes that nobody owns are looked at again, in the same transaction: this person may fit.
    - Two developers never share an address.
    """

    def __init__(self, store: Store, ids: Ids, wake_ups: WakeUps) -> None:
        self._store = store
        self._ids = ids
        self._wake_ups = wake_ups

    def execute(self, command: CreateDeveloperCommand) -> Developer:
        """The developer. Raises RuleViolation, Conflict where the address is taken, StoreUnavailable."""
        check_developer(command.name, command.email, command.services)
        try:
            with self._store.writing() as work:
                now = work.now()
                developer = Developer(
                    id=self._ids.new(now),
                    name=command.name.strip(),
                    email=command.email,
                    services=command.services,
                    min_severity=command.min_severity,
                    on_call=command.on_call,
                    created_at=now,
                )
                work.developers.add(developer)
                work.episodes.mark_owner_wanted(now=now)
                work.commit()
        except DataRefused as refused:
            raise Conflict(f"another developer has the address {command.email!r}") from refused
        self._wake_ups.wake(Work.TRIAGE)
        return developer


def check_developer(name: str, email: str | None, services: Iterable[str]) -> None:
    """Raise RuleViolation unless this can be a developer."""
    if not 0 < len(name.strip()) <= _LIMIT_NAME or not name.isprintable():
        raise RuleViolation(f"a developer needs a name of 1 to {_LIMIT_NAME} printable characters")
    if email is not None and not _ADDRESS.fullmatch(email):
        raise RuleViolation(f"{email!r} is not an email address")
    if not all(service.strip() and service.isprintable() for service in services):
        raise RuleViolation("the name of a service is neither empty nor unprintable")
