"""Take what is alike to an error to the next person, by hand."""

from dataclasses import dataclass, replace
from uuid import UUID

from application.acts import BY_HAND, Act, ActDone, Scope, audited
from application.given_errors import Giving, named_developer
from application.held_errors import HeldError, hold_error
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from application.told_by_hand import tell_by_hand
from domain.alerting import NoticeReason
from domain.assignment import choose_owner
from domain.developer import Developer
from domain.episode import Episode
from domain.episode_lifecycle import raise_level
from domain.errors import Conflict, RuleViolation
from domain.escalation import Escalation, EscalationReason
from domain.history import HistoryEntry, SubjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateErrorCommand:
    """`developer_id` is whom to tell, None to let it be chosen; `expected_version` what the asker saw, None where any
    will do.
    """

    error_id: UUID
    act: Act
    developer_id: UUID | None = None
    expected_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """`developer_id` is who is told, None where the fallback recipients are."""

    done: ActDone
    level: int
    developer_id: UUID | None


class EscalateError:
    """- The error's episode goes up a level, whatever its deadline. It stays with its owner; the person that it is
      escalated to is told at once, however mild it is, by whom and with the note.
    - Without a person named it is whoever the automatic assignment would choose among the others (on call first). Where
      nobody fits, the fallback recipients are told; where there are none, it is refused.
    - It is on record with from whom, to whom, which level and when. Each call is a level.
    - What is not open any more cannot be escalated.
    """

    def __init__(self, store: Store, giving: Giving, wake_ups: WakeUps) -> None:
        self._store = store
        self._giving = giving
        self._wake_ups = wake_ups

    def execute(self, command: EscalateErrorCommand) -> Escalated:
        """Escalate. Raises NotFound, RuleViolation, Conflict, StaleVersion, StoreUnavailable."""
        with self._store.writing() as work:
            held = hold_error(work, command.error_id, expected_version=command.expected_version)
            if held.episode is None:
                raise Conflict(f"this error opened nothing: it was stored as {held.error.status.value}")
            raised = raise_level(held.episode)
            developer = self._receiver(work, held.episode, command.developer_id)
            work.episodes.save([raised])
            self._record(work, held, raised, developer, command)
            work.commit()
        self._wake_ups.wake(Work.DELIVERY)
        done = ActDone(error_id=command.error_id, changed=True, scope=Scope.PATTERN)
        return Escalated(done=done, level=raised.level, developer_id=None if developer is None else developer.id)

    def _receiver(self, work: UnitOfWork, episode: Episode, wanted: UUID | None) -> Developer | None:
        if wanted is not None:
            if wanted == episode.owner_id:
                raise RuleViolation("it is with this developer already: escalating takes it to somebody else")
            return named_developer(work, wanted)
        found = next_in_line(work, episode)
        if found is None and not self._giving.policy.fallback_recipients:
            raise Conflict("nobody else can be asked, and there are no fallback recipients")
        return found

    def _record(
        self,
        work: UnitOfWork,
        held: HeldError,
        episode: Episode,
        developer: Developer | None,
        command: EscalateErrorCommand,
    ) -> None:
        to_id = None if developer is None else developer.id
        step = Escalation(
            episode_id=episode.id,
            level=episode.level,
            from_id=episode.owner_id,
            to_id=to_id,
            reason=EscalationReason.BY_HAND,
            at=held.now,
        )
        work.escalations.add(step)
        work.history.add([_climbed(step, held, command.act)])
        giving, reason = self._giving, NoticeReason.ESCALATED
        tell_by_hand(work, giving.ids, giving.policy, episode, reason=reason, developer=developer)
        detail = {"level": step.level, "developer": None if to_id is None else str(to_id)}
        work.audit.note(audited("escalate", held.error.id, command.act, at=held.now, **detail))


def next_in_line(work: UnitOfWork, episode: Episode) -> Developer | None:
    """Who is told next, with the turn counted: nobody who owns it or was told on a level before; None where nobody
    is left.
    """
    told = {episode.owner_id, *(step.to_id for step in work.escalations.of(episode.id))}
    others = [each for each in work.developers.lock_candidates() if each.developer.id not in told]
    now = work.now()
    choice = choose_owner(service=episode.service, severity=episode.severity, candidates=others, now=now)
    found = next((each.developer for each in others if each.developer.id == choice.owner_id), None)
    if found is not None:
        work.developers.save(replace(found, last_assigned_at=now))
    return found


def _climbed(step: Escalation, held: HeldError, act: Act) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=step.episode_id,
        at=step.at,
        action="escalated",
        reason=BY_HAND,
        actor=act.actor,
        before=None if step.from_id is None else str(step.from_id),
        after=None if step.to_id is None else str(step.to_id),
        inputs={"level": step.level, "error": str(held.error.id), "note": act.said},
    )
