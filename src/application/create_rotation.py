"""Make a rotation."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from application.on_call_records import Detail, Which, members_meant, noted
from application.ports.ids import Ids
from application.ports.unit_of_work import Store, UnitOfWork
from domain.developer import EVERY_SERVICE
from domain.errors import Conflict, FieldsRefused
from domain.on_call.rotation import Rotation, Weekday, check_rotation, members_fault
from domain.time_zones import zone_fault

MOST_ROTATIONS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateRotationCommand:
    """`members` are ids, or as text also email addresses or names, in the order of their turns. `starts_on` None is the
    day of the last hand-over time, so that somebody is on call at once.
    """

    name: str
    members: tuple[Which, ...]
    time_zone: str
    services: frozenset[str] = frozenset({EVERY_SERVICE})
    hand_over_weekday: Weekday = Weekday.MONDAY
    hand_over_time: time = time(9)
    weeks: int = 1
    starts_on: date | None = None
    actor: str = "command line"


class CreateRotation:
    """Have people take turns at being on call.

    - The members take turns in their order, each for `weeks` weeks. It is handed over on a day of the week at a time of
      the zone's clocks: in the hour that is skipped in spring at the first moment after it, in the one that comes twice
      in autumn at the first of the two.
    - It begins on `starts_on` at that time; without it, so that somebody is on call at once. The first turn is shorter
      where that is another weekday.
    - Whoever is on call is asked first about errors of `services` (`*` is every one) that the person knows.
    - Whose turn it is but has time off, is not active or was removed is passed over for the next in order.
    - Several rotations may cover a service; there are at most 200. It is in the audit log.
    """

    def __init__(self, store: Store, ids: Ids) -> None:
        self._store = store
        self._ids = ids

    def execute(self, command: CreateRotationCommand) -> Rotation:
        """The rotation. Raises RuleViolation, Conflict where there are as many as may be, StoreUnavailable."""
        with self._store.writing() as work:
            now = work.now()
            rotation = self._made(work, command, now)
            check_rotation(rotation)
            if len(work.on_call.rotations()) >= MOST_ROTATIONS:
                raise Conflict(f"there are {MOST_ROTATIONS} rotations, as many as there may be")
            work.on_call.add_rotation(rotation)
            detail: Detail = {"services": ", ".join(sorted(rotation.services)), "members": len(rotation.members)}
            work.audit.note(noted("rotation.create", rotation.id, actor=command.actor, at=now, detail=detail))
            work.commit()
        return rotation

    def _made(self, work: UnitOfWork, command: CreateRotationCommand, now: datetime) -> Rotation:
        faults = {"members": members_fault(command.members), "time_zone": zone_fault(command.time_zone)}
        if wrong := {field: fault for field, fault in faults.items() if fault is not None}:
            raise FieldsRefused(wrong)
        return Rotation(
            id=self._ids.new(now),
            name=command.name.strip(),
            services=frozenset(service.strip() for service in command.services),
            members=members_meant(work, command.members),
            time_zone=command.time_zone,
            hand_over_weekday=command.hand_over_weekday,
            hand_over_time=command.hand_over_time,
            weeks=command.weeks,
            starts_on=command.starts_on or _last_hand_over_day(command, now),
            created_at=now,
        )


def _last_hand_over_day(command: CreateRotationCommand, now: datetime) -> date:
    at = command.hand_over_time
    return (now.astimezone(ZoneInfo(command.time_zone)) - timedelta(hours=at.hour, minutes=at.minute)).date()
