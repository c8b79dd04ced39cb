"""Store errors with what was decided about them."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from application.ports.decision_counter_repository import DecisionCount
from application.ports.unit_of_work import UnitOfWork
from domain.error_log import ErrorLog
from domain.placement import Placement
from domain.statistics import Period, tally


def save_placed(
    work: UnitOfWork,
    placements: Sequence[Placement],
    *,
    known: set[UUID],
    decided: Sequence[DecisionCount] = (),
    counted: bool = True,
) -> None:
    """Write it all, each table once.

    Args:
        known: the episodes that are stored already.
        decided: further decisions to count.
        counted: whether they are arrivals; what the system itself reports is none.
    """
    touched = [placement.episode for placement in placements if placement.episode is not None]
    stored = [error for placement in placements for error in placement.errors]
    history = [entry for placement in placements for entry in placement.history]
    if opened := [episode for episode in touched if episode.id not in known]:
        work.episodes.add(opened)
    if joined := [episode for episode in touched if episode.id in known]:
        work.episodes.save(joined)
    work.errors.add(stored)
    work.patterns.save([placement.pattern for placement in placements])
    if history:
        work.history.add(history)
    if counted:
        work.counters.add(tally(stored))
    if quiet := [*_decided_quietly(stored), *decided]:
        work.decision_counters.add(quiet)


def _decided_quietly(stored: Sequence[ErrorLog]) -> Sequence[DecisionCount]:
    counts = Counter(
        (error.pattern_id, Period.HOUR.start(error.received_at), error.placement.value)
        for error in stored
        if error.placement is not None and error.placement.opens_nothing
    )
    return [DecisionCount(*key, count) for key, count in counts.items()]
