"""Change what is known of a developer."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from application.audited_developer import audited, changes
from application.named_developer import find_developer, lock_developer
from application.ports.store_errors import DataRefused
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps, Work
from domain.developer import Developer, check_developer
from domain.errors import Conflict
from domain.preferences import Preferences
from domain.severity import Severity
from domain.versions import developer_version, require_version

_NOTHING: dict[str, Any] = {"phone": None, "slack_id": None, "time_zone": None, "preferences": Preferences()}


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateDeveloperCommand:
    """`which` is an id, or as text also an email address or a name; what is None stays as it is. `no_email` takes the
    address away, `without` names what else is of phone, slack_id, time_zone and preferences. `expected_version` is the
    version that the asker saw, None where any will do.
    """

    which: UUID | str
    name: str | None = None
    email: str | None = None
    no_email: bool = False
    services: frozenset[str] | None = None
    min_severity: Severity | None = None
    on_call: bool | None = None
    active: bool | None = None
    phone: str | None = None
    slack_id: str | None = None
    time_zone: str | None = None
    preferences: Preferences | None = None
    without: frozenset[str] = frozenset()
    actor: str = "command line"
    expected_version: str | None = None


class UpdateDeveloper:
    """Overwrite what is named.

    - Somebody who is not active is given nothing any more, and keeps what was given before.
    - `email: null` takes the address away, so do `phone`, `slack_id`, `time_zone` and `preferences`. Who has none of
      these addresses can be told of nothing. Preferences are replaced whole.
    - Open episodes that nobody owns are looked at again, in the same transaction.
    - It is in the audit log.
    """

    def __init__(self, store: Store, wake_ups: WakeUps) -> None:
        self._store = store
        self._wake_ups = wake_ups

    def execute(self, command: UpdateDeveloperCommand) -> Developer:
        """The developer as now known. Raises NotFound, Conflict, RuleViolation, StoreUnavailable."""
        try:
            with self._store.writing() as work:
                found, now = find_developer(work, command.which), work.now()
                # Episodes before developers, the order in which triage locks.
                work.episodes.mark_owner_wanted(now=now)
                # Triage may have given this person a turn since: only under the lock it is known which.
                before = lock_developer(work, found.id)
                require_version(command.expected_version, developer_version(before))
                developer = _changed(before, command)
                check_developer(developer)
                work.developers.save(developer)
                detail = changes(before, developer)
                work.audit.note(audited("update", developer, actor=command.actor, at=now, detail=detail))
                work.commit()
        except DataRefused as refused:
            raise Conflict(f"another developer has the address {command.email!r}") from refused
        self._wake_ups.wake(Work.TRIAGE)
        return developer


def _changed(developer: Developer, command: UpdateDeveloperCommand) -> Developer:
    wanted: dict[str, Any] = {
        "name": None if command.name is None else command.name.strip(),
        "email": command.email,
        "services": None if command.services is None else frozenset(map(str.strip, command.services)),
        "min_severity": command.min_severity,
        "active": command.active,
        "on_call": command.on_call,
        "phone": command.phone,
        "slack_id": command.slack_id,
        "time_zone": command.time_zone,
        "preferences": command.preferences,
    }
    changed = replace(developer, **{field: value for field, value in wanted.items() if value is not None})
    if command.no_email:
        changed = replace(changed, email=None)
    changed = replace(changed, **{field: _NOTHING[field] for field in command.without})
    # On or off without times is from now on; times of before would end it, or begin it later.
    return changed if command.on_call is None else replace(changed, on_call_from=None, on_call_until=None)
