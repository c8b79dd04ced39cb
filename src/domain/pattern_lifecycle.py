"""What people may decide about a pattern; what arrives next follows it."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.episode import Episode, EpisodeEnd
from domain.error_pattern import ErrorPattern, PatternStatus
from domain.errors import RuleViolation


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoreUntil:
    """When a pattern is no longer ignored: at a moment, after so many more errors, or with a release. At most one of
    them; none is for good.
    """

    moment: datetime | None = None
    further_errors: int | None = None
    release: str | None = None

    def __post_init__(self) -> None:
        if sum(each is not None for each in (self.moment, self.further_errors, self.release)) > 1:
            raise RuleViolation("a pattern is ignored until a time, a count or a release, not several of them")


FOR_GOOD = IgnoreUntil()


def resolve_pattern(pattern: ErrorPattern, *, release: str | None, now: datetime) -> ErrorPattern:
    """It is mended, in that release; without one, in the last that it was seen in. Resolved again it keeps the time,
    and its release unless another is named.
    """
    if pattern.status is PatternStatus.RESOLVED:
        return pattern if release is None else replace(pattern, resolved_in_release=release)
    return replace(
        reactivate(pattern),
        status=PatternStatus.RESOLVED,
        resolved_at=now,
        resolved_in_release=release or pattern.last_release,
    )


def ignore_pattern(pattern: ErrorPattern, until: IgnoreUntil, *, now: datetime) -> ErrorPattern:
    """Nobody is to be asked about it. Raises RuleViolation where it would end at once."""
    if until.moment is not None and until.moment <= now:
        raise RuleViolation("the time until which it is to be ignored has passed")
    count = until.further_errors
    return replace(
        reactivate(pattern),
        status=PatternStatus.IGNORED,
        ignored_until=until.moment,
        ignored_until_count=None if count is None else pattern.occurrences + count,
        ignored_until_release=until.release,
    )


def reactivate(pattern: ErrorPattern) -> ErrorPattern:
    """Neither resolved nor ignored any more."""
    return replace(
        pattern,
        status=PatternStatus.ACTIVE,
        resolved_at=None,
        resolved_in_release=None,
        ignored_until=None,
        ignored_until_count=None,
        ignored_until_release=None,
    )


def with_open_episode(pattern: ErrorPattern, *, opened: bool) -> ErrorPattern:
    """The pattern once it has an open episode, `opened` just now: a resolved one is not resolved any more. An ignored
    one is: one of its errors was opened again, and what arrives is none of that.
    """
    known = reactivate(pattern) if pattern.status is PatternStatus.RESOLVED else pattern
    return replace(known, episodes=known.episodes + opened)


def after_settling(pattern: ErrorPattern, episode: Episode, *, now: datetime) -> ErrorPattern:
    """The pattern after one of its episodes was settled: it is resolved with the last open error, so that what comes
    afterwards is a regression. An ignored one stays ignored, and one that was merely emptied stays active.
    """
    if episode.closed_as is not EpisodeEnd.RESOLVED or pattern.status is not PatternStatus.ACTIVE:
        return pattern
    return resolve_pattern(pattern, release=None, now=now)
