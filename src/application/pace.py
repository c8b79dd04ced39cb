"""How large batches may be, and how long the pauses between them, so that whoever else writes hardly waits."""

from collections.abc import Callable

_FIRST, _FEWEST = 100, 50
_WANTED_S = 0.04
"""How long a batch may take: with SQLite nobody else writes meanwhile, and ingest waits."""
_PAUSE_PER_WORK = 1.5
"""Of five moments three are left to others."""
_LONGEST_PAUSE_S = 0.5


def pause_after(took_s: float, *, per_work: float = 2.0) -> float:
    """How many seconds to leave to others after work that took so long: SQLite has one writer at a time. Of three
    moments they have two, unless said otherwise, and never wait for long.
    """
    return min(took_s * per_work, _LONGEST_PAUSE_S)


class Pace:
    """Batches of as many rows as take some 40 ms, and pauses half as long again."""

    def __init__(self, *, limit_rows: int, pause: Callable[[float], bool]) -> None:
        """
        Args:
            limit_rows: how many a batch takes at most.
            pause: waits so many seconds; True, at once, when the worker is told to stop.
        """
        self._most = limit_rows
        self._pause = pause
        self.limit = min(_FIRST, limit_rows)

    def rest(self, took_s: float, *, full: bool) -> bool:
        """Pause after a batch that took so long, and choose the size of the next; whether to stop.

        Args:
            full: whether it had as many rows as it was allowed.
        """
        if took_s > _WANTED_S:
            self.limit = max(self.limit // 2, min(_FEWEST, self._most))
        elif full and took_s < _WANTED_S / 2:
            self.limit = min(self.limit * 5 // 4 + 1, self._most)
        return self._pause(pause_after(took_s, per_work=_PAUSE_PER_WORK))
