"""What a daily summary says, as it is kept from its writing on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.severity import Severity

LONGEST_TEXT = 300
"""Characters of a field; more is never shown."""


class SectionKind(StrEnum):
    """The parts of a summary, in their order."""

    YOURS = "yours"
    OVERDUE = "overdue"
    NEW = "new"
    BACK = "back"
    """Opened again after it had ended."""
    RISING = "rising"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine:
    """One pattern, by the worst of its episodes; `detail` says what is worth knowing of it in this part."""

    severity: Severity
    error_id: UUID
    service: str
    environment: str
    error_type: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The worst of so many."""

    kind: SectionKind
    total: int
    lines: tuple[SummaryLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryBody:
    """All that a summary of the 24 hours before that morning says; parts without anything are left out."""

    day: date
    sections: tuple[Section, ...]

    def total(self, kind: SectionKind) -> int:
        """How many there are of that part."""
        return sum(section.total for section in self.sections if section.kind is kind)


def to_text(body: SummaryBody) -> str:
    """The text that is kept."""
    sections = [
        {"kind": one.kind.value, "total": one.total, "lines": [_to_json(line) for line in one.lines]}
        for one in body.sections
    ]
    return json.dumps({"day": body.day.isoformat(), "sections": sections})


def from_text(text: str | None) -> SummaryBody:
    """What was kept."""
    said: Mapping[str, Any] = json.loads(text or "")
    return SummaryBody(
        day=date.fromisoformat(said["day"]),
        sections=tuple(
            Section(kind=SectionKind(one["kind"]), total=one["total"], lines=_lines(one["lines"]))
            for one in said["sections"]
        ),
    )


def _to_json(line: SummaryLine) -> dict[str, str]:
    return {name: str(value)[:LONGEST_TEXT] for name, value in asdict(line).items()}


def _lines(said: Sequence[Mapping[str, Any]]) -> tuple[SummaryLine, ...]:
    return tuple(
        SummaryLine(**{**line, "severity": Severity(line["severity"]), "error_id": UUID(line["error_id"])})
        for line in said
    )
