"""Huey's consumer inside a worker process."""

import logging
from time import monotonic

from huey.api import Huey
from huey.consumer import Consumer

_IDLE_DELAY_S = 0.2
"""How long an idle consumer of a file queue sleeps: the most that a wake-up waits."""

_LOG_EVERY_S = 60.0


class WakeUpConsumer(Consumer):  # type: ignore[misc]
    """Takes wake-up tasks off the queue in daemon threads of this process.

    They carry only hints and may end with the process at any moment. A queue that is away is asked again until it is
    back; the worker's own timer does without.
    """

    def __init__(self, huey: Huey) -> None:
        logger = logging.getLogger("huey.consumer")
        logger.setLevel(logging.WARNING)
        logging.getLogger("huey").setLevel(logging.WARNING)
        for name in ("huey.consumer", "huey.consumer.Worker", "huey.consumer.Scheduler"):
            logging.getLogger(name).addFilter(_OnceAMinute())
        super().__init__(huey, workers=1, periodic=False, initial_delay=0.05, max_delay=_IDLE_DELAY_S, backoff=1.2)

    def _set_signal_handlers(self) -> None:
        """Signals stay with the process that this runs in."""


class _OnceAMinute(logging.Filter):
    """Says once a minute, in one line, what Huey says with a stack trace at every look into a queue that is away."""

    def __init__(self) -> None:
        super().__init__()
        self._last_s: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.ERROR or record.exc_info is None:
            return True
        now = monotonic()
        if now - self._last_s.get(record.msg, -_LOG_EVERY_S) < _LOG_EVERY_S:
            return False
        self._last_s[record.msg] = now
        fault = record.exc_info[0]
        record.msg = f"wake-ups are not heard, work is found by looking: {record.msg} ({fault and fault.__name__})"
        record.exc_info = None
        return True
