"""What goes with errors whose time is over: the episodes that they keep open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from application.ended_episodes import after_end, ended_entry
from application.ports.error_archive import ErrorArchive
from application.ports.expired_records import ExpiredError
from application.ports.unit_of_work import UnitOfWork
from domain.episode import Episode
from domain.error_lifecycle import in_force
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern
from domain.retention import RetentionPolicy


@dataclass(frozen=True, slots=True)
class RemovedErrors:
    """How many are gone, and how many episodes had nothing open any more."""

    errors: int = 0
    episodes_closed: int = 0


class ExpiredErrors:
    """Removes expired errors of one unit of work.

    Episodes are locked first, in the order of their ids as ingest does, then errors, and of those only what nobody
    else holds: so it waits for nobody who waits for it.
    """

    def __init__(self, work: UnitOfWork, archive: ErrorArchive, retention: RetentionPolicy) -> None:
        self._work = work
        self._archive = archive
        self._retention = retention

    def remove(self, found: Sequence[ExpiredError], *, now: datetime) -> RemovedErrors:
        """Remove those of them that have expired as they are in force. Raises ArchiveFailed."""
        homes = lock_homes(self._work, (error.open_episode_id for error in found))
        locked = self._work.expired_records.lock_errors((error.id for error in found), now=now)
        gone = [error for each in locked if (error := self._expired(each, homes, now)) is not None]
        if not gone:
            return RemovedErrors()
        if self._archive.keeps:
            self._archive.write(gone, patterns_of(self._work, gone))
        self._work.expired_records.remove_errors(gone)
        return RemovedErrors(len(gone), self._settle(gone, homes, now))

    def _expired(self, error: ErrorLog, homes: Mapping[UUID, Episode], now: datetime) -> ErrorLog | None:
        """The error as it is in force; None where that has not expired, or belongs elsewhere since it was found."""
        home = None if error.episode_id is None else homes.get(error.episode_id)
        if error.counts_as_open and error.episode_id is not None and home is None:
            return None
        known = in_force(error, home)
        if known.resolved_at == error.resolved_at:
            return known
        # Its episode was resolved, and a worker is still carrying that to its errors.
        expires_at = self._retention.error_expires_at(received_at=error.received_at, resolved_at=known.resolved_at)
        return known if expires_at <= now else None

    def _settle(self, gone: Iterable[ErrorLog], homes: Mapping[UUID, Episode], now: datetime) -> int:
        """Take from open episodes what was open; how many are closed by that: emptied, since nobody mended anything."""
        still = {home.id: home for home in homes.values()}
        left: dict[UUID, list[ErrorLog]] = {}
        for error in gone:
            if error.counts_as_open and error.episode_id is not None and still[error.episode_id].closed_at is None:
                left.setdefault(error.episode_id, []).append(error)
        closed = 0
        for episode_id, errors in sorted(left.items()):
            episode = still[episode_id]
            earliest = self._work.errors.earliest_open(episode_id)
            for error in errors:
                episode = episode.settling(error, replace(error, deleted_at=now), earliest_open=earliest, now=now)
            self._work.episodes.save([episode])
            if episode.closed_at is not None:
                closed += 1
                self._work.history.add([ended_entry(episode, at=now), *after_end(self._work, episode, at=now)])
        return closed


def lock_homes(work: UnitOfWork, episode_ids: Iterable[UUID | None]) -> Mapping[UUID, Episode]:
    """The episode that each of these has become after all merges, locked; left out where one is merged right now."""
    last = {each: end_of_merges(work, each) for each in set(episode_ids) if each is not None}
    locked = {each: work.episodes.lock(each) for each in sorted({end for end in last.values() if end is not None})}
    return {
        each: episode
        for each, end in last.items()
        if end is not None and (episode := locked[end]) is not None and episode.merged_into is None
    } | {end: episode for end, episode in locked.items() if episode is not None and episode.merged_into is None}


def end_of_merges(work: UnitOfWork, episode_id: UUID) -> UUID | None:
    """The id of the episode that it has become, unlocked; None where there is none."""
    episode = work.episodes.get(episode_id)
    while episode is not None and episode.merged_into is not None:
        episode = work.episodes.get(episode.merged_into)
    return None if episode is None else episode.id


def patterns_of(work: UnitOfWork, errors: Iterable[ErrorLog]) -> Mapping[UUID, ErrorPattern]:
    """The patterns that errors were stored under, by their ids."""
    return work.stored_errors.patterns({error.pattern_id for error in errors})
