"""Who is asked after whom."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainStep:
    """Those who are told at one level: these developers, and whoever is on call for the service then."""

    developers: tuple[UUID, ...] = ()
    on_call: bool = False


@dataclass(frozen=True, slots=True)
class EscalationChain:
    """The first step is for level 1. What is beyond the last step goes to the fallback recipients, once."""

    steps: tuple[ChainStep, ...] = ()
