"""How much lies with whom."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from domain.severity import Severity
from domain.severity_counts import SeverityCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What one person, or nobody, has to deal with. `oldest_episode_at` is when the oldest of the open episodes opened,
    None where there is none.
    """

    open_episodes: int = 0
    open_errors: SeverityCounts = SeverityCounts()
    oldest_episode_at: datetime | None = None

    def plus(self, other: "Workload") -> "Workload":
        """Both together."""
        moments = [moment for moment in (self.oldest_episode_at, other.oldest_episode_at) if moment is not None]
        counts = {
            severity.value: self.open_errors.of(severity) + other.open_errors.of(severity) for severity in Severity
        }
        return Workload(
            open_episodes=self.open_episodes + other.open_episodes,
            open_errors=SeverityCounts(**counts),
            oldest_episode_at=min(moments, default=None),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenByHand:
    """How many open errors of that severity were given to somebody although another, or nobody, owns their episode."""

    given_to: UUID
    episode_owner: UUID | None
    severity: Severity
    errors: int


def loads_in_force(
    by_owner: Mapping[UUID | None, Workload], given: Iterable[GivenByHand]
) -> dict[UUID | None, Workload]:
    """The loads by whom each error really lies with; `by_owner` counts it for the owner of its episode."""
    changes: Counter[tuple[UUID | None, Severity]] = Counter()
    for hand in given:
        changes[hand.episode_owner, hand.severity] -= hand.errors
        changes[hand.given_to, hand.severity] += hand.errors
    loads = dict(by_owner)
    for (whose, severity), change in changes.items():
        loads[whose] = _with_errors(loads.get(whose, Workload()), severity, change)
    return loads


def _with_errors(load: Workload, severity: Severity, change: int) -> Workload:
    # The two were counted one after the other: an error that was resolved in between must not make it negative.
    change = max(change, -load.open_errors.of(severity))
    return replace(load, open_errors=load.open_errors.plus(severity, change))
