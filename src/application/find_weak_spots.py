"""Find out ahead of time who could not be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.check_reach import Unheard, unheard
from application.find_coverage_gaps import FindCoverageGaps
from application.ports.unit_of_work import Store, UnitOfWork
from application.roster import Roster
from domain.alerting import AlertingPolicy, can_be_told
from domain.delivery import Channel
from domain.developer import EVERY_SERVICE
from domain.escalation_chain import ChainOf, people_at
from domain.on_call.coverage import Gap, idle_members
from domain.severity import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakSpots:
    """Where news of what is critical would reach nobody.

    - `unreachable`: names of active developers whom no channel that is on leads to.
    - `unheard`: those among them of whom only what they wish is the cause.
    - `dead_ends`: chains, in words, of which the last level tells nobody at this moment.
    - `without_fallback`: nobody stands behind the last level of any chain.
    - `gaps`: when nobody will be on call within two weeks, though a rotation says that somebody is.
    - `idle`: names of people who take turns for a service that they do not know, with the service: they are on call
      for it, and are not asked about it.
    """

    unreachable: Sequence[str]
    dead_ends: Sequence[str]
    without_fallback: bool
    gaps: Sequence[Gap]
    idle: Sequence[tuple[str, str]]
    unheard: Sequence[Unheard] = ()


class FindWeakSpots:
    """Looks at people, chains and rotations as they are now. Who is on call counts in a service's own chain only: any
    other can be about any service.
    """

    def __init__(self, store: Store, policy: AlertingPolicy) -> None:
        self._store = store
        self._policy = policy

    def execute(self) -> WeakSpots:
        """All of them. Raises StoreUnavailable."""
        with self._store.reading() as work:
            active = [one for one in work.developers.all() if one.can_be_asked]
            mute = [one.name for one in active if not can_be_told(one, Severity.CRITICAL, self._policy)]
            idle = idle_members(work.on_call.rotations(), {one.id: one for one in active})
            roster = Roster(work)
            dead_ends = [_name(work, each) for each in work.chains.all() if self._ends_in_nobody(work, roster, each)]
        return WeakSpots(
            unreachable=mute,
            dead_ends=dead_ends,
            without_fallback=not self._policy.fallback_recipients or Channel.EMAIL not in self._policy.channels,
            gaps=FindCoverageGaps(self._store).execute(),
            idle=idle,
            unheard=[each for one in active if (each := unheard(one, self._policy)) is not None],
        )

    def _ends_in_nobody(self, work: UnitOfWork, roster: Roster, of: ChainOf) -> bool:
        last = of.chain.steps[-1]
        if last.on_call and (of.service is None or of.service == EVERY_SERVICE):
            return False
        present = roster.present(of.service or "", work.now())
        people, _ = people_at(last, present, owner_id=None)
        return not any(can_be_told(person, Severity.CRITICAL, self._policy) for person in people)


def _name(work: UnitOfWork, of: ChainOf) -> str:
    if of.developer_id is None:
        return "every service" if of.service == EVERY_SERVICE else str(of.service)
    developer = work.developers.get(of.developer_id)
    return "a developer who is gone" if developer is None else f"the developer {developer.name}"
