"""Say that somebody deals with an episode, or does not after all."""

from dataclasses import dataclass
from uuid import UUID

from application.acts import BY_HAND, Act, ActDone, Scope, audited
from application.held_errors import hold_error
from application.ports.unit_of_work import Store
from domain.episode import Episode
from domain.episode_lifecycle import acknowledge, withdraw_acknowledgement
from domain.errors import Conflict
from domain.escalation import AckTimeouts
from domain.history import HistoryEntry, SubjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeEpisodeCommand:
    """The episode of that error; `withdraw` takes an acknowledgement back. `expected_version` is what the asker saw,
    None where any will do.
    """

    error_id: UUID
    act: Act
    withdraw: bool = False
    expected_version: str | None = None


class AcknowledgeEpisode:
    """- It is acknowledged for all errors of the episode, with the name of who said so, until it is withdrawn, the
      severity rises or the episode ends, and no longer than `ACK_TIMEOUT` (critical 30 min; high 2 h, milder 8 h).
    - It does not escalate, and is not given to others, as long as that holds; afterwards it does as before.
    - What is not open any more cannot be acknowledged.
    - What is acknowledged already stays with who did it first: `changed` is false.
    """

    def __init__(self, store: Store, timeouts: AckTimeouts) -> None:
        self._store = store
        self._timeouts = timeouts

    def execute(self, command: AcknowledgeEpisodeCommand) -> ActDone:
        """Acknowledge or withdraw. Raises NotFound, Conflict, StaleVersion, StoreUnavailable."""
        action = "acknowledgement_withdrawn" if command.withdraw else "acknowledged"
        with self._store.writing() as work:
            held = hold_error(work, command.error_id, expected_version=command.expected_version)
            before, act, at = held.episode, command.act, held.now
            if before is None:
                raise Conflict(f"this error opened nothing: it was stored as {held.error.status.value}")
            after = (
                withdraw_acknowledgement(before)
                if command.withdraw
                else acknowledge(before, by=act.actor, at=at, timeouts=self._timeouts)
            )
            if after != before:
                work.episodes.save([after])
                work.history.add(
                    [
                        HistoryEntry(
                            subject_kind=SubjectKind.EPISODE,
                            subject_id=after.id,
                            at=at,
                            action=action,
                            reason=BY_HAND,
                            actor=act.actor,
                            before=before.acknowledged_by,
                            after=after.acknowledged_by,
                            inputs={"error": str(held.error.id), "note": act.said, "until": _until(after)},
                        )
                    ]
                )
                work.audit.note(audited(action, held.error.id, act, at=at, episode=str(after.id)))
                work.commit()
        return ActDone(error_id=command.error_id, changed=after != before, scope=Scope.PATTERN)


def _until(episode: Episode) -> str | None:
    return None if episode.acknowledged_until is None else episode.acknowledged_until.isoformat()
