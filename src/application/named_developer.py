"""Which developer is meant, as commands name one."""

from uuid import UUID

from application.ports.unit_of_work import UnitOfWork
from domain.developer import Developer
from domain.errors import Conflict, NotFound


def find_developer(work: UnitOfWork, which: UUID | str) -> Developer:
    """The developer with this id; a text may also be an email address or a name. Raises NotFound, also for somebody who
    was removed, and Conflict for a text that names several.
    """
    if isinstance(which, UUID):
        return _present(work.developers.get(which))
    found = [one for one in work.developers.all() if which in (str(one.id), one.email, one.name)]
    if not found:
        raise NotFound(f"no developer has the id, address or name {which!r}")
    if len(found) > 1:
        raise Conflict(f"{len(found)} developers are named {which!r}: name one by id or address")
    return found[0]


def lock_developer(work: UnitOfWork, developer_id: UUID) -> Developer:
    """The developer as now stored, whom nobody else changes until the unit of work ends; episodes must be locked
    before. Raises NotFound.
    """
    return _present(work.developers.lock(developer_id))


def _present(developer: Developer | None) -> Developer:
    if developer is None or developer.removed_at is not None:
        raise NotFound("no developer has this id")
    return developer
