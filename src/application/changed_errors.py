"""The one way in which a stored error changes: its episode, its pattern and the history change with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from application.acts import Act, error_entry
from application.ended_episodes import after_end, ended_entry
from application.held_errors import HeldError
from application.ports.ids import Ids
from application.ports.unit_of_work import UnitOfWork
from domain.episode import Episode
from domain.episode_lifecycle import opened_again_by
from domain.error_lifecycle import ErrorAction, ErrorChange, change_error, open_again, settled_on_restore
from domain.error_log import ErrorLog
from domain.history import HistoryEntry, SubjectKind
from domain.pattern_lifecycle import after_settling, with_open_episode
from domain.retention import RetentionPolicy


@dataclass(frozen=True, slots=True)
class _Home:
    """The episode that an error belongs to after its change; `is_new` where the change opened it."""

    episode: Episode | None
    is_new: bool = False


class ChangedErrors:
    """Changes errors of one unit of work. Counts, deadline and end of the episode follow; a closed episode stays
    closed: what is open again joins its pattern's open episode, or opens one.
    """

    def __init__(self, work: UnitOfWork, ids: Ids, retention: RetentionPolicy) -> None:
        self._work = work
        self._ids = ids
        self._retention = retention

    def change(self, held: HeldError, change: ErrorChange, act: Act) -> HeldError:
        """The error, its episode and pattern after the change, all saved. Raises RuleViolation, Conflict."""
        before = held.error
        after = change_error(before, change, now=held.now, retention=self._retention)
        if change.action is ErrorAction.RESTORE:
            after = settled_on_restore(after, held.episode, held.pattern, apart=held.apart, retention=self._retention)
        if after == before:
            return held
        home = _Home(held.episode)
        if after.counts_as_open and not before.counts_as_open:
            home = self._open_home(held, after)
            if home.episode is not None:
                after = open_again(after, home.episode, apart=held.apart)
        self._work.errors.save(after)
        self._keep_findable(before, after)
        entries = [error_entry(before, after, change, act, at=held.now)]
        changed = self._settle(held, replace(held, error=after), home, entries)
        self._work.history.add(entries)
        return changed

    def _open_home(self, held: HeldError, error: ErrorLog) -> _Home:
        """The episode of an error that is open again: its own while that is open, else its pattern's."""
        if held.episode is not None and held.episode.closed_at is None:
            return _Home(held.episode)
        found = self._work.episodes.lock_open([held.pattern.id]).get(held.pattern.id)
        if found is not None:
            return _Home(found)
        owner = None if error.assigned_to is None else self._work.developers.get(error.assigned_to)
        opened = opened_again_by(
            error,
            episode_id=self._ids.new(held.now),
            pattern_id=held.pattern.id,
            owner_id=owner.id if owner is not None and owner.can_be_asked else None,
            now=held.now,
        )
        return _Home(opened, is_new=True)

    def _settle(self, held: HeldError, changed: HeldError, home: _Home, entries: list[HistoryEntry]) -> HeldError:
        if home.episode is None or not (held.error.counts_as_open or changed.error.counts_as_open):
            return changed
        earliest = self._work.errors.earliest_open(home.episode.id)
        settled = home.episode.settling(held.error, changed.error, earliest_open=earliest, now=held.now)
        (self._work.episodes.add if home.is_new else self._work.episodes.save)([settled])
        joined = held.episode is None or held.episode.id != settled.id
        pattern = held.pattern if joined or held.episode_pattern is None else held.episode_pattern
        if settled.closed_at is None:
            now_so = with_open_episode(pattern, opened=home.is_new)
            entries += _opened(settled) if home.is_new else ()
        else:
            now_so = after_settling(pattern, settled, now=held.now)
            entries += ended_entry(settled, at=held.now), *after_end(self._work, settled, at=held.now)
        if now_so != pattern:
            self._work.patterns.save([now_so])
            if now_so.status is not pattern.status:
                entries.append(_followed(pattern.status, now_so.status, settled, held))
        is_home = pattern.id == held.pattern.id
        return replace(changed, episode=settled, episode_pattern=now_so, pattern=now_so if is_home else changed.pattern)

    def _keep_findable(self, before: ErrorLog, after: ErrorLog) -> None:
        if before.deleted_at is None and after.deleted_at is not None:
            self._work.errors.hide(after)
        elif before.deleted_at is not None and after.deleted_at is None:
            self._work.errors.show(after)


def _opened(episode: Episode) -> Sequence[HistoryEntry]:
    return [
        HistoryEntry(
            subject_kind=SubjectKind.EPISODE,
            subject_id=episode.id,
            at=episode.opened_at,
            action="opened",
            reason=episode.opened_because,
            after="open",
            inputs={"pattern": str(episode.pattern_id), "first_error": str(episode.first_error_id)},
        )
    ]


def _followed(before: str, after: str, episode: Episode, held: HeldError) -> HistoryEntry:
    """The pattern's status followed its episode's."""
    return HistoryEntry(
        subject_kind=SubjectKind.PATTERN,
        subject_id=episode.pattern_id,
        at=held.now,
        action="resolved" if after == "resolved" else "reopened",
        reason="last_error_resolved" if after == "resolved" else "error_reopened",
        before=before,
        after=after,
        inputs={"error": str(held.error.id), "episode": str(episode.id)},
    )
