"""Ignore an error, or all that are like it."""

from dataclasses import dataclass
from uuid import UUID

from application.acts import Act, ActDone, Scope, audited, pattern_entry
from application.changed_errors import ChangedErrors
from application.ended_episodes import end_at_once
from application.held_errors import HeldError, hold_error
from application.ports.ids import Ids
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from domain.episode import EpisodeEnd
from domain.error_lifecycle import ErrorAction, ErrorChange
from domain.error_log import ErrorStatus
from domain.errors import RuleViolation
from domain.pattern_lifecycle import FOR_GOOD, IgnoreUntil, ignore_pattern
from domain.retention import RetentionPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoreErrorCommand:
    """`until` is for patterns; `expected_version` what the asker saw, None where any will do."""

    error_id: UUID
    act: Act
    scope: Scope = Scope.ERROR
    until: IgnoreUntil = FOR_GOOD
    expected_version: str | None = None


class IgnoreError:
    """- With the scope `error` this error alone is ignored.
    - With the scope `pattern` all its open errors are, at once however many they are, and those to come: they are
      stored as ignored and counted, and nobody is asked or told. Messages that wait to be sent are not sent.
      What stayed open with another pattern after an unmerge is none of them, but this error is.
    - That is for good, or until a time, until so many further errors, or until a release: the first error past it makes
      the pattern active again, and its owner is told that the time is over.
    - What is ignored already in the same way stays as it is: `changed` is false.
    """

    def __init__(self, store: Store, ids: Ids, retention: RetentionPolicy, wake_ups: WakeUps) -> None:
        self._store = store
        self._ids = ids
        self._retention = retention
        self._wake_ups = wake_ups

    def execute(self, command: IgnoreErrorCommand) -> ActDone:
        """Ignore. Raises NotFound, RuleViolation, StaleVersion, StoreUnavailable."""
        if command.scope is Scope.ERROR and command.until != FOR_GOOD:
            raise RuleViolation(
                "only a pattern is ignored until something: one error stays ignored until it is reopened"
            )
        with self._store.writing() as work:
            held = hold_error(work, command.error_id, expected_version=command.expected_version)
            by_scope = self._pattern if command.scope is Scope.PATTERN else self._error
            changed = by_scope(work, held, command)
            if changed:
                detail = {"scope": command.scope.value, "pattern": str(held.pattern.id)}
                work.audit.note(audited("ignore", held.error.id, command.act, at=held.now, **detail))
                work.commit()
        if changed and command.scope is Scope.PATTERN:
            self._wake_ups.wake(Work.DELIVERY)
        return ActDone(error_id=command.error_id, changed=changed, scope=command.scope)

    def _error(self, work: UnitOfWork, held: HeldError, command: IgnoreErrorCommand) -> bool:
        if held.error.status is ErrorStatus.IGNORED:
            return False
        ChangedErrors(work, self._ids, self._retention).change(held, ErrorChange(ErrorAction.IGNORE), command.act)
        return True

    def _pattern(self, work: UnitOfWork, held: HeldError, command: IgnoreErrorCommand) -> bool:
        before, at = held.pattern, held.now
        after = ignore_pattern(before, command.until, now=at)
        episode = work.episodes.lock_open([before.id]).get(before.id)
        elsewhere = held.is_open_elsewhere and self._error(work, held, command)
        if episode is None and after == before:
            return elsewhere
        if episode is not None:
            end_at_once(work, episode, EpisodeEnd.IGNORED, at=at, act=command.act)
        work.patterns.save([after])
        moment = after.ignored_until
        inputs = {
            "error": str(held.error.id),
            "until": None if moment is None else moment.isoformat(),
            "until_count": after.ignored_until_count,
            "until_release": after.ignored_until_release,
        }
        work.history.add([pattern_entry(before, after, "ignored", command.act, at=at, inputs=inputs)])
        return True
