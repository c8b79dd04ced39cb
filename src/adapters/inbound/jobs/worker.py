"""A worker process: loops over triage and delivery, woken by Huey."""

import logging
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from time import monotonic

from adapters.inbound.jobs.decisions import Decisions
from adapters.inbound.jobs.work_loop import WorkLoop, or_look
from application.carry_episodes import CarryEpisodes
from application.deliver_notifications import DeliverNotifications
from application.hand_over_episodes import HandOverEpisodes
from application.poll_deliveries import PollDeliveries
from application.ports.wake_ups import Work
from application.retry_unowned_episodes import RetryUnownedEpisodes
from application.triage_episodes import TriageEpisodes
from domain.delivery import Channel

_log = logging.getLogger(__name__)

DELIVERERS = {Channel.EMAIL: 4, Channel.SLACK: 2, Channel.SMS: 2, Channel.WEBHOOK: 4}
"""How many messages of a channel a worker has on their way at a time."""


class Worker:
    """Several loops side by side, so that a slow channel delays neither triage nor the other messages.

    Deliveries are claimed one by one, by `deliverers` loops for each channel: that many wait for a slow server at a
    time, and never one of another channel.
    """

    def __init__(
        self,
        triage: TriageEpisodes,
        carry: CarryEpisodes,
        retry_unowned: RetryUnownedEpisodes,
        hand_over: HandOverEpisodes,
        deliver: DeliverNotifications,
        *,
        poll: PollDeliveries,
        deliverers: Mapping[Channel, int] = DELIVERERS,
        escalation: Sequence[WorkLoop] = (),
        jobs: Sequence[WorkLoop] = (),
        watching: Sequence[WorkLoop] = (),
        silences: Sequence[WorkLoop] = (),
        heartbeat: Sequence[WorkLoop] = (),
        storage: Sequence[WorkLoop] = (),
    ) -> None:
        decisions = Decisions(triage.execute)
        triaging = WorkLoop("triage", decisions.step, rest_s=decisions.rest_s)
        carrying = WorkLoop("carry", carry.execute)
        unowned = WorkLoop("retry-unowned", lambda: retry_unowned.execute() > 0)
        handing_over = WorkLoop("hand-over", lambda: hand_over.execute() > 0)
        delivering = _delivering(deliver, deliverers)
        polling = WorkLoop("poll-deliveries", poll.execute, due_in_s=or_look(poll.due_in_s))
        own = [triaging, carrying, unowned, handing_over, polling]
        self._loops = [*own, *escalation, *jobs, *watching, *silences, *storage, *delivering, *heartbeat]
        self._by_work: Mapping[Work, Sequence[WorkLoop]] = {
            Work.TRIAGE: [triaging, handing_over, *silences],
            Work.DELIVERY: [*delivering, carrying],
            Work.JOBS: jobs,
        }

    def wake(self, work: Work) -> None:
        """Look for work of this kind now."""
        for loop in self._by_work[work]:
            loop.wake()

    def look(self) -> bool:
        """One piece of work of each kind in the caller's thread, for replays; whether there was any."""
        return any([loop.look() for loop in self._loops])  # noqa: C419

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


def _delivering(deliver: DeliverNotifications, deliverers: Mapping[Channel, int]) -> list[WorkLoop]:
    return [
        WorkLoop(
            f"deliver-{channel.value}-{number}",
            partial(deliver.execute, channel),
            due_in_s=or_look(partial(deliver.due_in_s, channel)),
        )
        for channel, count in deliverers.items()
        for number in range(1, count + 1)
    ]
