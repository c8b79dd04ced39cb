"""How much one sender, and all together, may send."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

WINDOW_S = 60
"""What every share is counted in."""


@dataclass(frozen=True, slots=True)
class Share:
    """What may be sent in a minute: errors, and bytes after decompression."""

    items: int
    size_bytes: int

    def divided(self, by: int) -> "Share":
        """One process's part of it, at least one error and one byte."""
        return Share(max(1, self.items // by), max(1, self.size_bytes // by))

    def times(self, factor: int) -> "Share":
        """So many shares together."""
        return Share(self.items * factor, self.size_bytes * factor)


class RateDecision(NamedTuple):
    """`limit` names the limit that was reached, None where the request passes. The rest is of the narrowest of the
    sender's own shares: its items, how many are left, and when all are again, which is also when to return.

    A tuple, since every request makes one.
    """

    limit: str | None
    items: int
    items_left: int
    resets_in_s: int


OWN = "sender"
"""The name of the limits that are a sender's own."""


class Crowd(StrEnum):
    """With whom a sender shares what is left for all of them."""

    TRUSTED = "trusted"
    KEYED = "keyed"
    """Has a public key."""
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Payer:
    """Whose share is used up. `group` names all those together that one stranger could make up: the services at an
    address, the visitors with one public key. Trusted senders are counted alone.
    """

    name: str
    group: str
    crowd: Crowd


@dataclass(frozen=True, slots=True)
class RateLimits:
    """What one trusted sender, one other sender, and all senders together may send in a minute.

    Untrusted senders may together use up a fifth of what all may, half of that with public keys and half without, so
    that strangers silence neither; the rest is the trusted senders' reserve. An address has three shares for all
    services that are named at it, a public key ten for all who have it.
    """

    trusted: Share = Share(100_000, 3 * 2**30)
    # The worst that is known costs 1.4 s of a processor a MiB (redaction of nothing but addresses, in many texts).
    untrusted: Share = Share(600, 8 * 2**20)
    everybody: Share = Share(120_000, 4 * 2**30)

    def of(self, payer: Payer) -> "Shares":
        """What it must have room in: the limit's name, the counter's, and the share."""
        trusted = payer.crowd is Crowd.TRUSTED
        own = (OWN, f"one:{payer.name}", self.trusted if trusted else self.untrusted)
        everybody = ("everybody", "everybody", self.everybody)
        if trusted:
            return own, everybody
        group = self.untrusted.times(10 if payer.crowd is Crowd.KEYED else 3)
        crowd = ("untrusted", payer.crowd.value, self.everybody.divided(10))
        return own, (OWN, f"group:{payer.group}", group), crowd, everybody

    def divided(self, processes: int) -> "RateLimits":
        """The limits of one of several processes that share no counters."""
        shares = (self.trusted, self.untrusted, self.everybody)
        return RateLimits(*(share.divided(processes) for share in shares))


Shares = Sequence[tuple[str, str, Share]]
"""What `RateLimits.of` answers."""


def passed(shares: Shares, used: Sequence[int], resets_in_s: int) -> RateDecision:
    """The decision where there was room. The sender's own shares come first: one, or two with its group's.

    Args:
        used: the items of each share that are used up now.
    """
    items = shares[0][2].items
    items_left = items - used[0]
    if shares[1][0] == OWN and (groups := shares[1][2].items) - used[1] < items_left:
        items, items_left = groups, groups - used[1]
    return RateDecision(None, items, items_left, resets_in_s)


def short(shares: Shares, place: int, resets_in_s: int) -> RateDecision:
    """The decision where the share at that place has no room; whoever's it is, nothing is left for this sender."""
    limit, _, share = shares[place]
    return RateDecision(limit, (share if limit == OWN else shares[0][2]).items, 0, resets_in_s)


class RateLimiter(Protocol):
    """Counts items and bytes."""

    def take(self, payer: Payer, *, items: int, size_bytes: int) -> RateDecision:
        """Use up this much of the payer's share, its group's, its crowd's and everybody's, or nothing at all when
        one of them is short. Never raises.
        """
        ...
