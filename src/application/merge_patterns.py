"""Make a pattern part of another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from application.acts import BY_HAND, Act
from application.ended_episodes import after_end, ended_entry
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from domain.audit import AuditEntry
from domain.episode import Episode
from domain.error_pattern import ErrorPattern
from domain.errors import Conflict, NotFound
from domain.history import HistoryEntry, SubjectKind
from domain.pattern_merge import UsersMet, join_episodes, merge_patterns, require_mergeable
from domain.versions import pattern_version, require_version


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePatternsCommand:
    """`pattern_id` becomes part of `into`. `actor` is the name of the token or person that asks; `expected_version` the
    version of the first that the asker saw, None where any will do.
    """

    pattern_id: UUID
    into: UUID
    actor: str
    expected_version: str | None = None


class MergePatterns:
    """Two patterns of one service are one from now on: what arrives for either belongs to `into`.

    - `into` takes over occurrences, users (each once), episodes, first and last seen and the worse severity. Whatever
      was merged into the pattern before goes along. Errors stay stored under the pattern that they came for.
    - What is open stays open: the pattern's open episode becomes the other's; where both have one, its open errors join
      that one, in batches, with counts and deadline right at once, and messages about it that wait to be sent are not
      sent. A severity that rises by that asks for triage. Where anything is open then, `into` is neither resolved nor
      ignored any more.
    - A pattern that is part of another already can neither be merged nor be merged into.
    - It is in the history of both, and in the audit log.
    """

    def __init__(self, store: Store, wake_ups: WakeUps) -> None:
        self._store = store
        self._wake_ups = wake_ups

    def execute(self, command: MergePatternsCommand) -> None:
        """Merge. Raises NotFound, RuleViolation, Conflict, StaleVersion, StoreUnavailable."""
        with self._store.writing() as work:
            source, target, members = _locked(work, command)
            now, act = work.now(), Act(actor=command.actor)
            ended, kept = _locked_episodes(work, source, target)
            moves = ended is not None and kept is None
            whole = [source.id, *(member.id for member in members)]
            users = UsersMet(
                alone=work.pattern_users.count([source.id]) if members else source.users_affected,
                together=work.pattern_users.count([target.id, *work.patterns.members_of(target.id), *whole]),
            )
            frozen, standing = merge_patterns(
                source, target, members=members, users=users, episode_moves=moves, stays_open=bool(ended or kept)
            )
            work.patterns.save([frozen, standing, *(replace(member, merged_into=target.id) for member in members)])
            work.patterns.point_aliases(source.id, target.id)
            work.history.add(_entries(source, standing, act, now))
            if ended is not None:
                _bring_along(work, (ended, kept), target, act, now)
            work.audit.note(_audited(source, target, act, now))
            work.commit()
        self._wake_ups.wake(Work.TRIAGE)


def _locked(work: UnitOfWork, command: MergePatternsCommand) -> tuple[ErrorPattern, ErrorPattern, list[ErrorPattern]]:
    """The two and the first one's members, all locked in the order of their ids, as everybody does."""
    known = set(work.patterns.members_of(command.pattern_id))
    locked = work.patterns.lock_by_ids(sorted({command.pattern_id, command.into, *known}))
    source, target = locked.get(command.pattern_id), locked.get(command.into)
    if source is None:
        raise NotFound("no pattern has this id")
    if target is None:
        raise NotFound("no pattern has the id that it is to be merged into")
    require_version(command.expected_version, pattern_version(source))
    require_mergeable(source, target)
    members = work.patterns.members_of(source.id)
    if not known.issuperset(members):
        raise Conflict("another pattern was merged into this one just now: ask again")
    return source, target, [locked[member] for member in members]


def _locked_episodes(
    work: UnitOfWork, source: ErrorPattern, target: ErrorPattern
) -> tuple[Episode | None, Episode | None]:
    """The open ones. Nobody opens or ends one of a locked pattern; what is still on its way into one of them is locked
    first, as the worker does that moves it.
    """
    seen = work.pattern_reader.open_episode(source.id), work.pattern_reader.open_episode(target.id)
    if seen[0] is not None and seen[1] is not None:
        work.episodes.redirect_merged(seen[0][0].id, seen[1][0].id)
    open_episodes = work.episodes.lock_open([source.id, target.id])
    return open_episodes.get(source.id), open_episodes.get(target.id)


def _bring_along(
    work: UnitOfWork, episodes: tuple[Episode, Episode | None], target: ErrorPattern, act: Act, now: datetime
) -> None:
    """The first, the source's open episode, to the target or into its open one, the second."""
    episode, kept = episodes
    if kept is None:
        work.episodes.save([replace(episode, pattern_id=target.id)])
        moved = _entry(SubjectKind.EPISODE, episode.id, "moved", act, now, before=episode.pattern_id, after=target.id)
        work.history.add([moved])
        return
    ended, joined = join_episodes(episode, kept, at=now)
    work.episodes.save([ended, joined])
    taken = _entry(SubjectKind.EPISODE, kept.id, "took_over", act, now, before=None, after=kept.id)
    inputs: dict[str, str | int | None] = {"episode": str(episode.id), "open_errors": episode.open_counts.total}
    calls_off = after_end(work, ended, at=now)
    work.history.add([ended_entry(ended, at=now, act=act), *calls_off, replace(taken, inputs=inputs)])


def _entries(source: ErrorPattern, target: ErrorPattern, act: Act, now: datetime) -> Sequence[HistoryEntry]:
    merged = _entry(SubjectKind.PATTERN, source.id, "merged", act, now, before=None, after=target.id)
    took_over = _entry(SubjectKind.PATTERN, target.id, "took_over", act, now, before=None, after=target.id)
    inputs: dict[str, str | int | None] = {"occurrences": source.occurrences, "users": source.users_affected}
    return [replace(merged, inputs=inputs), replace(took_over, inputs={"pattern": str(source.id), **inputs})]


def _entry(
    kind: SubjectKind, subject: UUID, action: str, act: Act, now: datetime, *, before: UUID | None, after: UUID
) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=kind,
        subject_id=subject,
        at=now,
        action=action,
        reason=BY_HAND,
        actor=act.actor,
        before=None if before is None else str(before),
        after=str(after),
    )


def _audited(source: ErrorPattern, target: ErrorPattern, act: Act, now: datetime) -> AuditEntry:
    into = {"into": str(target.id)}
    return AuditEntry(at=now, actor=act.actor, action="pattern.merge", subject=str(source.id), detail=into)
