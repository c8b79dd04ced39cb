"""Decide who is asked about marked episodes, and who is told."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from application.ports.ids import Ids
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from application.roster import Roster
from application.unowned_notices import tell_chain_of_unowned
from application.written_notices import News, Telling, present_owner, tell
from domain.alerting import AlertingPolicy, NoticeReason, news_of
from domain.assignment import Assignment, choose_owner
from domain.developer import Developer
from domain.episode import Episode, TriageReason
from domain.episode_lifecycle import stands_as_restored
from domain.escalation import earlier_of
from domain.history import HistoryEntry, SubjectKind
from domain.notification import Notification, NotificationState

_TOLD_BEFORE = (TriageReason.MORE_SEVERE, TriageReason.TRUSTED_NOW, TriageReason.SILENCE_ENDED)
"""Reasons for which people may have been told already, or wait to be."""


@dataclass(frozen=True, slots=True)
class TriageResult:
    """How many episodes were decided about, and how many messages that will send; `wishes_only` says that all of them
    only waited for an owner, so that others may write first.
    """

    episodes: int
    notices: int
    wishes_only: bool = False


class TriageEpisodes:
    """Take marked episodes, find each an owner, and write the notifications that policy asks for, in the same
    transaction that takes the mark away.

    - An episode that has an owner keeps it, unless that person was removed.
    - Where nobody fits, the reason is kept, the fallback recipients are told once, and it is tried again when
      developers change.
    - A trusted sender's message takes the place of a stranger's that still waits, and is not sent to whom the
      stranger's has reached.
    - What a restore brought is given to whoever fits, who is not told of it: that is for its next level.
    - Each decision is kept in the episode's history with its reason, also the decision to tell nobody.
    """

    def __init__(
        self,
        store: Store,
        ids: Ids,
        policy: AlertingPolicy,
        wake_ups: WakeUps,
        *,
        reassign_after: timedelta | None = None,
        limit: int = 20,
    ) -> None:
        """
        Args:
            reassign_after: when whoever is assigned must have acknowledged; None: never.
        """
        self._reassign_after = reassign_after
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
            roster = Roster(work)
            now, restored_at = work.now(), work.restored_records.restored_at()
            written: list[Notification] = []
            for episode in episodes:
                written += self._decide(work, roster, episode, now, restored_at)
            work.commit()
        due = [notice for notice in written if notice.state is NotificationState.PENDING]
        if due:
            self._wake_ups.wake(Work.DELIVERY)
        marks = {episode.triage.reason for episode in episodes if episode.triage is not None}
        return TriageResult(len(episodes), len(due), wishes_only=marks == {TriageReason.OWNER_WANTED})

    def _decide(
        self, work: UnitOfWork, roster: Roster, episode: Episode, now: datetime, restored_at: datetime | None
    ) -> list[Notification]:
        if episode.triage is None:
            return []
        because, history = episode.triage.reason, []
        trusted = self._policy.trusts(episode)
        decided = episode.triaged()
        owner = present_owner(work, episode)
        wanted = because is TriageReason.OWNER_WANTED
        imported = wanted and stands_as_restored(episode, restored_at)
        news = not wanted and (trusted or because is not TriageReason.TRUSTED_NOW)
        if owner is None:
            owner, entry = _given(roster, episode, now)
            history.append(entry)
            if owner is not None:
                decided, news = decided.assigned_to(owner.id, at=now), True
        if self._reassign_after is not None and not imported and _must_acknowledge(work, episode, decided):
            # What became severe may have waited longer: until an acknowledgement lapses that it has ended.
            decided = replace(decided, reassign_at=earlier_of(decided.reassign_at, now + self._reassign_after))
        work.episodes.save([decided])
        if not news:
            return []
        work.history.add(history)
        reason = NoticeReason.NOBODY_ASSIGNABLE if owner is None else news_of(episode.opened_because, because)
        told = News(episode=decided, reason=reason, trusted=trusted, again=because in _TOLD_BEFORE, imported=imported)
        telling = Telling(self._ids, self._policy)
        written = tell(work, telling, told)
        silenced = any(notice.reason == NoticeReason.SILENCED for notice in written)
        return written if silenced or imported else [*written, *tell_chain_of_unowned(work, roster, telling, decided)]


def _must_acknowledge(work: UnitOfWork, before: Episode, decided: Episode) -> bool:
    """Whether its owner is asked from now on: one who was given it now, or had it, by itself, when it was milder."""
    if decided.assigned_at != before.assigned_at or decided.owner_id is None:
        return decided.owner_id is not None
    if before.triage is None or before.triage.reason is not TriageReason.MORE_SEVERE:
        return False
    if before.reassign_at is not None:
        return True
    assigned = [entry for entry in work.history.of(before.id) if entry.action == "assigned"]
    return bool(assigned) and assigned[-1].actor == "system"


def _given(roster: Roster, episode: Episode, now: datetime) -> tuple[Developer | None, HistoryEntry]:
    """Whose turn it is, if anybody's, and why."""
    present = roster.on_call(episode.service, now)
    assignment = choose_owner(
        service=episode.service,
        severity=episode.severity,
        candidates=roster.candidates(),
        now=now,
        on_call=present.people,
        away=present.away,
    )
    owner = None if assignment.owner_id is None else roster.give_turn(assignment.owner_id, now, owns=True)
    return owner, _assigned(episode, assignment, now)


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
