"""Who is told of an episode at its next level, in words."""

from application.next_level import somebody_in_line
from application.notice_words import NAME_CHARS, few, listed, reported
from application.ports.unit_of_work import UnitOfWork
from application.roster import Roster
from domain.alerting import AlertingPolicy
from domain.delivery import Channel
from domain.episode import Episode
from domain.escalation_chain import ChainStep, Present, people_at
from domain.reach import untold_of

FALLBACK = "the fallback recipients"
AUTOMATIC = "whoever else fits, on call first"
ON_CALL = "whoever is on call then"
NOBODY = "nobody: there is no one left who can be told"


def next_up(work: UnitOfWork, episode: Episode, policy: AlertingPolicy) -> str | None:
    """Whom the next climb tells as chain, plans and channels stand now, None where there is no next climb. Who is away
    or cannot be told of it is passed over, as the climb will.
    """
    if episode.escalates_at is None:
        return None
    roster, at = Roster(work), max(episode.escalates_at, work.now())
    for step in roster.chain_of(episode).steps[episode.level :]:
        if step.automatic:
            if somebody_in_line(work, roster, episode, policy=policy, at=at):
                return AUTOMATIC
            # What would come after it, too, is whoever else fits.
            break
        if people := _people(step, roster.present(episode.service, at), episode, policy):
            return people
    return FALLBACK if policy.fallback_recipients and Channel.EMAIL in policy.channels else NOBODY


def _people(step: ChainStep, present: Present, episode: Episode, policy: AlertingPolicy) -> str:
    hindrance = untold_of(episode.severity, policy)
    people, _ = people_at(step, present, owner_id=episode.owner_id, why_untold=hindrance)
    named = [reported(one.name, NAME_CHARS) for one in people if one.id in step.developers]
    on_call = [ON_CALL] if len(named) < len(people) else []
    return listed([*few(named), *on_call])
