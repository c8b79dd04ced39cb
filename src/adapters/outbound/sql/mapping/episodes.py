"""Episodes."""

from typing import Any

from sqlalchemy import Row

from adapters.outbound.sql.mapping.chains import chain_from_text, chain_to_text
from domain.episode import Episode, EpisodeEnd, TriageMark, TriageReason
from domain.severity import Severity
from domain.severity_counts import SeverityCounts


def episode_to_row(episode: Episode) -> dict[str, Any]:
    """Every column."""
    row = episode_changes_to_row(episode)
    row["id"] = row.pop("key")
    row["service"] = episode.service
    row["environment"] = episode.environment
    row["opened_at"] = episode.opened_at
    row["opened_because"] = episode.opened_because.value
    row["first_error_id"] = episode.first_error_id
    return row


def episode_changes_to_row(episode: Episode) -> dict[str, Any]:
    """The columns that can change, and `key` for the id."""
    counts, triage = episode.open_counts, episode.triage
    return {
        "key": episode.id,
        "severity": episode.severity.rank,
        "last_error_id": episode.last_error_id,
        "last_error_at": episode.last_error_at,
        "trusted": episode.trusted,
        "trusted_severity": None if episode.trusted_severity is None else episode.trusted_severity.rank,
        "closed_at": episode.closed_at,
        "owner_id": episode.owner_id,
        "assigned_at": episode.assigned_at,
        "carried": episode.carried,
        "level": episode.level,
        "escalates_at": episode.escalates_at,
        "triage_reason": None if triage is None else triage.reason.value,
        "triage_since": None if triage is None else triage.since,
        "triage_trusted": None if triage is None else triage.trusted,
        "triage_urgency": None if triage is None else triage.urgency,
        "acknowledged_at": episode.acknowledged_at,
        "acknowledged_by": episode.acknowledged_by,
        "closed_as": None if episode.closed_as is None else episode.closed_as.value,
        "merged_into": episode.merged_into,
        "pattern_id": episode.pattern_id,
        "slack_thread": episode.slack_thread,
        "errors": episode.errors,
        "open_critical": counts.critical,
        "open_high": counts.high,
        "open_medium": counts.medium,
        "open_low": counts.low,
        "open_info": counts.info,
        "deadline": episode.deadline,
        "escalated_at": episode.escalated_at,
        "acknowledged_until": episode.acknowledged_until,
        "reassign_at": episode.reassign_at,
        "chain": None if episode.chain is None else chain_to_text(episode.chain),
    }


def episode_from_row(row: Row[Any]) -> Episode:
    """The episode as it was stored."""
    return Episode(
        id=row.id,
        pattern_id=row.pattern_id,
        service=row.service,
        environment=row.environment,
        opened_at=row.opened_at,
        severity=Severity.from_rank(row.severity),
        opened_because=TriageReason(row.opened_because),
        first_error_id=row.first_error_id,
        last_error_id=row.last_error_id,
        last_error_at=row.last_error_at,
        trusted=row.trusted,
        trusted_severity=None if row.trusted_severity is None else Severity.from_rank(row.trusted_severity),
        closed_at=row.closed_at,
        owner_id=row.owner_id,
        assigned_at=row.assigned_at,
        carried=row.carried,
        level=row.level,
        triage=_mark_from_row(row),
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by,
        closed_as=None if row.closed_as is None else EpisodeEnd(row.closed_as),
        merged_into=row.merged_into,
        slack_thread=row.slack_thread,
        errors=row.errors,
        open_counts=_counts_from_row(row),
        # A process of the release before writes only the other, which was the deadline then.
        deadline=row.escalates_at if row.deadline is None else row.deadline,
        escalated_at=row.escalated_at,
        acknowledged_until=row.acknowledged_until,
        reassign_at=row.reassign_at,
        chain=None if row.chain is None else chain_from_text(row.chain),
    )


def _counts_from_row(row: Row[Any]) -> SeverityCounts:
    return SeverityCounts(
        critical=row.open_critical, high=row.open_high, medium=row.open_medium, low=row.open_low, info=row.open_info
    )


def _mark_from_row(row: Row[Any]) -> TriageMark | None:
    if row.triage_reason is None:
        return None
    return TriageMark(TriageReason(row.triage_reason), row.triage_since, trusted=bool(row.triage_trusted))
