"""A worker process: loops over triage and delivery, woken by Huey."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from time import monotonic

from adapters.inbound.jobs.work_loop import LOOK_EVERY_S, WorkLoop
from application.carry_episodes import CarryEpisodes
from application.deliver_notifications import DeliverNotifications
from application.hand_over_episodes import HandOverEpisodes
from application.ports.wake_ups import Work
from application.retry_unowned_episodes import RetryUnownedEpisodes
from application.triage_episodes import TriageEpisodes

_log = logging.getLogger(__name__)


class Worker:
    """Several loops side by side, so that a slow channel delays neither triage nor the other messages.

    Deliveries are claimed one by one: `deliverers` of them can wait for a slow server at a time.
    """

    def __init__(
        self,
        triage: TriageEpisodes,
        carry: CarryEpisodes,
        retry_unowned: RetryUnownedEpisodes,
        hand_over: HandOverEpisodes,
        deliver: DeliverNotifications,
        *,
        deliverers: int = 4,
    ) -> None:
        triaging = WorkLoop("triage", lambda: triage.execute().episodes > 0)
        carrying = WorkLoop("carry", carry.execute)
        unowned = WorkLoop("retry-unowned", lambda: retry_unowned.execute() > 0)
        handing_over = WorkLoop("hand-over", lambda: hand_over.execute() > 0)
        delivering = [
            WorkLoop(f"deliver-{number}", deliver.execute, due_in_s=_due_in_s(deliver))
            for number in range(1, deliverers + 1)
        ]
        self._loops = [triaging, carrying, unowned, handing_over, *delivering]
        self._by_work: Mapping[Work, Sequence[WorkLoop]] = {
            Work.TRIAGE: [triaging, handing_over],
            Work.DELIVERY: [*delivering, carrying],
        }

    def wake(self, work: Work) -> None:
        """Look for work of this kind now."""
        for loop in self._by_work[work]:
            loop.wake()

    def run(self, stopping: threading.Event, *, patience_s: float = 4.0) -> None:
        """Work until `stopping` is set, then let what is at hand finish for up to `patience_s`."""
        for loop in self._loops:
            loop.start()
        _log.info("worker is ready")
        stopping.wait()
        for loop in self._loops:
            loop.stop()
        end = monotonic() + patience_s
        unfinished = [loop.name for loop in self._loops if not loop.join(max(end - monotonic(), 0.0))]
        if unfinished:
            _log.warning("stopped while still at work: %s; another worker takes it up", ", ".join(unfinished))


def _due_in_s(deliver: DeliverNotifications) -> Callable[[], float]:
    def due_in_s() -> float:
        seconds = deliver.due_in_s()
        return LOOK_EVERY_S if seconds is None else seconds

    return due_in_s
