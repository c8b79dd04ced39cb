"""Who is told at an episode's next level."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.ports.unit_of_work import UnitOfWork
from application.roster import Roster
from domain.alerting import AlertingPolicy
from domain.assignment import Assignment, Candidate, choose_owner
from domain.developer import Developer
from domain.episode import Episode
from domain.escalation_chain import EscalationChain, PassedOver, WhyUntold, people_at, without_address
from domain.reach import untold_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NextLevel:
    """The level, and whom it tells; nobody: it is beyond the chain's last, and the fallback recipients'. `passed_over`
    are the levels in between that told nobody, each with why.
    """

    level: int
    chain: EscalationChain
    developers: tuple[Developer, ...] = ()
    passed_over: tuple[tuple[int, PassedOver], ...] = ()


def next_level(
    work: UnitOfWork,
    roster: Roster,
    episode: Episode,
    *,
    policy: AlertingPolicy | None = None,
    above: int | None = None,
    told: Collection[UUID] = (),
) -> NextLevel:
    """The first level with anybody to tell, of the chain that the episode is held to once it has climbed.

    Args:
        policy: who can be told; None: whoever has an address, for those who look further where it leads to nobody.
        above: the level that is left, by default the episode's.
        told: who need not be chosen again where nobody is named.
    """
    chain = roster.chain_of(episode)
    passed: list[tuple[int, PassedOver]] = []
    first = (episode.level if above is None else above) + 1
    for level, step in enumerate(chain.steps[first - 1 :], start=first):
        if step.automatic:
            found = next_in_line(work, roster, episode, policy=policy, told=told)
            if found is None:
                return NextLevel(level=level, chain=chain.ending_before(level), passed_over=tuple(passed))
            return NextLevel(level=level, chain=chain, developers=(found,), passed_over=tuple(passed))
        present = roster.present(episode.service, work.now())
        people, why_nobody = people_at(
            step, present, owner_id=episode.owner_id, why_untold=_why_untold(episode, policy)
        )
        if why_nobody is None:
            return NextLevel(level=level, chain=chain, developers=tuple(people), passed_over=tuple(passed))
        passed.append((level, why_nobody))
    return NextLevel(level=max(first, len(chain.steps) + 1), chain=chain, passed_over=tuple(passed))


def next_in_line(
    work: UnitOfWork,
    roster: Roster,
    episode: Episode,
    *,
    policy: AlertingPolicy | None = None,
    told: Collection[UUID] = (),
    owns: bool = False,
) -> Developer | None:
    """Whom the automatic assignment would choose, with the turn counted: nobody who owns it, was told on a level before
    or cannot be told at all; None where nobody is left.

    Args:
        policy: as of the next level.
        owns: whether whoever is found will own it.
    """
    now, candidates = work.now(), roster.candidates()
    choice = _choice(work, roster, episode, candidates, policy=policy, told=told, at=now)
    return None if choice.owner_id is None else roster.give_turn(choice.owner_id, now, owns=owns)


def somebody_in_line(
    work: UnitOfWork, roster: Roster, episode: Episode, *, policy: AlertingPolicy, at: datetime
) -> bool:
    """Whether the automatic assignment would find anybody then. Nobody is locked, and no turn counted."""
    everybody = roster.present(episode.service, at).developers.values()
    candidates = [Candidate(developer, 0) for developer in everybody]
    return _choice(work, roster, episode, candidates, policy=policy, at=at).owner_id is not None


def _choice(
    work: UnitOfWork,
    roster: Roster,
    episode: Episode,
    candidates: Iterable[Candidate],
    *,
    policy: AlertingPolicy | None,
    told: Collection[UUID] = (),
    at: datetime,
) -> Assignment:
    passed = {episode.owner_id, *told, *(step.to_id for step in work.escalations.of(episode.id))}
    hindrance, on_call = _why_untold(episode, policy), roster.on_call(episode.service, at)
    return choose_owner(
        service=episode.service,
        severity=episode.severity,
        candidates=[
            each for each in candidates if each.developer.id not in passed and hindrance(each.developer) is None
        ],
        now=at,
        on_call=on_call.people,
        away=on_call.away,
    )


def _why_untold(episode: Episode, policy: AlertingPolicy | None) -> WhyUntold:
    return without_address if policy is None else untold_of(episode.severity, policy)
