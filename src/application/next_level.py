"""Who is told at an episode's next level."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from application.ports.unit_of_work import UnitOfWork
from application.who_is_there import who_is_there
from domain.assignment import choose_owner
from domain.developer import EVERY_SERVICE, Developer
from domain.episode import Episode
from domain.escalation_chain import (
    UNSAID,
    ChainStep,
    EscalationChain,
    PassedOver,
    Present,
    is_reachable,
    people_at,
)


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
    work: UnitOfWork, episode: Episode, *, above: int | None = None, told: Collection[UUID] = ()
) -> NextLevel:
    """The first level with anybody to tell, of the chain that the episode is held to once it has climbed.

    Args:
        above: the level that is left, by default the episode's.
        told: who need not be chosen again where nobody is named.
    """
    chain = chain_of(work, episode)
    passed: list[tuple[int, PassedOver]] = []
    present = who_is_there(work, episode.service, work.now())
    first = (episode.level if above is None else above) + 1
    for level, step in enumerate(chain.steps[first - 1 :], start=first):
        if step.automatic:
            found = next_in_line(work, episode, present, told=told)
            if found is None:
                return NextLevel(level=level, chain=chain.ending_before(level), passed_over=tuple(passed))
            return NextLevel(level=level, chain=chain, developers=(found,), passed_over=tuple(passed))
        people, why_nobody = people_at(step, present, owner_id=episode.owner_id)
        if why_nobody is None:
            return NextLevel(level=level, chain=chain, developers=tuple(people), passed_over=tuple(passed))
        passed.append((level, why_nobody))
    return NextLevel(level=max(first, len(chain.steps) + 1), chain=chain, passed_over=tuple(passed))


def chain_of(work: UnitOfWork, episode: Episode) -> EscalationChain:
    """The chain that was taken at its first climb, else its owner's, else its service's, else that for every service,
    else three of the next in line.
    """
    if episode.chain is not None:
        return episode.chain
    found = None if episode.owner_id is None else work.chains.of_developer(episode.owner_id)
    found = found or work.chains.of_service(episode.service) or work.chains.of_service(EVERY_SERVICE)
    steps = UNSAID.steps if found is None else found.chain.steps
    # Levels that were reached before there were chains are not those of this one.
    return EscalationChain((*[ChainStep()] * episode.level, *steps))


def next_in_line(
    work: UnitOfWork, episode: Episode, present: Present, *, told: Collection[UUID] = ()
) -> Developer | None:
    """Whom the automatic assignment would choose, with the turn counted: nobody who owns it, was told on a level before
    or cannot be told at all; None where nobody is left.
    """
    passed = {episode.owner_id, *told, *(step.to_id for step in work.escalations.of(episode.id))}
    locked = work.developers.lock_candidates()
    others = [each for each in locked if each.developer.id not in passed and is_reachable(each.developer)]
    now = work.now()
    choice = choose_owner(
        service=episode.service,
        severity=episode.severity,
        candidates=others,
        now=now,
        on_call=present.on_call,
        away=present.away,
    )
    found = next((each.developer for each in others if each.developer.id == choice.owner_id), None)
    if found is not None:
        work.developers.save(replace(found, last_assigned_at=now))
    return found
