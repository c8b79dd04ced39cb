"""Make a merged pattern one of its own again."""

from dataclasses import dataclass
from uuid import UUID

from application.acts import BY_HAND
from application.ports.unit_of_work import Store, UnitOfWork
from domain.audit import AuditEntry
from domain.error_pattern import ErrorPattern
from domain.errors import Conflict, NotFound
from domain.history import HistoryEntry, SubjectKind
from domain.pattern_merge import unmerge_pattern
from domain.versions import pattern_version, require_version


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmergePatternCommand:
    """`actor` is the name of the token or person that asks; `expected_version` the version that the asker saw, None
    where any will do.
    """

    pattern_id: UUID
    actor: str
    expected_version: str | None = None


class UnmergePattern:
    """A pattern that was merged into another stands for itself again: what arrives for its own fingerprint from now on
    belongs to it.

    - It has what was counted for it until the merge, and the other one has that no more. What arrived in between stays
      with the other one, and so do its open episode, when it was first and last seen, and how bad it was.
    - Its next error opens an episode of its own.
    - What was merged into it before it was merged stays with the other one; it can be unmerged by itself.
    - It is in the history of both, and in the audit log.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, command: UnmergePatternCommand) -> None:
        """Unmerge. Raises NotFound, Conflict, StaleVersion, StoreUnavailable."""
        with self._store.writing() as work:
            source, target = _locked(work, command)
            others = [member for member in work.patterns.members_of(target.id) if member != source.id]
            users_left = work.pattern_users.count([target.id, *others])
            alone, standing = unmerge_pattern(source, target, users_left=users_left)
            work.patterns.save([alone, standing])
            work.patterns.point_alias(source.id, source.id)
            now, inputs = work.now(), {"occurrences": source.occurrences, "users": source.users_affected}
            work.history.add(
                HistoryEntry(
                    subject_kind=SubjectKind.PATTERN,
                    subject_id=subject.id,
                    at=now,
                    action="unmerged",
                    reason=BY_HAND,
                    actor=command.actor,
                    before=str(target.id),
                    after=str(subject.id),
                    inputs={"pattern": str(source.id), **inputs},
                )
                for subject in (alone, standing)
            )
            out_of = {"from": str(target.id)}
            audited = AuditEntry(
                at=now, actor=command.actor, action="pattern.unmerge", subject=str(source.id), detail=out_of
            )
            work.audit.note(audited)
            work.commit()


def _locked(work: UnitOfWork, command: UnmergePatternCommand) -> tuple[ErrorPattern, ErrorPattern]:
    """The pattern and the one that stands for it, locked in the order of their ids."""
    found = work.patterns.get(command.pattern_id)
    if found is None:
        raise NotFound("no pattern has this id")
    standing = {found.id} if found.merged_into is None else {found.id, found.merged_into}
    locked = work.patterns.lock_by_ids(sorted(standing))
    source = locked[found.id]
    require_version(command.expected_version, pattern_version(source))
    if source.merged_into is None:
        raise Conflict("the pattern is merged into no other")
    if source.merged_into not in locked:
        raise Conflict("the pattern was merged anew just now: ask again")
    return source, locked[source.merged_into]
