"""Say when a developer is away."""

from dataclasses import dataclass
from datetime import datetime

from application.named_developer import find_developer, lock_developer
from application.on_call_records import Which, in_utc, noted
from application.ports.ids import Ids
from application.ports.unit_of_work import Store
from domain.errors import Conflict, FieldsRefused
from domain.on_call.duty import LONGEST_REASON, TimeOff

MOST_TIME_OFF = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTimeOffCommand:
    """`developer` is an id, or as text also an email address or a name; `begin` None is now."""

    developer: Which
    begin: datetime | None = None
    end: datetime
    reason: str | None = None
    actor: str = "command line"


class AddTimeOff:
    """Give a developer nothing for a while.

    - It holds from `from` (else at once) until just before `until`, at most 366 days. Nothing is assigned to this
      person then, and in rotations the next in order is on call.
    - What the person owns already stays.
    - A developer has at most 200 that have not ended. It is in the audit log, without the reason.
    """

    def __init__(self, store: Store, ids: Ids) -> None:
        self._store = store
        self._ids = ids

    def execute(self, command: AddTimeOffCommand) -> TimeOff:
        """The span. Raises NotFound, Conflict, RuleViolation, StoreUnavailable."""
        with self._store.writing() as work:
            now = work.now()
            developer = lock_developer(work, find_developer(work, command.developer).id)
            begin, end = in_utc(command.begin or now, command.end, now=now)
            if (fault := reason_fault(command.reason)) is not None:
                raise FieldsRefused({"reason": fault})
            if len(work.on_call.time_off_of(developer.id, after=now)) >= MOST_TIME_OFF:
                raise Conflict(f"this developer has {MOST_TIME_OFF} spans of time off, as many as there may be")
            time_off = TimeOff(
                id=self._ids.new(now),
                developer_id=developer.id,
                begin=begin,
                end=end,
                reason=command.reason,
                created_at=now,
            )
            work.on_call.add_time_off(time_off)
            detail = {"developer": str(developer.id), "from": begin.isoformat(), "until": end.isoformat()}
            work.audit.note(noted("time_off.create", time_off.id, actor=command.actor, at=now, detail=detail))
            work.commit()
        return time_off


def reason_fault(reason: str | None) -> str | None:
    """What keeps this from being a reason, or None."""
    fits = reason is None or (len(reason) <= LONGEST_REASON and reason.isprintable())
    return None if fits else f"must be at most {LONGEST_REASON} printable characters"
