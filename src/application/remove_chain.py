"""Take an escalation chain away."""

from dataclasses import dataclass

from application.chain_subject import ChainSubject, audited_chain, found_chain
from application.ports.unit_of_work import Store
from domain.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveChainCommand:
    """Whose."""

    subject: ChainSubject
    actor: str = "command line"


class RemoveChain:
    """Take away who is told level by level.

    - What the chain was for goes by the next that there is: the service's, else that for every service.
    - What is escalated already goes on by the chain that was then. It is in the audit log.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def execute(self, command: RemoveChainCommand) -> None:
        """Remove it. Raises NotFound, Conflict, StoreUnavailable."""
        with self._store.writing() as work:
            chain = found_chain(work, *command.subject.named(work))
            if chain is None:
                raise NotFound("there is no such escalation chain")
            work.chains.remove(chain.id)
            work.audit.note(audited_chain("removed", chain, actor=command.actor, at=work.now()))
            work.commit()
