"""Record that an episode went up a level, and tell those who are next."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from application.given_errors import Giving
from application.next_level import NextLevel
from application.ports.unit_of_work import UnitOfWork
from application.told_by_hand import tell_by_hand, tell_who_looks_on
from domain.alerting import NoticeReason
from domain.developer import Developer
from domain.episode import Episode
from domain.escalation import Escalation, EscalationReason
from domain.escalation_chain import PassedOver
from domain.history import HistoryEntry, SubjectKind
from domain.notification import Notification

Inputs = dict[str, str | int | None]


def record_climb(
    work: UnitOfWork,
    raised: Episode,
    reached: NextLevel,
    giving: Giving,
    *,
    reason: EscalationReason,
    at: datetime,
    actor: str = "system",
    inputs: Inputs | None = None,
    summed_up: Collection[UUID | None] = (),
    one_of_many: bool = False,
) -> Sequence[Notification]:
    """Write the record, the history and the messages of a climb that was decided; `raised` is the episode after it,
    which is saved too. Where nobody is next, the fallback recipients are told; Slack's channel and webhooks are, too.

    Args:
        summed_up: who is told much at once, and so in one message.
        one_of_many: whether those who look on are told much at once.
    """
    work.episodes.save([raised])
    work.history.add([_passed_over(raised, level, why, at) for level, why in reached.passed_over])
    notices: list[Notification] = []
    for developer in reached.developers or (None,):
        step = _step(raised, developer, reason, at)
        work.escalations.add(step)
        work.history.add([_climbed(step, actor, inputs or {})])
        notices += tell_by_hand(
            work,
            giving.ids,
            giving.policy,
            raised,
            reason=NoticeReason.ESCALATED,
            developer=developer,
            level=raised.level,
            summed_up=step.to_id in summed_up,
        )
    return [*notices, *tell_who_looks_on(work, giving.ids, giving.policy, raised, summed_up=one_of_many)]


def _step(raised: Episode, developer: Developer | None, reason: EscalationReason, at: datetime) -> Escalation:
    return Escalation(
        episode_id=raised.id,
        level=raised.level,
        from_id=raised.owner_id,
        to_id=None if developer is None else developer.id,
        reason=reason,
        at=at,
    )


def _climbed(step: Escalation, actor: str, inputs: Inputs) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=step.episode_id,
        at=step.at,
        action="escalated",
        reason=step.reason,
        actor=actor,
        before=None if step.from_id is None else str(step.from_id),
        after=None if step.to_id is None else str(step.to_id),
        inputs={"level": step.level, **inputs},
    )


def _passed_over(episode: Episode, level: int, why: PassedOver, at: datetime) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=episode.id,
        at=at,
        action="level_passed_over",
        reason=why,
        inputs={"level": level},
    )
