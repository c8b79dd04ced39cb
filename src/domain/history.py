"""Who changed what, when, from what to what, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class SubjectKind(StrEnum):
    """What an entry is about."""

    ERROR = "error"
    EPISODE = "episode"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One change or decision, kept for ever with its subject.

    `actor` is "system", or the name of the token or person. `action` is a verb ("opened", "assigned",
    "not_assigned", "notified", …), `reason` the stable code of the rule that decided, `inputs` the facts
    that it decided on.
    """

    subject_kind: SubjectKind
    subject_id: UUID
    at: datetime
    action: str
    reason: str
    actor: str = "system"
    before: str | None = None
    after: str | None = None
    inputs: Mapping[str, str | int | None] = field(default_factory=dict)
