"""Show who could not be told."""

import time
from collections.abc import Callable

from application.find_weak_spots import FindWeakSpots, WeakSpots
from application.show_lately import ShowLately


class ShowWeakSpots(ShowLately[WeakSpots]):
    """Says where news would reach nobody, as of at most a minute ago."""

    def __init__(self, find: FindWeakSpots, *, clock_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__(find.execute, keep_s=60.0, clock_s=clock_s)
