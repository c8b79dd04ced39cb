"""Wake-ups that are only remembered."""

from collections import Counter

from application.ports.wake_ups import Work


class MemoryWakeUps:
    """Counts what it was told; for a process without workers, whose workers look by themselves."""

    def __init__(self) -> None:
        self.woken: Counter[Work] = Counter()

    def wake(self, work: Work) -> None:
        """Remember it."""
        self.woken[work] += 1
