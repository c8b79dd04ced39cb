"""Finished answers, kept for a while."""

from collections.abc import Callable
from typing import Protocol


class Cache(Protocol):
    """Bytes by key. It may forget at any time, and never fails by itself."""

    def get_or_make(self, key: str, *, lifetime_s: int, make: Callable[[], bytes]) -> bytes:
        """What is kept under the key; else what `make` makes, which is kept for `lifetime_s`.

        However many ask at once, `make` runs once a process, and once in all where processes share a cache, as long
        as it is quick. What it raises is raised to all who waited for it, and is not kept.
        """
        ...

    def put(self, key: str, value: bytes, *, lifetime_s: int) -> None:
        """Keep this for `lifetime_s`, in place of what was kept."""
        ...
