"""What people did to the system, in a chain that shows whether anything was changed or left out afterwards."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from domain.errors import RuleViolation

GENESIS = bytes(32)
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One act. `actor` is the name of a token or person, or "command line"; `action` a verb with its object
    ("token.create", "error.resolve"); `subject` the id or name that it was done to. Holds nothing secret.
    """

    at: datetime
    actor: str
    action: str
    subject: str
    detail: Mapping[str, str | int | bool | None] = field(default_factory=dict)

    def chained(self, before: bytes) -> bytes:
        """The SHA-256 of the entry before, and of this one."""
        said = [self.at.astimezone(UTC).isoformat(), self.actor, self.action, self.subject, dict(self.detail)]
        written = json.dumps(said, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(before + written.encode()).digest()


def check_chain(entries: Iterable[tuple[AuditEntry, bytes]], *, last: bytes | None) -> int:
    """How many entries there are, from the first one on, each with its hash; `last` is the hash that the store keeps
    apart. Raises RuleViolation that names the first entry that does not follow from the one before, or says that
    the end was cut off.
    """
    before, count = GENESIS, 0
    for count, (entry, kept) in enumerate(entries, 1):
        before = entry.chained(before)
        if before != kept:
            raise RuleViolation(f"entry {count} of the audit log ({entry.action} by {entry.actor}) was changed")
    if before != (last or GENESIS):
        raise RuleViolation(f"the audit log has lost entries after number {count}")
    return count
