"""Where arriving errors belong: which episode they join or open, and with what status."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domain.episode import Episode, TriageMark, TriageReason
from domain.error_log import ErrorLog, ErrorStatus, PreparedError
from domain.error_pattern import ErrorPattern, PatternStatus
from domain.history import HistoryEntry, SubjectKind
from domain.pattern_lifecycle import reactivate
from domain.placement_reason import PlacementReason
from domain.regression_guard import RegressionGuard
from domain.retention import RetentionPolicy

_OPENING = {
    PlacementReason.NEW_PATTERN: TriageReason.NEW,
    PlacementReason.REGRESSION: TriageReason.REGRESSED,
    PlacementReason.RECURRENCE: TriageReason.RECURRED,
    PlacementReason.IGNORE_LAPSED: TriageReason.IGNORE_LAPSED,
}
_QUIET_STATUS = {PlacementReason.PATTERN_IGNORED: ErrorStatus.IGNORED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What becomes of one pattern's errors of one commit, in their order. `episode` is None where none of them is open;
    each error says why it was placed as it was.
    """

    pattern: ErrorPattern
    episode: Episode | None
    errors: tuple[ErrorLog, ...]
    history: tuple[HistoryEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is decided by: the pattern before these arrivals, its open episode, how long things are kept, and when
    releases were first named, which is asked for only where `asks_for_releases` says so.
    """

    pattern: ErrorPattern
    open_episode: Episode | None
    retention: RetentionPolicy
    guard: RegressionGuard = RegressionGuard()


def asks_for_releases(pattern: ErrorPattern, open_episode: Episode | None) -> Sequence[str]:
    """The releases whose age decides about this pattern's next arrivals, beside those that they come from."""
    release = None
    if pattern.status is PatternStatus.IGNORED:
        release = pattern.ignored_until_release
    elif pattern.status is PatternStatus.RESOLVED and open_episode is None:
        release = pattern.resolved_in_release
    return () if release is None else (release,)


def place(errors: Sequence[PreparedError], known: Known, *, new_episode_id: UUID, new_users: int) -> Placement:
    """Decide about errors of one pattern, at least one, all of them really new.

    Each is judged by the pattern as it was before all of them, so that their order does not matter. An ignored
    pattern's errors are stored as ignored, a resolved one's that came late, within the grace or from an older release
    as resolved: they are counted and open nothing. The others join the pattern's open episode, whose owner they take,
    or open the next one. Where staff had opened an error of an ignored pattern again, that episode's owner is told too
    that ignoring is over.
    """
    reasons = _reasons(errors, known)
    counted = known.pattern.counting(errors, new_users=new_users)
    loud = [(error, reason) for error, reason in zip(errors, reasons, strict=True) if not reason.opens_nothing]
    if not loud:
        stored = tuple(_stored(error, known, None, reason) for error, reason in zip(errors, reasons, strict=True))
        return Placement(pattern=counted, episode=None, errors=stored)
    first, because = loud[0]
    history: tuple[HistoryEntry, ...] = ()
    episode = known.open_episode
    if known.pattern.status is not PatternStatus.ACTIVE:
        history = (_active_again(known.pattern, first, because),)
        counted = reactivate(counted)
    if episode is None:
        episode = Episode.opened_by(first, episode_id=new_episode_id, pattern_id=counted.id, because=_OPENING[because])
        counted = replace(counted, episodes=counted.episodes + 1)
        history = (*history, _opened(episode, because))
    elif because is PlacementReason.IGNORE_LAPSED:
        episode = _asking_again(episode, [error for error, _ in loud])
    episode = episode.admitting(error for error, _ in loud)
    stored = tuple(_stored(error, known, episode, reason) for error, reason in zip(errors, reasons, strict=True))
    return Placement(pattern=counted, episode=episode, errors=stored, history=history)


def _reasons(errors: Sequence[PreparedError], known: Known) -> Sequence[PlacementReason]:
    pattern, guard = known.pattern, known.guard
    if pattern.status is PatternStatus.IGNORED:
        numbered = enumerate(errors, pattern.occurrences + 1)
        lapsed = [guard.ends_ignoring(error, pattern, number=number) for number, error in numbered]
        past = PlacementReason.IGNORE_LAPSED
        return [past if ended else PlacementReason.PATTERN_IGNORED for ended in lapsed]
    if known.open_episode is not None:
        return [PlacementReason.JOINED_OPEN_EPISODE] * len(errors)
    if pattern.status is PatternStatus.RESOLVED:
        return [guard.judge(error, pattern) for error in errors]
    return [PlacementReason.RECURRENCE if pattern.occurrences else PlacementReason.NEW_PATTERN] * len(errors)


def _asking_again(episode: Episode, loud: Sequence[PreparedError]) -> Episode:
    """It was open all the while its pattern was ignored. What it waits to be told already says no less."""
    mark, trusted = episode.triage, any(error.trusted for error in loud)
    if mark is None or mark.reason is TriageReason.OWNER_WANTED:
        return replace(episode, triage=TriageMark(TriageReason.IGNORE_LAPSED, loud[0].received_at, trusted=trusted))
    return replace(episode, triage=replace(mark, trusted=mark.trusted or trusted))


def _stored(error: PreparedError, known: Known, episode: Episode | None, reason: PlacementReason) -> ErrorLog:
    status, owner_id, episode_id, resolved_at = ErrorStatus.OPEN, None, None, None
    if reason.opens_nothing:
        status = _QUIET_STATUS.get(reason, ErrorStatus.RESOLVED)
        resolved_at = known.pattern.resolved_at if status is ErrorStatus.RESOLVED else None
    elif episode is not None:
        episode_id, owner_id = episode.id, episode.owner_id
        status = ErrorStatus.OPEN if owner_id is None else ErrorStatus.ASSIGNED
    return ErrorLog(
        id=error.id,
        report=error.report,
        pattern_id=known.pattern.id,
        episode_id=episode_id,
        status=status,
        assigned_to=owner_id,
        received_at=error.received_at,
        occurred_at=error.occurred_at,
        expires_at=known.retention.error_expires_at(received_at=error.received_at, resolved_at=resolved_at),
        trusted=error.trusted,
        resolved_at=resolved_at,
        placement=reason,
    )


def _active_again(pattern: ErrorPattern, error: PreparedError, reason: PlacementReason) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=SubjectKind.PATTERN,
        subject_id=pattern.id,
        at=error.received_at,
        action="reopened",
        reason=reason,
        before=pattern.status,
        after=PatternStatus.ACTIVE,
        inputs={
            "error": str(error.id),
            "occurred_at": error.occurred_at.isoformat(),
            "release": error.report.release,
            "resolved_at": None if pattern.resolved_at is None else pattern.resolved_at.isoformat(),
            "resolved_in_release": pattern.resolved_in_release,
        },
    )


def _opened(episode: Episode, reason: PlacementReason) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=SubjectKind.EPISODE,
        subject_id=episode.id,
        at=episode.opened_at,
        action="opened",
        reason=reason,
        after="open",
        inputs={"pattern": str(episode.pattern_id), "first_error": str(episode.first_error_id)},
    )
