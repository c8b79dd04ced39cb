"""Take time off back."""

from dataclasses import dataclass
from uuid import UUID

from application.named_developer import find_developer, lock_developer
from application.on_call_records import Which, noted
from application.ports.unit_of_work import Store
from application.ports.wake_ups import WakeUps, Work
from domain.errors import NotFound
from domain.on_call.duty import TimeOff


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTimeOffCommand:
    """`developer` is an id, or as text also an email address or a name."""

    developer: Which
    time_off_id: UUID
    actor: str = "command line"


class RemoveTimeOff:
    """The developer is there after all.

    - Open episodes that nobody owns are looked at again, in the same transaction.
    - What is said of the past follows it too. It is in the audit log.
    """

    def __init__(self, store: Store, wake_ups: WakeUps) -> None:
        self._store = store
        self._wake_ups = wake_ups

    def execute(self, command: RemoveTimeOffCommand) -> TimeOff:
        """Which it was. Raises NotFound, Conflict, StoreUnavailable."""
        with self._store.writing() as work:
            found, now = find_developer(work, command.developer), work.now()
            time_off = work.on_call.time_off(command.time_off_id)
            if time_off is None or time_off.developer_id != found.id:
                raise NotFound("this developer has no time off of this id")
            # Episodes before developers, the order in which triage locks.
            work.episodes.mark_owner_wanted(now=now)
            lock_developer(work, found.id)
            work.on_call.remove_time_off(time_off.id)
            detail = {"developer": str(found.id)}
            work.audit.note(noted("time_off.remove", time_off.id, actor=command.actor, at=now, detail=detail))
            work.commit()
        self._wake_ups.wake(Work.TRIAGE)
        return time_off
