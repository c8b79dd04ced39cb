"""Change what is known of a developer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from application.create_developer import check_developer
from application.ports.store_errors import DataRefused
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps, Work
from domain.developer import Developer
from domain.errors import Conflict, NotFound
from domain.severity import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateDeveloperCommand:
    """`which` is an id, an email address or a name; what is None stays as it is."""

    which: str
    name: str | None = None
    email: str | None = None
    services: frozenset[str] | None = None
    min_severity: Severity | None = None
    on_call: bool | None = None
    active: bool | None = None


class UpdateDeveloper:
    """Overwrite what is named.

    - Somebody who is not active is given nothing any more, and keeps what was given before.
    - Open episodes that nobody owns are looked at again, in the same transaction.
    """

    def __init__(self, store: Store, wake_ups: WakeUps) -> None:
        self._store = store
        self._wake_ups = wake_ups

    def execute(self, command: UpdateDeveloperCommand) -> Developer:
        """The developer as now known. Raises NotFound, Conflict, RuleViolation, StoreUnavailable."""
        try:
            with self._store.writing() as work:
                found = _find(work.developers.all(), command.which)
                # Episodes before developers, the order in which triage locks.
                work.episodes.mark_owner_wanted(now=work.now())
                # Triage may have given this person a turn since: only under the lock it is known which.
                developer = _changed(work.developers.lock(found.id) or found, command)
                check_developer(developer.name, developer.email, developer.services)
                work.developers.save(developer)
                work.commit()
        except DataRefused as refused:
            raise Conflict(f"another developer has the address {command.email!r}") from refused
        self._wake_ups.wake(Work.TRIAGE)
        return developer


def _find(developers: Sequence[Developer], which: str) -> Developer:
    found = [one for one in developers if which in (str(one.id), one.email, one.name)]
    if not found:
        raise NotFound(f"no developer has the id, address or name {which!r}")
    if len(found) > 1:
        raise Conflict(f"{len(found)} developers are named {which!r}: name one by id or address")
    return found[0]


def _changed(developer: Developer, command: UpdateDeveloperCommand) -> Developer:
    changes = {
        "name": command.name,
        "email": command.email,
        "services": command.services,
        "min_severity": command.min_severity,
        "on_call": command.on_call,
        "active": command.active,
    }
    return replace(developer, **{name: value for name, value in changes.items() if value is not None})  # type: ignore[arg-type]
