"""How much one sender, and all together, may send."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RateDecision:
    """`limit` names the limit that was reached, None where the request passes; `retry_after_s` when to return."""

    limit: str | None
    retry_after_s: int = 0


class RateLimiter(Protocol):
    """Counts items and bytes."""

    def take(self, sender: str, *, items: int, size_bytes: int, trusted: bool) -> RateDecision:
        """Use up this much of the sender's share and of everybody's, or nothing at all when either is short.

        Trusted senders have a reserve that others cannot use up. Never raises.
        """
        ...
