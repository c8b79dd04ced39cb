"""Have somebody take a span of a rotation."""

from dataclasses import dataclass
from datetime import datetime

from application.on_call_records import Which, developer_meant, in_utc, lock_rotation, noted
from application.ports.ids import Ids
from application.ports.unit_of_work import Store
from domain.developer import Developer
from domain.errors import Conflict
from domain.on_call.duty import Override

MOST_OVERRIDES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOverrideCommand:
    """`rotation` and `developer` are ids, or as text also names; `begin` None is now."""

    rotation: Which
    developer: Which
    begin: datetime | None = None
    end: datetime
    actor: str = "command line"


@dataclass(frozen=True, slots=True)
class OverrideDetail:
    """An override, and whose it is; None where nobody knows any more."""

    override: Override
    developer: Developer | None


class AddOverride:
    """Have a developer take a span of a rotation, whoever's turn it is.

    - It holds from `from` (else at once) until just before `until`, at most 366 days. The developer need not be a
      member.
    - Of several that overlap the one that was made last holds.
    - While the developer has time off, is not active or was removed, it is as if there were none.
    - A rotation has at most 500 that have not ended. It is in the audit log.
    """

    def __init__(self, store: Store, ids: Ids) -> None:
        self._store = store
        self._ids = ids

    def execute(self, command: AddOverrideCommand) -> OverrideDetail:
        """The override. Raises NotFound, Conflict, RuleViolation, StoreUnavailable."""
        with self._store.writing() as work:
            now = work.now()
            rotation = lock_rotation(work, command.rotation)
            begin, end = in_utc(command.begin or now, command.end, now=now)
            developer = developer_meant(work, command.developer)
            if len(work.on_call.overrides_of(rotation.id, after=now)) >= MOST_OVERRIDES:
                raise Conflict(f"this rotation has {MOST_OVERRIDES} overrides, as many as there may be")
            override = Override(
                id=self._ids.new(now),
                rotation_id=rotation.id,
                developer_id=developer.id,
                begin=begin,
                end=end,
                created_by=command.actor,
                created_at=now,
            )
            work.on_call.add_override(override)
            detail = {
                "rotation": str(rotation.id),
                "developer": str(developer.id),
                "from": begin.isoformat(),
                "until": end.isoformat(),
            }
            work.audit.note(noted("override.create", override.id, actor=command.actor, at=now, detail=detail))
            work.commit()
        return OverrideDetail(override, developer)
