"""What goes with errors whose time is over: the episodes that they keep open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from application.ended_episodes import after_end, ended_entry
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


class Candidate(NamedTuple):
    """An expired error as it is stored, and as it is in force."""

    stored: ErrorLog
    known: ErrorLog


def candidates(
    work: UnitOfWork, stored: Sequence[ErrorLog], retention: RetentionPolicy, *, now: datetime
) -> Sequence[Candidate]:
    """Those of expired errors that have expired as they are in force, too; looks without locking."""
    homes = _homes(work, stored, lock=False)
    known = [Candidate(error, in_force(error, _home(error, homes))) for error in stored]
    return [each for each in known if _has_expired(each, retention, now)]


class ExpiredErrors:
    """Removes candidates in one unit of work: those that are still what they were.

    Episodes are locked first, in the order of their ids as ingest does, then errors, and of those only what nobody
    else holds: so it waits for nobody who waits for it.
    """

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def remove(self, wanted: Sequence[Candidate], *, now: datetime) -> RemovedErrors:
        """Remove them, and take from open episodes what was open."""
        homes = _homes(self._work, [each.stored for each in wanted], lock=True)
        same = self._work.expired_records.lock_unchanged([each.stored for each in wanted])
        gone = [each.known for each in wanted if each.stored.id in same and _is_still(each, homes)]
        self._work.expired_records.remove_errors(gone)
        return RemovedErrors(len(gone), self._settle(gone, homes, now))

    def _settle(self, gone: Iterable[ErrorLog], homes: Mapping[UUID, Episode], now: datetime) -> int:
        """Take from open episodes what was open; how many are closed by that: emptied, since nobody mended anything."""
        still = {home.id: home for home in homes.values()}
        left: dict[UUID, list[ErrorLog]] = {}
        for error in gone:
            if error.counts_as_open and error.episode_id is not None and still[error.episode_id].closed_at is None:
                left.setdefault(error.episode_id, []).append(error)
        earliest = self._work.errors.earliest_open_of(left)
        settled = []
        for episode_id, errors in sorted(left.items()):
            episode = still[episode_id]
            for error in errors:
                deleted = replace(error, deleted_at=now)
                episode = episode.settling(error, deleted, earliest_open=earliest[episode_id], now=now)
            settled.append(episode)
        self._work.episodes.save(settled)
        closed = [episode for episode in settled if episode.closed_at is not None]
        for episode in closed:
            self._work.history.add([ended_entry(episode, at=now), *after_end(self._work, episode, at=now)])
        return len(closed)


def _home(error: ErrorLog, homes: Mapping[UUID, Episode]) -> Episode | None:
    return None if error.episode_id is None else homes.get(error.episode_id)


def _has_expired(each: Candidate, retention: RetentionPolicy, now: datetime) -> bool:
    if each.known.resolved_at == each.stored.resolved_at:
        return True
    # Its episode was resolved, and a worker is still carrying that to its errors.
    received_at, resolved_at = each.stored.received_at, each.known.resolved_at
    return retention.error_expires_at(received_at=received_at, resolved_at=resolved_at) <= now


def _is_still(each: Candidate, homes: Mapping[UUID, Episode]) -> bool:
    home = _home(each.stored, homes)
    if each.stored.counts_as_open and each.stored.episode_id is not None and home is None:
        return False
    return in_force(each.stored, home) == each.known


def _homes(work: UnitOfWork, errors: Iterable[ErrorLog], *, lock: bool) -> Mapping[UUID, Episode]:
    """By its own id and by those of all that were merged into it, the episode that each open error belongs to; left out
    where it is merged right now.
    """
    wanted = {error.episode_id for error in errors if error.counts_as_open and error.episode_id is not None}
    ends = ends_of_merges(work, wanted)
    find = work.episodes.lock_all if lock else work.episodes.get_all
    still = {end: episode for end, episode in find(set(ends.values())).items() if episode.merged_into is None}
    return still | {each: still[end] for each, end in ends.items() if end in still}


def ends_of_merges(work: UnitOfWork, episode_ids: Iterable[UUID]) -> Mapping[UUID, UUID]:
    """The id of the episode that each has become, unlocked, in as many looks as the longest row of merges has; left out
    where there is none.
    """
    wanted = set(episode_ids)
    known: dict[UUID, Episode] = {}
    ahead = wanted
    while ahead:
        found = work.episodes.get_all(ahead)
        known |= found
        ahead = {each.merged_into for each in found.values() if each.merged_into is not None} - known.keys()
    return {each: end for each in wanted if (end := _end(each, known)) is not None}


def _end(episode_id: UUID, known: Mapping[UUID, Episode]) -> UUID | None:
    episode = known.get(episode_id)
    while episode is not None and episode.merged_into is not None:
        episode = known.get(episode.merged_into)
    return None if episode is None else episode.id


def patterns_of(work: UnitOfWork, errors: Iterable[ErrorLog]) -> Mapping[UUID, ErrorPattern]:
    """The patterns that errors were stored under, by their ids."""
    return work.stored_errors.patterns({error.pattern_id for error in errors})
