"""A pattern's open time: what people are asked, told and woken for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.error_log import ErrorLog, ErrorStatus, PreparedError
from domain.errors import Conflict
from domain.escalation import earlier_of, earliest_deadline, escalation_due_at, interval_of, next_climb_at
from domain.escalation_chain import EscalationChain
from domain.severity import Severity, worst
from domain.severity_counts import SeverityCounts


class TriageReason(StrEnum):
    """Why an episode waits for a decision about who is asked and who is told."""

    NEW = "new"
    """A pattern that was never seen before."""
    REGRESSED = "regressed"
    """A resolved pattern came back."""
    RECURRED = "recurred"
    """A pattern came back whose last episode ended without a fix (deleted, expired)."""
    MORE_SEVERE = "more_severe"
    """An error worse than any before it arrived."""
    TRUSTED_NOW = "trusted_now"
    """A sender who may page people reported what only strangers had, or had as badly."""
    OWNER_WANTED = "owner_wanted"
    """Nobody fitted before, and the developers have changed since."""
    REOPENED = "reopened"
    """Somebody opened an error again that had ended."""
    IGNORE_LAPSED = "ignore_lapsed"
    """A pattern was ignored until a date, a count or a release, which is reached."""
    SPIKING = "spiking"
    """It came far more often than its busy hours bring."""
    SILENCE_ENDED = "silence_ended"
    """It was silenced, and is still open at the end of that."""


class EpisodeEnd(StrEnum):
    """How an episode ended."""

    RESOLVED = "resolved"
    """All of it at once, and then its errors follow in batches; or error by error, with the last one."""
    IGNORED = "ignored"
    """Its pattern was ignored; its errors follow in batches."""
    MERGED = "merged"
    """Its pattern was merged into another with an open episode, which its open errors join in batches."""
    EMPTIED = "emptied"
    """None of its errors is open any more, each by itself; the last was not resolved (deleted, ignored, expired)."""


@dataclass(frozen=True, slots=True)
class TriageMark:
    """Says that a worker has to look at the episode, since when and why; `trusted` says whether a sender who may page
    people caused it.
    """

    reason: TriageReason
    since: datetime
    trusted: bool = False

    @property
    def urgency(self) -> int:
        """Its place in the queue: what trusted senders caused, what strangers did, then what waits for an owner."""
        if self.reason is TriageReason.OWNER_WANTED:
            return 2
        return 0 if self.trusted else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """From a pattern's first error when nothing was open until nothing is open any more.

    `severity` is the highest that any of its errors had. `deadline` is the earliest of its open errors, None when
    none of them escalates; `escalated_at` is when `level` was reached, or was told where that was later. An
    acknowledgement holds until `acknowledged_until`. `chain` is who is told level by level, from the first climb on.
    At `reassign_at` somebody else is given it unless it is acknowledged. `errors` counts all that ever joined it,
    `open_counts` those still open. `carried` is false while errors of it still wait to be given its owner, or its end:
    until then it speaks for them. `closed_as` is how it ended, `merged_into` the episode that its open errors join.
    `trusted` says whether any of its errors came from a sender who may page people, `trusted_severity` the worst.
    """

    id: UUID
    pattern_id: UUID
    service: str
    environment: str
    opened_at: datetime
    severity: Severity
    opened_because: TriageReason
    first_error_id: UUID
    last_error_id: UUID
    last_error_at: datetime
    trusted: bool = False
    trusted_severity: Severity | None = None
    closed_at: datetime | None = None
    owner_id: UUID | None = None
    assigned_at: datetime | None = None
    carried: bool = True
    level: int = 0
    triage: TriageMark | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    closed_as: EpisodeEnd | None = None
    merged_into: UUID | None = None
    slack_thread: str | None = None
    errors: int = 0
    open_counts: SeverityCounts = SeverityCounts()
    deadline: datetime | None = None
    escalated_at: datetime | None = None
    acknowledged_until: datetime | None = None
    reassign_at: datetime | None = None
    chain: EscalationChain | None = None

    @property
    def escalates_at(self) -> datetime | None:
        """When the next climb is due, None where there is none; stored as it follows from all else."""
        return next_climb_at(
            deadline=self.deadline,
            escalated_at=self.escalated_at,
            interval=interval_of(self.severity),
            acknowledged_until=self.acknowledged_until,
            levels_left=self.closed_at is None and (self.chain is None or self.level <= len(self.chain.steps)),
        )

    @classmethod
    def opened_by(cls, error: PreparedError, *, episode_id: UUID, pattern_id: UUID, because: TriageReason) -> "Episode":
        """The episode that this error opens; it counts nothing yet, not even that error."""
        return cls(
            id=episode_id,
            pattern_id=pattern_id,
            service=error.report.service,
            environment=error.report.environment,
            opened_at=error.received_at,
            severity=error.report.severity,
            opened_because=because,
            first_error_id=error.id,
            last_error_id=error.id,
            last_error_at=error.received_at,
            triage=TriageMark(because, error.received_at, trusted=error.trusted),
        )

    def admitting(self, errors: Iterable[PreparedError]) -> "Episode":
        """The episode after these errors joined it, each of them open.

        A severity higher than before asks for triage again and ends an acknowledgement, which was given
        for something less bad. So does the first error, or a worse one, of a sender who may page people: what
        strangers said before may have been held back.
        """
        counts, count, severity, deadline = self.open_counts, self.errors, self.severity, self.deadline
        last_id, last_at, trusted_severity = self.last_error_id, self.last_error_at, self.trusted_severity
        for error in errors:
            counts, count = counts.plus(error.report.severity, 1), count + 1
            severity = worst(severity, error.report.severity)
            deadline = earlier_of(deadline, escalation_due_at(error.report.severity, error.received_at))
            last_id, last_at = max((last_id, last_at), (error.id, error.received_at), key=lambda last: last[1])
            if error.trusted:
                trusted_severity = worst(trusted_severity or error.report.severity, error.report.severity)
        risen = severity is not self.severity
        return replace(
            self.unacknowledged() if risen else self,
            open_counts=counts,
            errors=count,
            severity=severity,
            deadline=deadline,
            last_error_id=last_id,
            last_error_at=last_at,
            trusted=trusted_severity is not None or self.trusted,
            trusted_severity=trusted_severity,
            triage=self.marked(risen=risen, trusted_rise=trusted_severity is not self.trusted_severity, at=last_at),
        )

    def marked(self, *, risen: bool, trusted_rise: bool, at: datetime) -> TriageMark | None:
        """The mark once its severity, or the worst that a trusted sender reported, has risen."""
        mark = self.triage
        if not risen and not trusted_rise:
            return mark
        if mark is None or mark.reason is TriageReason.OWNER_WANTED:
            # Nobody may fit still, and then an OWNER_WANTED mark would tell nobody.
            reason = TriageReason.MORE_SEVERE if risen else TriageReason.TRUSTED_NOW
            return TriageMark(reason, at, trusted=trusted_rise)
        return replace(mark, trusted=mark.trusted or trusted_rise)

    def settling(
        self, before: ErrorLog, after: ErrorLog, *, earliest_open: Mapping[Severity, datetime], now: datetime
    ) -> "Episode":
        """The episode after one of its errors changed from `before` to `after`.

        Args:
            earliest_open: the earliest `received_at` of its open errors per severity, with the change in.

        It closes when nothing is open any more: resolved, where that was the last change, else emptied. A closed one
        stays closed, since it may still be carrying its end to others: what is open again belongs to another episode.
        A severity that staff raised above all before asks for triage, and ends an acknowledgement.

        Raises:
            Conflict: it is closed and the error would be open.
        """
        if self.closed_at is not None and after.counts_as_open:
            raise Conflict("a closed episode is not opened again")
        if self.closed_at is not None:
            return self
        counts, joined = self.open_counts, before.episode_id != self.id == after.episode_id
        if before.counts_as_open:
            counts = counts.plus(before.severity, -1)
        if after.counts_as_open:
            counts = counts.plus(after.severity, 1)
        deadline = earliest_deadline(earliest_open)
        settled = replace(self, open_counts=counts, errors=self.errors + joined, deadline=deadline)
        return settled._raised_to(after, now=now) if counts.total else settled._left_by(after, now=now)  # noqa: SLF001

    def _raised_to(self, error: ErrorLog, *, now: datetime) -> "Episode":
        if not error.counts_as_open or self.severity.at_least(error.severity):
            return self
        return replace(
            self.unacknowledged(),
            severity=error.severity,
            trusted=True,
            trusted_severity=error.severity,
            triage=self.marked(risen=True, trusted_rise=True, at=now),
        )

    def _left_by(self, last: ErrorLog, *, now: datetime) -> "Episode":
        resolved = last.deleted_at is None and last.status is ErrorStatus.RESOLVED
        return replace(
            self.unacknowledged(),
            closed_at=now,
            closed_as=EpisodeEnd.RESOLVED if resolved else EpisodeEnd.EMPTIED,
            triage=None,
            reassign_at=None,
        )

    def assigned_to(self, owner_id: UUID, *, at: datetime) -> "Episode":
        """The episode with an owner; its errors so far are given the same owner in batches afterwards."""
        return replace(self, owner_id=owner_id, assigned_at=at, carried=False, reassign_at=None)

    def given_back(self, *, at: datetime) -> "Episode":
        """The episode without its owner, who was removed: it waits for another, and its errors follow."""
        mark = self.triage or TriageMark(TriageReason.OWNER_WANTED, at, trusted=self.trusted)
        return replace(self, owner_id=None, assigned_at=None, carried=False, triage=mark, reassign_at=None)

    def unacknowledged(self) -> "Episode":
        """The episode that nobody deals with."""
        return replace(self, acknowledged_at=None, acknowledged_by=None, acknowledged_until=None)

    def triaged(self) -> "Episode":
        """The episode once what its mark asked for was decided."""
        return replace(self, triage=None)
