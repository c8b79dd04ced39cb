"""Decide who is asked about marked episodes, and who is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from application.ports.ids import Ids
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from domain.alerting import AlertingPolicy, PlannedNotice, plan_notices
from domain.assignment import Assignment, Candidate, choose_owner
from domain.developer import Developer
from domain.episode import Episode, TriageReason
from domain.history import HistoryEntry, SubjectKind
from domain.notification import Notification, NotificationState, notice_expires_at


@dataclass(frozen=True, slots=True)
class TriageResult:
    """How many episodes were decided about, and how many messages that will send."""

    episodes: int
    notices: int


class TriageEpisodes:
    """Take marked episodes, find each an owner, and write the notifications that policy asks for, in the same
    transaction that takes the mark away.

    - An episode that has an owner keeps it.
    - Where nobody fits, the reason is kept, the fallback recipients are told once, and it is tried again when
      developers change.
    - Each decision is kept in the episode's history with its reason, also the decision to tell nobody.
    """

    def __init__(self, store: Store, ids: Ids, policy: AlertingPolicy, wake_ups: WakeUps, *, limit: int = 20) -> None:
        self._store = store
        self._ids = ids
        self._policy = policy
        self._wake_ups = wake_ups
        self._limit = limit

    def execute(self) -> TriageResult:
        """Decide about up to `limit` episodes. Zero episodes means that none waits. Raises StoreUnavailable."""
        with self._store.writing() as work:
            episodes = work.episodes.claim_triage(self._limit)
            if not episodes:
                return TriageResult(0, 0)
            roster = _Roster(work)
            now = work.now()
            written: list[Notification] = []
            for turn, episode in enumerate(episodes):
                # Assignments of one transaction get moments of their own, so that the robin keeps its order.
                written += self._decide(work, roster, episode, now + timedelta(microseconds=turn))
            work.commit()
        due = [notice for notice in written if notice.state is NotificationState.PENDING]
        if due:
            self._wake_ups.wake(Work.DELIVERY)
        return TriageResult(len(episodes), len(due))

    def _decide(self, work: UnitOfWork, roster: "_Roster", episode: Episode, now: datetime) -> list[Notification]:
        if episode.triage is None:
            return []
        because, history = episode.triage.reason, []
        decided = episode.triaged()
        owner = None if episode.owner_id is None else work.developers.get(episode.owner_id)
        if owner is None:
            assignment = choose_owner(
                service=episode.service, severity=episode.severity, candidates=roster.candidates()
            )
            history.append(_assigned(episode, assignment, now))
            if assignment.owner_id is not None:
                owner = roster.give_turn(assignment.owner_id, now)
                decided = decided.assigned_to(owner.id, at=now)
        still_nobody = owner is None and because is TriageReason.OWNER_WANTED
        notices = [] if still_nobody else self._notices(work, decided, because, owner, now)
        if not still_nobody:
            history += [_told(notice, now) for notice in notices]
            work.history.add(history)
            work.notifications.add(notices)
        work.episodes.save([decided])
        return notices

    def _notices(
        self, work: UnitOfWork, episode: Episode, because: TriageReason, owner: Developer | None, now: datetime
    ) -> list[Notification]:
        hour = now.replace(minute=0, second=0, microsecond=0)
        spent = 0 if episode.trusted else work.notifications.count_untrusted_since(hour)
        planned = plan_notices(
            episode, because, owner=owner, policy=self._policy, untrusted_sent_this_hour=spent, now=now
        )
        return [self._notification(episode, plan, now) for plan in planned]

    def _notification(self, episode: Episode, plan: PlannedNotice, now: datetime) -> Notification:
        return Notification(
            id=self._ids.new(now),
            episode_id=episode.id,
            pattern_id=episode.pattern_id,
            error_id=episode.last_error_id,
            developer_id=plan.developer_id,
            channel=plan.channel,
            recipient=plan.recipient,
            severity=episode.severity,
            reason=plan.reason,
            state=NotificationState.SUPPRESSED if plan.sent_from is None else NotificationState.PENDING,
            created_at=now,
            expires_at=notice_expires_at(episode.severity, now),
            next_attempt_at=plan.sent_from,
            trusted=episode.trusted,
        )


class _Roster:
    """The developers who can be asked, locked once a transaction and only if needed, with their loads as they grow."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._by_id: dict[UUID, Candidate] | None = None

    def candidates(self) -> Sequence[Candidate]:
        return list(self._locked().values())

    def give_turn(self, developer_id: UUID, now: datetime) -> Developer:
        candidate = self._locked()[developer_id]
        developer = replace(candidate.developer, last_assigned_at=now)
        self._work.developers.save(developer)
        self._locked()[developer_id] = Candidate(developer, candidate.open_episodes + 1)
        return developer

    def _locked(self) -> dict[UUID, Candidate]:
        if self._by_id is None:
            locked = self._work.developers.lock_candidates()
            self._by_id = {candidate.developer.id: candidate for candidate in locked}
        return self._by_id


def _assigned(episode: Episode, assignment: Assignment, now: datetime) -> HistoryEntry:
    found = assignment.owner_id is not None
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=episode.id,
        at=now,
        action="assigned" if found else "not_assigned",
        reason=assignment.reason,
        after=str(assignment.owner_id) if found else None,
        inputs={
            "service": episode.service,
            "severity": episode.severity.value,
            "considered": assignment.considered,
        },
    )


def _told(notice: Notification, now: datetime) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=notice.episode_id,
        at=now,
        action="not_told" if notice.state is NotificationState.SUPPRESSED else "told",
        reason=notice.reason,
        after=notice.recipient or None,
        inputs={
            "channel": notice.channel.value,
            "notification": str(notice.id),
            "severity": notice.severity.value,
            "sent_from": None if notice.next_attempt_at is None else notice.next_attempt_at.isoformat(),
        },
    )
