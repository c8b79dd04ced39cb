"""Who gets an episode that has no owner."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from domain.developer import Developer
from domain.severity import Severity

_NEVER = datetime.min.replace(tzinfo=UTC)


class AssignmentReason(StrEnum):
    """Why this person, or why nobody."""

    ON_CALL = "on_call"
    """The only one fitting who is on call."""
    LEAST_LOADED = "least_loaded"
    """Owns fewer open episodes than the others who fit."""
    NEXT_IN_TURN = "next_in_turn"
    """As loaded as others; was assigned longest ago."""
    ONLY_CHOICE = "only_choice"
    """Nobody else fits."""
    NOBODY_ACTIVE = "nobody_active"
    """No developer is active."""
    NOBODY_KNOWS_SERVICE = "nobody_knows_service"
    """No active developer has expertise in the service."""
    NOBODY_TAKES_SEVERITY = "nobody_takes_severity"
    """Those who know the service take only worse errors."""
    EVERYBODY_AWAY = "everybody_away"
    """Those who would fit have time off."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A developer with the number of open episodes that this person owns."""

    developer: Developer
    open_episodes: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """The decision: `owner_id` is None when nobody fits; `considered` is how many did."""

    owner_id: UUID | None
    reason: AssignmentReason
    considered: int


def choose_owner(
    *,
    service: str,
    severity: Severity,
    candidates: Sequence[Candidate],
    now: datetime,
    on_call: AbstractSet[UUID] | None = None,
    away: AbstractSet[UUID] = frozenset(),
) -> Assignment:
    """On call now first, then the least loaded, then whoever was assigned longest ago (so that equal load is
    served round robin); the id settles what is still equal, so that every process decides alike. Whoever is `away` is
    passed over.

    Args:
        on_call: who is on call for the service; None is who was put on call by hand.
    """
    active = [candidate for candidate in candidates if candidate.developer.can_be_asked]
    knowing = [candidate for candidate in active if candidate.developer.knows(service)]
    taking = [candidate for candidate in knowing if candidate.developer.takes(severity)]
    fitting = [candidate for candidate in taking if candidate.developer.id not in away]
    if not fitting:
        return Assignment(None, _why_nobody(active, knowing, taking), 0)
    pool = [candidate for candidate in fitting if _is_on_call(candidate.developer, now, on_call)] or fitting
    chosen = min(pool, key=_turn)
    return Assignment(chosen.developer.id, _why_chosen(chosen, pool, fitting), len(fitting))


def _is_on_call(developer: Developer, now: datetime, on_call: AbstractSet[UUID] | None) -> bool:
    return developer.is_on_call(now) if on_call is None else developer.id in on_call


def _turn(candidate: Candidate) -> tuple[int, datetime, UUID]:
    developer = candidate.developer
    return (candidate.open_episodes, developer.last_assigned_at or _NEVER, developer.id)


def _why_nobody(
    active: Sequence[Candidate], knowing: Sequence[Candidate], taking: Sequence[Candidate]
) -> AssignmentReason:
    if not active:
        return AssignmentReason.NOBODY_ACTIVE
    if not knowing:
        return AssignmentReason.NOBODY_KNOWS_SERVICE
    return AssignmentReason.EVERYBODY_AWAY if taking else AssignmentReason.NOBODY_TAKES_SEVERITY


def _why_chosen(chosen: Candidate, pool: Sequence[Candidate], fitting: Sequence[Candidate]) -> AssignmentReason:
    if len(fitting) == 1:
        return AssignmentReason.ONLY_CHOICE
    if len(pool) == 1:
        return AssignmentReason.ON_CALL
    equal = [candidate for candidate in pool if candidate.open_episodes == chosen.open_episodes]
    return AssignmentReason.LEAST_LOADED if len(equal) == 1 else AssignmentReason.NEXT_IN_TURN
