"""Take what is alike to an error to the next person, by hand."""

from dataclasses import dataclass
from uuid import UUID

from application.acts import Act, ActDone, Scope, audited
from application.climbs import record_climb
from application.given_errors import Giving, named_developer
from application.held_errors import hold_error
from application.next_level import NextLevel, next_level
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from application.roster import Roster
from domain.episode import Episode
from domain.episode_lifecycle import raise_level
from domain.errors import Conflict, RuleViolation
from domain.escalation import EscalationReason
from domain.escalation_chain import ChainStep
from domain.reach import why_untold


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
    """`developer_id` is who is told, the first of several, None where the fallback recipients are."""

    done: ActDone
    level: int
    developer_id: UUID | None


class EscalateError:
    """- The error's episode goes up a level, whatever its deadline. It stays with its owner; the person that it is
      escalated to is told at once, however mild it is, by whom and with the note.
    - Without a person named it is the next of its escalation chain, or where there is none whoever the automatic
      assignment would choose among the others (on call first). Where nobody is left, the fallback recipients are told;
      where there are none, it is refused. The channel of Slack, in the episode's thread, and webhooks are told, too.
    - A person who is named is a level of the chain between: the next of the chain stays next. One who cannot be told
      of what is so severe is refused.
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
            reached = self._reached(work, held.episode, command.developer_id)
            raised = raise_level(held.episode, to=reached.level, chain=reached.chain, at=held.now)
            record_climb(
                work,
                raised,
                reached,
                self._giving,
                reason=EscalationReason.BY_HAND,
                at=held.now,
                actor=command.act.actor,
                inputs={"error": str(held.error.id), "note": command.act.said},
            )
            to_id = reached.developers[0].id if reached.developers else None
            detail = {"level": raised.level, "developer": None if to_id is None else str(to_id)}
            work.audit.note(audited("escalate", held.error.id, command.act, at=held.now, **detail))
            work.commit()
        self._wake_ups.wake(Work.DELIVERY)
        done = ActDone(error_id=command.error_id, changed=True, scope=Scope.PATTERN)
        return Escalated(done=done, level=raised.level, developer_id=to_id)

    def _reached(self, work: UnitOfWork, episode: Episode, wanted: UUID | None) -> NextLevel:
        if wanted is None:
            found = next_level(work, Roster(work), episode, policy=self._giving.policy)
            if not found.developers and not self._giving.policy.fallback_recipients:
                raise Conflict("nobody else can be asked, and there are no fallback recipients")
            return found
        if wanted == episode.owner_id:
            raise RuleViolation("it is with this developer already: escalating takes it to somebody else")
        developer, level = named_developer(work, wanted), episode.level + 1
        if why := why_untold(developer, episode.severity, self._giving.policy):
            raise RuleViolation(f"{developer.name} cannot be told of it: {why.value.replace('_', ' ')}")
        chain = Roster(work).chain_of(episode).with_step(level, ChainStep(developers=(developer.id,)))
        return NextLevel(level=level, chain=chain, developers=(developer,))
