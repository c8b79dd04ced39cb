"""Make somebody known who can own episodes."""

from dataclasses import dataclass

from application.audited_developer import audited
from application.ports.ids import Ids
from application.ports.store_errors import DataRefused
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps, Work
from domain.developer import Developer, check_developer
from domain.errors import Conflict
from domain.preferences import Preferences
from domain.severity import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateDeveloperCommand:
    """`services` are names, or "*" for every one. Without an `email`, a `phone` and a `slack_id` nobody can
    tell this person of anything.
    """

    name: str
    email: str | None
    services: frozenset[str]
    min_severity: Severity = Severity.INFO
    active: bool = True
    on_call: bool = False
    phone: str | None = None
    slack_id: str | None = None
    time_zone: str | None = None
    preferences: Preferences = Preferences()
    actor: str = "command line"


class CreateDeveloper:
    """Store a developer.

    - Open episodes that nobody owns are looked at again, in the same transaction: this person may fit.
    - Two developers never share an address.
    - Without an address of any channel nobody can tell this person of anything. With a phone, what is critical is told
      by text message, too.
    - Quiet and working hours are meant in the person's time zone, else in the installation's.
    - It is in the audit log.
    """

    def __init__(self, store: Store, ids: Ids, wake_ups: WakeUps) -> None:
        self._store = store
        self._ids = ids
        self._wake_ups = wake_ups

    def execute(self, command: CreateDeveloperCommand) -> Developer:
        """The developer. Raises RuleViolation, Conflict where the address is taken, StoreUnavailable."""
        try:
            with self._store.writing() as work:
                now = work.now()
                developer = Developer(
                    id=self._ids.new(now),
                    name=command.name.strip(),
                    email=command.email,
                    services=frozenset(service.strip() for service in command.services),
                    min_severity=command.min_severity,
                    active=command.active,
                    on_call=command.on_call,
                    created_at=now,
                    phone=command.phone,
                    slack_id=command.slack_id,
                    time_zone=command.time_zone,
                    preferences=command.preferences,
                )
                check_developer(developer)
                work.developers.add(developer)
                work.episodes.mark_owner_wanted(now=now)
                work.audit.note(audited("create", developer, actor=command.actor, at=now))
                work.commit()
        except DataRefused as refused:
            raise Conflict(f"another developer has the address {command.email!r}") from refused
        self._wake_ups.wake(Work.TRIAGE)
        return developer
