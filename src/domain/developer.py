"""The people who mend things."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.severity import Severity

EVERY_SERVICE = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Developer:
    """Somebody who can own episodes and be told of them.

    `services` is the expertise: names of services, or "*" for every one. `min_severity` is the least bad
    that this person takes. `last_assigned_at` orders equal loads: whoever was assigned longest ago is next.
    """

    id: UUID
    name: str
    email: str | None
    services: frozenset[str]
    min_severity: Severity = Severity.INFO
    active: bool = True
    on_call: bool = False
    last_assigned_at: datetime | None = None
    created_at: datetime
    on_call_from: datetime | None = None
    on_call_until: datetime | None = None
    removed_at: datetime | None = None

    def knows(self, service: str) -> bool:
        """Whether the service is within this person's expertise."""
        return service in self.services or EVERY_SERVICE in self.services

    def takes(self, severity: Severity) -> bool:
        """Whether errors of this severity are given to this person."""
        return severity.at_least(self.min_severity)
