"""Say when a developer is asked first."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from application.audited_developer import audited, changes
from application.named_developer import find_developer, lock_developer
from application.ports.unit_of_work import Store
from domain.developer import Developer, check_developer
from domain.errors import FieldsRefused, RuleViolation
from domain.versions import developer_version, require_version

_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""What all zones and stores can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOnCallCommand:
    """`which` is an id, or as text also an email address or a name. `begin` None is at once, `end` None is until it is
    said otherwise. `expected_version` is the version that the asker saw, None where any will do.
    """

    which: UUID | str
    on_call: bool
    begin: datetime | None = None
    end: datetime | None = None
    actor: str = "command line"
    expected_version: str | None = None


class SetOnCall:
    """Put a developer on call, or take the developer off it.

    - Among those who fit, whoever is on call is given an episode before anybody else.
    - It holds from `from` (else at once) until just before `until` (else until it is ended); times of before are
      forgotten. Off call has no times.
    - Somebody who is not active cannot be on call.
    - Nothing that was given out already changes hands. It is in the audit log.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, command: SetOnCallCommand) -> Developer:
        """The developer as now known. Raises NotFound, Conflict, RuleViolation, StoreUnavailable."""
        with self._store.writing() as work:
            now = work.now()
            before = lock_developer(work, find_developer(work, command.which).id)
            require_version(command.expected_version, developer_version(before))
            _check(command, before, now)
            developer = replace(
                before,
                on_call=command.on_call,
                on_call_from=_in_utc(command.begin),
                on_call_until=_in_utc(command.end),
            )
            check_developer(developer)
            work.developers.save(developer)
            detail = changes(before, developer)
            work.audit.note(audited("on_call", developer, actor=command.actor, at=now, detail=detail))
            work.commit()
        return developer


def _check(command: SetOnCallCommand, developer: Developer, now: datetime) -> None:
    if command.on_call and not developer.active:
        raise RuleViolation(f"{developer.name} is not active and cannot be on call")
    faults = {field: _fault(command, moment) for field, moment in (("from", command.begin), ("until", command.end))}
    if command.end is not None and command.end <= now:
        faults["until"] = "is in the past"
    elif command.begin is not None and command.end is not None and command.end <= command.begin:
        faults["until"] = "is not after from"
    if wrong := {field: fault for field, fault in faults.items() if fault is not None}:
        raise FieldsRefused(wrong)


def _fault(command: SetOnCallCommand, moment: datetime | None) -> str | None:
    if moment is None:
        return None
    if not command.on_call:
        return "has no meaning off call"
    return None if _FIRST <= moment <= _LAST else f"is not between the years {_FIRST.year} and {_LAST.year}"


def _in_utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)
