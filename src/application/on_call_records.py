"""What the use cases about on-call share: who and which is meant, whether a span can be, what the audit log says."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from application.named_developer import find_developer
from application.ports.unit_of_work import UnitOfWork
from domain.audit import AuditEntry
from domain.developer import Developer
from domain.errors import Conflict, FieldsRefused, NotFound
from domain.on_call.duty import LONGEST_SPAN
from domain.on_call.rotation import Rotation

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Between which moments one can ask who is on call."""
_TOO_FAR = f"is not between the years {FIRST.year} and {LAST.year}"

Which = UUID | str
"""An id, or as text also a name; of a developer also an email address."""
Detail = Mapping[str, str | int | bool | None]


def find_rotation(work: UnitOfWork, which: Which) -> Rotation:
    """The rotation meant. Raises NotFound, also where it was removed, and Conflict for a name of several."""
    if isinstance(which, UUID):
        return _present(work.on_call.rotation(which))
    found = [one for one in work.on_call.rotations() if which in (str(one.id), one.name)]
    if len(found) > 1:
        raise Conflict(f"{len(found)} rotations are named {which!r}: name one by its id")
    if not found:
        raise NotFound(f"no rotation has the id or name {which!r}")
    return found[0]


def lock_rotation(work: UnitOfWork, which: Which) -> Rotation:
    """The rotation as now stored, which nobody else changes until the unit of work ends. Raises NotFound, Conflict."""
    return _present(work.on_call.lock_rotation(find_rotation(work, which).id))


def members_meant(work: UnitOfWork, members: Sequence[Which]) -> tuple[UUID, ...]:
    """Raises FieldsRefused that names whom nobody knows."""
    return tuple(_meant(work, member, "members").id for member in members)


def developer_meant(work: UnitOfWork, which: Which) -> Developer:
    """Who takes something. Raises FieldsRefused for somebody whom nobody knows, and who is not active."""
    developer = _meant(work, which, "developer")
    if not developer.can_be_asked:
        raise FieldsRefused({"developer": f"is {developer.name}, who is not active"})
    return developer


def people_of(work: UnitOfWork, wanted: Iterable[UUID]) -> Mapping[UUID, Developer]:
    """Who they are, removed ones too."""
    found = {one.id: one for one in work.developers.all()}
    missing = {each: work.developers.get(each) for each in wanted if each not in found}
    return {**found, **{each: one for each, one in missing.items() if one is not None}}


def check_moments(moments: Mapping[str, datetime]) -> None:
    """Raise FieldsRefused for moments too far away; they are given by field."""
    if faults := {field: _TOO_FAR for field, moment in moments.items() if not FIRST <= moment <= LAST}:
        raise FieldsRefused(faults)


def in_utc(begin: datetime, end: datetime, *, now: datetime) -> tuple[datetime, datetime]:
    """Both. Raises FieldsRefused unless they can be a span that has not ended."""
    check_moments({"from": begin, "until": end})
    if end <= now:
        raise FieldsRefused({"until": "is in the past"})
    if end <= begin:
        raise FieldsRefused({"until": "is not after from"})
    if end - begin > LONGEST_SPAN:
        raise FieldsRefused({"until": f"is more than {LONGEST_SPAN.days} days after from"})
    return begin.astimezone(UTC), end.astimezone(UTC)


def noted(action: str, subject: UUID, *, actor: str, at: datetime, detail: Detail) -> AuditEntry:
    """The entry, such as `rotation.create`."""
    return AuditEntry(at=at, actor=actor, action=action, subject=str(subject), detail=detail)


def _meant(work: UnitOfWork, which: Which, field: str) -> Developer:
    try:
        return find_developer(work, which)
    except (NotFound, Conflict) as unknown:
        shown = str(which)[:100]
        raise FieldsRefused({field: f"names {shown!r}: {unknown}"}) from unknown


def _present(rotation: Rotation | None) -> Rotation:
    if rotation is None or rotation.removed_at is not None:
        raise NotFound("no rotation has this id")
    return rotation
