"""Who is told of an episode at its next level, in words."""

from application.notice_words import NAME_CHARS, reported
from application.ports.unit_of_work import UnitOfWork
from application.roster import Roster
from domain.episode import Episode
from domain.escalation_chain import ChainStep, without_address

_MOST_NAMED = 3


def next_up(work: UnitOfWork, episode: Episode) -> str | None:
    """Whom the next climb tells as the chain stands now, None where there is no next climb. Who is away or cannot be
    reached by then is passed over.
    """
    if episode.escalates_at is None:
        return None
    for step in Roster(work).chain_of(episode).steps[episode.level :]:
        if step.automatic:
            return "whoever else fits, on call first"
        if people := _people(work, step, episode):
            return people
    return "the fallback recipients"


def _people(work: UnitOfWork, step: ChainStep, episode: Episode) -> str | None:
    found = [work.developers.get(one) for one in step.developers if one != episode.owner_id]
    there = [one for one in found if one is not None and one.can_be_asked and without_address(one) is None]
    names = [reported(one.name, NAME_CHARS) for one in there]
    named = names[:_MOST_NAMED] + ([f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else [])
    named += ["whoever is on call then"] if step.on_call else []
    return " and ".join(filter(None, (", ".join(named[:-1]), *named[-1:]))) or None
