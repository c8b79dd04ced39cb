"""What an explanation is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeAlias

from domain.delivery import Attempt
from domain.display_text import safe_line, unlinked
from domain.error_log import ErrorLog
from domain.notification import Notification

Input: TypeAlias = str | int | bool | None
SYSTEM = "system"
COMMAND_LINE = "command line"
"""The actor of whatever is done there, where nobody shows a token."""
_LONGEST_REPORTED = 200
_LONGEST_NAME = 100


class About(StrEnum):
    """What was decided about."""

    ARRIVAL = "arrival"
    GROUPING = "grouping"
    PLACEMENT = "placement"
    ASSIGNMENT = "assignment"
    NOTIFICATION = "notification"
    DELIVERY = "delivery"
    ESCALATION = "escalation"
    STATUS = "status"
    ACKNOWLEDGEMENT = "acknowledgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision: what was decided (a verb), the stable code of the rule that did, and the facts it stood on.
    `sentence` says the same for people, and is safe to show; `actor` is "system" or the name of a token or person.
    """

    at: datetime
    about: About
    decision: str
    reason: str
    sentence: str
    inputs: Mapping[str, Input] = field(default_factory=dict)
    actor: str = SYSTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """How often the same was decided about errors alike within the hour that began at `hour`."""

    hour: datetime
    reason: str
    count: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What happens by itself; `at` is None where it waits for something else than a moment."""

    at: datetime | None
    what: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Decisions in the order of time, repeats by hour, what comes next first."""

    error: ErrorLog
    decisions: Sequence[Decision]
    repeats: Sequence[Repeats]
    next: Sequence[NextStep]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A notification with its attempts, and the name of the person or the webhook endpoint that it was for. What is
    held back has the digest that tells it, and the attempts at that.
    """

    notification: Notification
    attempts: Sequence[Attempt]
    developer_name: str | None
    digest: Notification | None = None
    endpoint_name: str | None = None

    @property
    def sent_as(self) -> Notification:
        """What is sent."""
        return self.digest or self.notification


def reported(text: str | None) -> str:
    """What a sender or a provider said, in quotes."""
    return f"“{unlinked(safe_line(text or '', _LONGEST_REPORTED))}”"


def in_words(code: str) -> str:
    """A code that has no sentence of its own."""
    return unlinked(safe_line(code.replace("_", " "), _LONGEST_REPORTED)) or "something"


def named(name: str) -> str:
    """A person or token."""
    return unlinked(safe_line(name, _LONGEST_NAME)) or "somebody"


def who_acted(actor: str) -> str:
    """Whoever did something by hand: all that is known of them is the name of their token, or where they did it."""
    if actor == COMMAND_LINE:
        return "somebody on the command line"
    said = unlinked(safe_line(actor, _LONGEST_NAME))
    return f"somebody with the token “{said}”" if said else "somebody"


def utc(moment: datetime) -> str:
    """As people read it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
