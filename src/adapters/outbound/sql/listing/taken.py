"""What an inverted index is asked for, and what it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

Terms = Sequence[Sequence[str]]
"""All of these, of each any."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are, or so many at least, where there may be more."""

    number: int
    more: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """Some candidates, as a source of ids with values for its parameters (None: there is none), perhaps with a few from
    beyond the ends of the span; `end` is the last, None where there are no more. `is_spent` says that the index should
    not be asked to go further from there for the same page.
    """

    source: Any = None
    values: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0
    end: UUID | None = None
    is_spent: bool = False
