"""A thread that looks for work when it is woken, when something is due, and every few seconds by itself."""

import logging
import threading
from collections.abc import Callable

from application.ports.store_errors import StoreUnavailable

_log = logging.getLogger(__name__)

LOOK_EVERY_S = 10.0
"""With or without wake-ups: what losing one costs at the most."""

_AFTER_FAULT_S = 1.0


def or_look(due_in_s: Callable[[], float | None]) -> Callable[[], float]:
    """The seconds until something is due, and where nothing is known to be, until the next look."""

    def seconds() -> float:
        due = due_in_s()
        return LOOK_EVERY_S if due is None else due

    return seconds


class WorkLoop:
    """Calls `step` until it has nothing left to do, then waits.

    A fault of the store, or of a step, is logged and ends that round; the next comes a second later, so that
    a store that is away is neither hammered nor waited for longer than needed.
    """

    def __init__(
        self,
        name: str,
        step: Callable[[], bool],
        *,
        due_in_s: Callable[[], float] = lambda: LOOK_EVERY_S,
        rest_s: Callable[[], float] = lambda: 0.0,
    ) -> None:
        """
        Args:
            step: does a piece of work; whether there was any.
            due_in_s: seconds until something is known to be due, asked when there is nothing left to do.
            rest_s: seconds to wait after a piece of work before the next, unless it is woken before.
        """
        self.name = name
        self._step = step
        self._due_in_s = due_in_s
        self._rest_s = rest_s
        self._woken = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def look(self) -> bool:
        """One piece of work in the caller's thread, for replays; whether there was any."""
        return self._step()

    def start(self) -> None:
        """Begin to look for work."""
        self._thread.start()

    def wake(self) -> None:
        """Look now."""
        self._woken.set()

    def stop(self) -> None:
        """Finish the piece of work at hand, then end; does not wait for that."""
        self._stopping = True
        self._woken.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; whether it has come."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping:
            wait_s = self._round()
            if not self._stopping:
                self._woken.wait(wait_s)

    def _round(self) -> float:
        """Work until nothing is left; the seconds to wait after it."""
        try:
            while self._looked():
                if not self._stopping and (rest_s := self._rest_s()):
                    self._woken.wait(rest_s)
                if self._stopping:
                    return 0.0
            return min(max(self._due_in_s(), 0.05), LOOK_EVERY_S)
        except StoreUnavailable as away:
            _log.warning("%s: the store is away: %s", self.name, away)
        except Exception:  # noqa: BLE001
            # A worker that ends for one bad row would leave all other work undone.
            _log.exception("%s: a round failed", self.name)
        return _AFTER_FAULT_S

    def _looked(self) -> bool:
        # Cleared before looking, so that a wake-up during the look leads to another one.
        self._woken.clear()
        return self._step()
