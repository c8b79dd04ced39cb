"""One stored error with all that a change of it must hold, in the one order in which it is locked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.ports.store_errors import StoreUnavailable
from application.ports.unit_of_work import UnitOfWork
from domain.episode import Episode
from domain.error_lifecycle import in_force
from domain.error_log import ErrorLog
from domain.error_pattern import ErrorPattern
from domain.errors import NotFound
from domain.versions import error_version, require_version

_LOOKS = 3
"""A merge in between is followed so often; two in a row are rare, three do not happen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldError:
    """Locked: the pattern that stands for the error today, and the episode that it belongs to after all merges with
    that one's pattern, which is another one after a merge was undone. `error` is as it is in force; `apart` says
    whether it was given to its owner by hand.
    """

    error: ErrorLog
    pattern: ErrorPattern
    episode: Episode | None
    episode_pattern: ErrorPattern | None
    apart: bool
    now: datetime

    @property
    def is_open_elsewhere(self) -> bool:
        """Whether it is open in the episode of a pattern that its own was merged into for a time."""
        at_home = self.episode_pattern is None or self.episode_pattern.id == self.pattern.id
        return self.error.counts_as_open and not at_home


def hold_error(
    work: UnitOfWork, error_id: UUID, *, expected_version: str | None = None, deleted_too: bool = False
) -> HeldError:
    """Lock the patterns (by their ids), then the episodes on the error's way, then read the error again.

    Args:
        deleted_too: whether a deleted error exists.

    Raises:
        NotFound: there is none.
        StaleVersion: it was changed since the asker saw it.
    """
    for _ in range(_LOOKS):
        held = _look(work, error_id, deleted_too=deleted_too)
        if held is not None:
            require_version(expected_version, error_version(held.error))
            return held
    raise StoreUnavailable("the error's pattern is being merged", retry_after_s=1)


def _look(work: UnitOfWork, error_id: UUID, *, deleted_too: bool) -> HeldError | None:
    found = _existing(work, error_id, deleted_too=deleted_too)
    last = _chain(work, found.episode_id, lock=False)[-1:]
    wanted = {_standing(work, found.pattern_id), *(_standing(work, episode.pattern_id) for episode in last)}
    patterns = work.patterns.lock_by_ids(wanted)
    if any(pattern.merged_into is not None for pattern in patterns.values()):
        return None
    chain = _chain(work, found.episode_id, lock=True)
    error = _existing(work, error_id, deleted_too=deleted_too)
    episode = chain[-1] if chain else None
    if error.episode_id not in {None, *(each.id for each in chain)}:
        return None
    # An unmerge may have come between the first look and the locks: then another pattern stands for the error's.
    standing = _standing(work, error.pattern_id)
    if standing not in patterns or (episode is not None and _standing(work, episode.pattern_id) not in patterns):
        return None
    apart = work.errors.is_kept_apart(error_id)
    return HeldError(
        error=in_force(error, episode, apart=apart),
        pattern=patterns[standing],
        episode=episode,
        episode_pattern=None if episode is None else patterns[_standing(work, episode.pattern_id)],
        apart=apart,
        now=work.now(),
    )


def _existing(work: UnitOfWork, error_id: UUID, *, deleted_too: bool) -> ErrorLog:
    found = work.errors.get(error_id)
    if found is None or (found.deleted_at is not None and not deleted_too):
        raise NotFound("no error has this id, or it was deleted")
    return found


def _chain(work: UnitOfWork, episode_id: UUID | None, *, lock: bool) -> Sequence[Episode]:
    """The episode, and those that it was merged into, one after the other."""
    chain: list[Episode] = []
    while episode_id is not None:
        episode = work.episodes.lock(episode_id) if lock else work.episodes.get(episode_id)
        if episode is None:
            break
        chain.append(episode)
        episode_id = episode.merged_into
    return chain


def _standing(work: UnitOfWork, pattern_id: UUID) -> UUID:
    pattern = work.patterns.get(pattern_id)
    return pattern_id if pattern is None or pattern.merged_into is None else pattern.merged_into
