"""Making a pattern part of another, and one of its own again.

Merges are one level deep: a pattern either stands for itself and its members, or is a member. A member's numbers are
frozen at what was stored under it alone; those of the pattern that stands for it have them in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.episode import Episode, EpisodeEnd
from domain.episode_lifecycle import end_episode
from domain.error_pattern import ErrorPattern, PatternStatus
from domain.errors import Conflict, RuleViolation
from domain.pattern_lifecycle import reactivate
from domain.severity import Severity, worst


def require_mergeable(source: ErrorPattern, target: ErrorPattern) -> None:
    """Raises RuleViolation where the two can never be one, Conflict where one of them is a member already."""
    if source.id == target.id:
        raise RuleViolation("a pattern cannot be merged into itself")
    if source.service != target.service:
        raise RuleViolation(f"patterns of two services ({source.service}, {target.service}) cannot be merged")
    if source.merged_into is not None:
        raise Conflict(f"the pattern was merged into {source.merged_into} before: unmerge it first")
    if target.merged_into is not None:
        raise Conflict(f"the other pattern was merged itself: merge into {target.merged_into}")


@dataclass(frozen=True, slots=True, kw_only=True)
class UsersMet:
    """How many people the source alone met, and how many the two with all their members."""

    alone: int
    together: int


def merge_patterns(
    source: ErrorPattern,
    target: ErrorPattern,
    *,
    members: Sequence[ErrorPattern],
    users: UsersMet,
    episode_moves: bool,
    stays_open: bool,
) -> tuple[ErrorPattern, ErrorPattern]:
    """The source and the target after the merge.

    Args:
        members: the source's own, which become the target's.
        episode_moves: whether the source's open episode becomes the target's.
        stays_open: whether the target then has an open episode: what is open is neither resolved nor ignored.
    """
    first = source if source.first_seen < target.first_seen else target
    last = source if source.last_seen > target.last_seen else target
    until = target.ignored_until_count
    standing = reactivate(target) if stays_open and target.status is not PatternStatus.ACTIVE else target
    frozen = replace(
        source,
        merged_into=target.id,
        occurrences=source.occurrences - sum(member.occurrences for member in members),
        users_affected=users.alone,
        episodes=source.episodes - sum(member.episodes for member in members) - episode_moves,
    )
    return frozen, replace(
        standing,
        occurrences=target.occurrences + source.occurrences,
        users_affected=users.together,
        episodes=target.episodes + source.episodes,
        severity=worst(source.severity, target.severity),
        first_seen=first.first_seen,
        first_release=first.first_release,
        last_seen=last.last_seen,
        last_release=last.last_release or target.last_release,
        # Counted from the target's errors: the source's are none of the further ones that it was to wait for.
        ignored_until_count=standing.ignored_until_count and until and until + source.occurrences,
    )


def unmerge_pattern(
    source: ErrorPattern, target: ErrorPattern, *, users_left: int
) -> tuple[ErrorPattern, ErrorPattern]:
    """The source, as it was frozen, and the target without it. When the target was first and last seen, how bad it was
    and what is open stay with it. Raises Conflict where the source is no member of the target.

    Args:
        users_left: how many people the target and its other members met.
    """
    if source.merged_into != target.id:
        raise Conflict("the pattern is merged into no other")
    until = target.ignored_until_count
    return replace(source, merged_into=None), replace(
        target,
        occurrences=target.occurrences - source.occurrences,
        users_affected=users_left,
        episodes=target.episodes - source.episodes,
        ignored_until_count=until and until - source.occurrences,
    )


def join_episodes(ended: Episode, kept: Episode, *, at: datetime) -> tuple[Episode, Episode]:
    """The source's open episode, which ends, and the target's, to which its open errors go.

    Counts and deadline are right at once; a worker moves the errors afterwards. A worse severity, or a worse one of a
    trusted sender, asks for triage as an arriving error's would. Where nobody owns the target's, the other's owner
    does, who has to acknowledge it by when it was. It is at the higher level of the two.
    """
    severity = worst(kept.severity, ended.severity)
    trusted_severity = _worst_known(kept.trusted_severity, ended.trusted_severity)
    risen, trusted_rise = severity is not kept.severity, trusted_severity is not kept.trusted_severity
    counts = kept.open_counts
    for each in Severity:
        counts = counts.plus(each, ended.open_counts.of(each))
    deadlines = [due for due in (kept.deadline, ended.deadline) if due is not None]
    higher = ended if ended.level > kept.level else kept
    last = ended if ended.last_error_at > kept.last_error_at else kept
    owned = kept if kept.owner_id is not None else ended
    joined = replace(
        kept,
        severity=severity,
        trusted=kept.trusted or ended.trusted,
        trusted_severity=trusted_severity,
        triage=kept.marked(risen=risen, trusted_rise=trusted_rise, at=at),
        acknowledged_at=None if risen else kept.acknowledged_at,
        acknowledged_by=None if risen else kept.acknowledged_by,
        acknowledged_until=None if risen else kept.acknowledged_until,
        open_counts=counts,
        errors=kept.errors + ended.open_counts.total,
        deadline=min(deadlines, default=None),
        level=higher.level,
        chain=higher.chain,
        escalated_at=higher.escalated_at,
        last_error_id=last.last_error_id,
        last_error_at=last.last_error_at,
        owner_id=owned.owner_id,
        assigned_at=owned.assigned_at,
        reassign_at=owned.reassign_at,
        carried=False,
    )
    return replace(end_episode(ended, EpisodeEnd.MERGED, at=at), merged_into=kept.id), joined


def _worst_known(first: Severity | None, second: Severity | None) -> Severity | None:
    if first is None or second is None:
        return first or second
    return worst(first, second)
