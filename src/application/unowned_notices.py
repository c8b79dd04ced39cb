"""Whom to tell of what is critical and can be given to nobody."""

from application.next_level import next_level
from application.ports.unit_of_work import UnitOfWork
from application.roster import Roster
from application.told_by_hand import tell_by_hand
from application.written_notices import Telling
from domain.alerting import NoticeReason
from domain.episode import Episode
from domain.notification import Notification
from domain.severity import Severity


def tell_chain_of_unowned(work: UnitOfWork, roster: Roster, telling: Telling, episode: Episode) -> list[Notification]:
    """Tell the first level of its service's escalation chain of a critical episode that nobody owns, besides the
    fallback recipients, whom such news go to. Where no chain is set there is nobody: those who could
    be chosen do not fit.
    """
    if episode.severity is not Severity.CRITICAL or episode.owner_id is not None:
        return []
    reached = next_level(work, roster, episode, policy=telling.policy)
    written: list[Notification] = []
    for developer in reached.developers:
        written += tell_by_hand(
            work,
            telling.ids,
            telling.policy,
            episode,
            reason=NoticeReason.NOBODY_ASSIGNABLE,
            developer=developer,
            level=reached.level,
        )
    return written
