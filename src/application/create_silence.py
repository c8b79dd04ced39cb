"""Say that nobody is told of something for a time."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from application.on_call_records import check_moments, noted
from application.ports.ids import Ids
from application.ports.unit_of_work import Store, UnitOfWork
from domain.errors import Conflict, FieldsRefused
from domain.severity import Severity
from domain.silence import Silence, check_silence

MOST_SILENCES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateSilenceCommand:
    """What is None matches all, but not all three of them can be. `begin` None is now."""

    service: str | None = None
    pattern_id: UUID | None = None
    severity: Severity | None = None
    reason: str
    begin: datetime | None = None
    end: datetime
    actor: str = "command line"


class CreateSilence:
    """Tell nobody of what a silence matches, for a time.

    - It matches by service, by pattern, by severity (that and what is milder), or by several of them at once. What is
      critical is silenced only where the pattern, or that severity, is named.
    - It holds from `from` (else at once) until just before `until`, at most 30 days, and says why.
    - Errors are stored, assigned and shown as ever; what is not told is on record, with who silenced it and why, and
      does not escalate meanwhile. What somebody is given by hand is told all the same.
    - At its end, what it silenced and is still open is told.
    - At most 200 hold at a time. It is in the audit log.
    """

    def __init__(self, store: Store, ids: Ids) -> None:
        self._store = store
        self._ids = ids

    def execute(self, command: CreateSilenceCommand) -> Silence:
        """The silence. Raises Conflict, RuleViolation, StoreUnavailable."""
        with self._store.writing() as work:
            now = work.now()
            begin = command.begin or now
            check_moments({"from": begin, "until": command.end})
            if len(work.silences.all()) >= MOST_SILENCES:
                raise Conflict(f"there are {MOST_SILENCES} silences, as many as there may be")
            silence = Silence(
                id=self._ids.new(now),
                service=command.service,
                pattern_id=_standing_for(work, command.pattern_id),
                severity=command.severity,
                reason=command.reason,
                created_by=command.actor,
                created_at=now,
                starts_at=begin.astimezone(UTC),
                ends_at=command.end.astimezone(UTC),
            )
            check_silence(silence, now=now)
            work.silences.add(silence)
            work.audit.note(noted("silence.create", silence.id, actor=command.actor, at=now, detail=_detail(silence)))
            work.commit()
        return silence


def _standing_for(work: UnitOfWork, pattern_id: UUID | None) -> UUID | None:
    """What stands for it after a merge."""
    if pattern_id is None:
        return None
    pattern = work.patterns.get(pattern_id)
    if pattern is None:
        raise FieldsRefused({"pattern_id": "is no pattern's id"})
    return pattern.merged_into or pattern.id


def _detail(silence: Silence) -> dict[str, str | int | bool | None]:
    return {
        "service": silence.service,
        "pattern": None if silence.pattern_id is None else str(silence.pattern_id),
        "severity": None if silence.severity is None else silence.severity.value,
        "until": silence.ends_at.isoformat(),
    }
