"""What is going on in the whole installation, as monitoring asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.delivery import Channel, DeliveryOutcome
from domain.notification import NotificationState

MOST_COUNTED = 10_000
"""A backlog is counted no further: that it is this long is all that anybody needs to know."""


class TriageQueue(StrEnum):
    """The parts of the queue of triage, in the order in which they are worked off."""

    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"
    OWNER_WANTED = "owner_wanted"


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many wait, up to `MOST_COUNTED`, and since when the first does; None where nothing waits."""

    count: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryCount:
    """How many attempts ended so."""

    channel: Channel
    outcome: DeliveryOutcome
    count: int


@dataclass(frozen=True, slots=True)
class JobRun:
    """The latest run of a job; `ended_at` and `outcome` are None while it runs, or where it died."""

    job: str
    started_at: datetime
    ended_at: datetime | None
    outcome: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One look.

    - `due`: notifications that should have been sent by now and that no worker holds.
    - `overdue`: open episodes that should have been escalated by now.
    - `notifications`: those of the last 24 hours by their present state.
    - `deliveries`: attempts of the last hour that have ended.
    - `backed_up_at`: when the last backup was made, None where none was.
    """

    read_at: datetime
    due: Backlog
    overdue: Backlog
    triage: Mapping[TriageQueue, Backlog]
    notifications: Mapping[NotificationState, int]
    deliveries: Sequence[DeliveryCount]
    jobs: Sequence[JobRun]
    backed_up_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConnectionUse:
    """How many of a process's connections to the store are in use, of how many it may have."""

    in_use: int
    most: int


class OperationReader(Protocol):
    """Reads no more than what waits and what is recent: its cost does not grow with what is stored."""

    def look(self, now: datetime) -> Operation:
        """What is going on at `now`, by the store's clock."""
        ...
