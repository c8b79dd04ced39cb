"""Resolve an error, or all that are like it."""

from dataclasses import dataclass, replace
from uuid import UUID

from application.acts import Act, ActDone, Scope, audited, pattern_entry
from application.changed_errors import ChangedErrors
from application.ended_episodes import end_at_once
from application.held_errors import HeldError, hold_error
from application.ports.ids import Ids
from application.ports.service_registry import ReleaseSeen
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from domain.episode import EpisodeEnd
from domain.error_lifecycle import ErrorAction, ErrorChange
from domain.error_log import ErrorStatus
from domain.error_pattern import PatternStatus
from domain.pattern_lifecycle import resolve_pattern
from domain.retention import RetentionPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveErrorCommand:
    """`release` is the one that it is fixed in; `expected_version` what the asker saw, None where any will do."""

    error_id: UUID
    act: Act
    scope: Scope = Scope.ERROR
    release: str | None = None
    expected_version: str | None = None


class ResolveError:
    """- With the scope `error` this error alone is resolved; with the last open one of its pattern's open time
      (episode) the pattern is resolved too.
    - With the scope `pattern` the pattern is resolved, and all its open errors with it, at once however many they are:
      a worker writes it to them afterwards, and nothing shows them open meanwhile. Messages about them that wait to be
      sent are not sent. What stayed open with another pattern after an unmerge is none of them, but this error is.
    - A resolved pattern comes back, as a regression, with the first error that happened after this and the grace
      (`REGRESSION_GRACE`) in a release that is not older than the one it was fixed in. That is `release`, which becomes
      known with it as newer than the error's own; without one the last in which the pattern was seen.
    - What is resolved already stays as it is: `changed` is false.
    """

    def __init__(self, store: Store, ids: Ids, retention: RetentionPolicy, wake_ups: WakeUps) -> None:
        self._store = store
        self._ids = ids
        self._retention = retention
        self._wake_ups = wake_ups

    def execute(self, command: ResolveErrorCommand) -> ActDone:
        """Resolve. Raises NotFound, StaleVersion, StoreUnavailable."""
        with self._store.writing() as work:
            held = hold_error(work, command.error_id, expected_version=command.expected_version)
            by_scope = self._pattern if command.scope is Scope.PATTERN else self._error
            changed = by_scope(work, held, command)
            if changed:
                _note_releases(work, held, command.release)
                scope = command.scope.value
                detail = {"scope": scope, "release": command.release, "pattern": str(held.pattern.id)}
                work.audit.note(audited("resolve", held.error.id, command.act, at=held.now, **detail))
                work.commit()
        if changed and command.scope is Scope.PATTERN:
            self._wake_ups.wake(Work.DELIVERY)
        return ActDone(error_id=command.error_id, changed=changed, scope=command.scope)

    def _error(self, work: UnitOfWork, held: HeldError, command: ResolveErrorCommand) -> bool:
        if held.error.status is ErrorStatus.RESOLVED:
            return False
        changes = ChangedErrors(work, self._ids, self._retention)
        changed = changes.change(held, ErrorChange(ErrorAction.RESOLVE), command.act)
        last = changed.pattern.status is PatternStatus.RESOLVED and held.pattern.status is PatternStatus.ACTIVE
        if last and command.release is not None:
            work.patterns.save([replace(changed.pattern, resolved_in_release=command.release)])
        return True

    def _pattern(self, work: UnitOfWork, held: HeldError, command: ResolveErrorCommand) -> bool:
        before, at = held.pattern, held.now
        episode = work.episodes.lock_open([before.id]).get(before.id)
        after = resolve_pattern(before, release=command.release, now=at)
        elsewhere = held.is_open_elsewhere and self._error(work, held, command)
        if episode is None and after == before:
            return elsewhere
        if episode is not None:
            end_at_once(work, episode, EpisodeEnd.RESOLVED, at=at, act=command.act)
        work.patterns.save([after])
        inputs = {"error": str(held.error.id), "release": after.resolved_in_release}
        work.history.add([pattern_entry(before, after, "resolved", command.act, at=at, inputs=inputs)])
        return True


def _note_releases(work: UnitOfWork, held: HeldError, release: str | None) -> None:
    """Staff's word for which is newer: the error's own release came before the one that mends it."""
    if release is None:
        return
    report, received_at = held.error.report, held.error.received_at
    if report.release is not None and report.release != release:
        work.services.note_releases([ReleaseSeen(report.service, report.environment, report.release)], at=received_at)
    work.services.note_releases([ReleaseSeen(report.service, report.environment, release)], at=held.now)
