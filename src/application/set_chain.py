"""Say who is asked after whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from application.chain_subject import ChainSubject, audited_chain, found_chain
from application.named_developer import find_developer
from application.ports.ids import Ids
from application.ports.unit_of_work import Store, UnitOfWork
from domain.errors import FieldsRefused, NotFound
from domain.escalation_chain import ChainOf, ChainStep, EscalationChain, check_chain


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedStep:
    """Developers by id, or as text also by address or name."""

    developers: Sequence[UUID | str] = ()
    on_call: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetChainCommand:
    """The first step is for level 1."""

    subject: ChainSubject
    steps: Sequence[WantedStep]
    actor: str = "command line"


class SetChain:
    """Say who is told, level by level, of what is not resolved in time.

    - A chain is a developer's (for the episodes that this person owns) or a service's; `*` is for every service. An
      episode goes by its owner's, else by its service's, else by that for every one; without any, by three of whomever
      the automatic assignment would choose.
    - 1 to 10 steps, each with up to 20 developers, or with `on_call`: whoever is on call for the service then.
    - Who is gone, away, without any address or the owner is passed over; a step without anybody else too, on record.
    - After the last step the fallback recipients are told, once.
    - It replaces the chain that was; what is escalated already goes on by that one. It is in the audit log.
    """

    def __init__(self, store: Store, ids: Ids) -> None:
        self._store = store
        self._ids = ids

    def execute(self, command: SetChainCommand) -> ChainOf:
        """The chain as now stored. Raises RuleViolation, NotFound, Conflict, StoreUnavailable."""
        with self._store.writing() as work:
            now = work.now()
            service, developer_id = command.subject.named(work)
            before = found_chain(work, service, developer_id)
            chain = EscalationChain(tuple(_step(work, wanted) for wanted in command.steps))
            check_chain(chain)
            after = ChainOf(
                id=self._ids.new(now) if before is None else before.id,
                service=service,
                developer_id=developer_id,
                chain=chain,
                updated_at=now,
            )
            work.chains.put(after)
            work.audit.note(audited_chain("set", after, actor=command.actor, at=now))
            work.commit()
        return after


def _step(work: UnitOfWork, wanted: WantedStep) -> ChainStep:
    try:
        developers = tuple(find_developer(work, each).id for each in wanted.developers)
    except NotFound as unknown:
        raise FieldsRefused({"steps": f"name somebody who is not there: {unknown}"}) from None
    return ChainStep(developers=developers, on_call=wanted.on_call)
