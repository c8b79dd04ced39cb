"""Decide who is asked about marked episodes, and who is told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from application.ports.ids import Ids
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from application.written_notices import notification_of, told
from domain.alerting import AlertingPolicy, NoticeReason, hour_of, plan_notices
from domain.assignment import Assignment, Candidate, choose_owner
from domain.developer import Developer
from domain.episode import Episode, TriageReason
from domain.history import HistoryEntry, SubjectKind
from domain.notification import Notification, NotificationState

_TOLD_BEFORE = (TriageReason.MORE_SEVERE, TriageReason.TRUSTED_NOW)
"""Reasons for which people may have been told already, or wait to be."""
_HAD = (NotificationState.ACCEPTED, NotificationState.DELIVERED, NotificationState.READ)


@dataclass(frozen=True, slots=True)
class TriageResult:
    """How many episodes were decided about, and how many messages that will send."""

    episodes: int
    notices: int


class TriageEpisodes:
    """Take marked episodes, find each an owner, and write the notifications that policy asks for, in the same
    transaction that takes the mark away.

    - An episode that has an owner keeps it, unless that person was removed.
    - Where nobody fits, the reason is kept, the fallback recipients are told once, and it is tried again when
      developers change.
    - A trusted sender's message takes the place of a stranger's that still waits, and is not sent to whom the
      stranger's has reached.
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
            roster, slots = _Roster(work), _Slots(work)
            now = work.now()
            written: list[Notification] = []
            for turn, episode in enumerate(episodes):
                # Assignments of one transaction get moments of their own, so that the robin keeps its order.
                written += self._decide(work, roster, slots, episode, now + timedelta(microseconds=turn))
            work.commit()
        due = [notice for notice in written if notice.state is NotificationState.PENDING]
        if due:
            self._wake_ups.wake(Work.DELIVERY)
        return TriageResult(len(episodes), len(due))

    def _decide(
        self, work: UnitOfWork, roster: "_Roster", slots: "_Slots", episode: Episode, now: datetime
    ) -> list[Notification]:
        if episode.triage is None:
            return []
        because, history = episode.triage.reason, []
        trusted = self._policy.trusts(episode)
        decided = episode.triaged()
        owner = _present_owner(work, episode)
        news = because is not TriageReason.OWNER_WANTED and (trusted or because is not TriageReason.TRUSTED_NOW)
        if owner is None:
            assignment = choose_owner(
                service=episode.service, severity=episode.severity, candidates=roster.candidates(), now=now
            )
            history.append(_assigned(episode, assignment, now))
            if assignment.owner_id is not None:
                owner = roster.give_turn(assignment.owner_id, now)
                decided, news = decided.assigned_to(owner.id, at=now), True
        notices: list[Notification] = []
        if news:
            notices = self._notices(work, slots, decided, because, owner, trusted=trusted, now=now)
            work.history.add([*history, *(told(notice, now) for notice in notices)])
        work.episodes.save([decided])
        return notices

    def _notices(
        self,
        work: UnitOfWork,
        slots: "_Slots",
        episode: Episode,
        because: TriageReason,
        owner: Developer | None,
        *,
        trusted: bool,
        now: datetime,
    ) -> list[Notification]:
        planned = plan_notices(
            episode,
            because,
            owner=owner,
            policy=self._policy,
            trusted=trusted,
            slots_taken=0 if trusted else slots.taken(now),
            already_told=_already_told(work, episode) if because in _TOLD_BEFORE else (),
            now=now,
        )
        notices = [
            notification_of(plan, notice_id=self._ids.new(now), episode=episode, trusted=trusted, now=now)
            for plan in planned
        ]
        if not trusted:
            slots.take(sum(plan.sent_from is not None for plan in planned))
        work.notifications.add(notices)
        if trusted and because in _TOLD_BEFORE:
            notices += _withdrawn(work, episode, {plan.recipient for plan in planned if plan.sent_from is not None})
        return notices


def _present_owner(work: UnitOfWork, episode: Episode) -> Developer | None:
    owner = None if episode.owner_id is None else work.developers.get(episode.owner_id)
    return None if owner is None or owner.removed_at is not None else owner


def _already_told(work: UnitOfWork, episode: Episode) -> set[str]:
    notices = work.notifications.of_episode(episode.id)
    had = [notice for notice in notices if notice.state in _HAD and notice.severity.at_least(episode.severity)]
    return {notice.recipient for notice in had}


def _withdrawn(work: UnitOfWork, episode: Episode, recipients: Collection[str]) -> list[Notification]:
    waiting = work.notifications.lock_waiting_untrusted(episode.id)
    withdrawn = [one.withdrawn(NoticeReason.TOLD_INSTEAD) for one in waiting if one.recipient in recipients]
    work.notifications.save(withdrawn)
    return withdrawn


class _Slots:
    """How many places in the hours to come strangers' messages have, counted once a transaction."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._taken: int | None = None

    def taken(self, now: datetime) -> int:
        if self._taken is None:
            self._taken = self._work.notifications.untrusted_slots_taken(hour_of(now))
        return self._taken

    def take(self, count: int) -> None:
        self._taken = (self._taken or 0) + count


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
