"""How much one sender, and all together, may send."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RateDecision:
    """`limit` names the limit that was reached, None where the request passes; `retry_after_s` when to return."""

    limit: str | None
    retry_after_s: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """What may be sent in a minute: errors, and bytes after decompression."""

    items: int
    size_bytes: int

    def divided(self, by: int) -> "Share":
        """One process's part of it, at least one error and one byte."""
        return Share(max(1, self.items // by), max(1, self.size_bytes // by))


@dataclass(frozen=True, slots=True)
class RateLimits:
    """What one trusted sender, one other sender, and all senders together may send in a minute.

    Untrusted senders may together use up a fifth of what all may: the rest is the trusted senders' reserve.
    """

    trusted: Share = Share(100_000, 3 * 2**30)
    untrusted: Share = Share(600, 32 * 2**20)
    everybody: Share = Share(120_000, 4 * 2**30)

    @property
    def all_untrusted(self) -> Share:
        """What untrusted senders may use of everybody's."""
        return self.everybody.divided(5)

    def of(self, *, trusted: bool) -> Share:
        """One sender's share."""
        return self.trusted if trusted else self.untrusted

    def divided(self, processes: int) -> "RateLimits":
        """The limits of one of several processes that share no counters."""
        shares = (self.trusted, self.untrusted, self.everybody)
        return RateLimits(*(share.divided(processes) for share in shares))


class RateLimiter(Protocol):
    """Counts items and bytes."""

    def take(self, sender: str, *, items: int, size_bytes: int, trusted: bool) -> RateDecision:
        """Use up this much of the sender's share and of everybody's, or nothing at all when either is short.

        Trusted senders have a reserve that others cannot use up. Never raises.
        """
        ...
