"""What the last 24 hours brought, read once for all receivers of summaries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from application.notice_times import span
from application.pattern_trend import trend_of
from application.ports.activity_reader import SeenEpisode
from application.ports.unit_of_work import UnitOfWork
from application.summary_body import Section, SectionKind, SummaryLine
from domain.episode import TriageReason
from domain.severity import Severity
from domain.trends import SMALLEST_SPIKE, Trend, TrendReading

_DAY = timedelta(days=1)
_MOST_READ = 1_000
_MOST_SHOWN = 10
_MOST_TRENDS = 200
"""Patterns whose course is read: a tenth of a second in all."""

_BACK = {
    TriageReason.REGRESSED: "it was resolved and came back",
    TriageReason.RECURRED: "it had ended without a fix",
    TriageReason.REOPENED: "it was opened again by hand",
    TriageReason.IGNORE_LAPSED: "it was ignored until then",
}

Wanted = Callable[[SeenEpisode], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayInReview:
    """Each part's patterns by the worst of their episodes, the worst first; all episodes of a pattern that were opened
    or resolved on that day; and what says how it rises.
    """

    now: datetime
    parts: Mapping[SectionKind, tuple[SeenEpisode, ...]]
    opened: Mapping[UUID, Sequence[SeenEpisode]]
    resolved: Mapping[UUID, Sequence[SeenEpisode]]
    trends: Mapping[UUID, TrendReading]
    owners: Mapping[UUID, str]

    def sections(self, wanted: Wanted, yours: Iterable[SeenEpisode]) -> tuple[Section, ...]:
        """What is worth telling somebody; a pattern is told in the first part that it belongs to."""
        own = list(yours)
        told = {seen.episode.pattern_id for seen in own}
        found = [self._section(SectionKind.YOURS, own)]
        for kind, seen in self.parts.items():
            fit = [one for one in seen if one.episode.pattern_id not in told and wanted(one)]
            told |= {one.episode.pattern_id for one in fit}
            found.append(self._section(kind, fit))
        return tuple(section for section in found if section.total)

    def _section(self, kind: SectionKind, seen: list[SeenEpisode]) -> Section:
        lines = tuple(self._line(kind, one) for one in seen[:_MOST_SHOWN])
        return Section(kind=kind, total=len(seen), lines=lines)

    def _line(self, kind: SectionKind, seen: SeenEpisode) -> SummaryLine:
        episode = seen.episode
        return SummaryLine(
            severity=episode.severity,
            error_id=episode.last_error_id,
            service=episode.service,
            environment=episode.environment,
            error_type=seen.error_type,
            title=seen.title,
            detail=self._detail(kind, seen),
        )

    def _detail(self, kind: SectionKind, seen: SeenEpisode) -> str:
        episode = seen.episode
        owner = "nobody owns it"
        if episode.owner_id is not None:
            owner = self.owners.get(episode.owner_id, "somebody who was removed owns it")
        alike = self._alike(kind, seen)
        errors = _errors(sum(one.episode.errors for one in alike))
        times = f"{len(alike)} times in 24 hours; " if len(alike) > 1 else ""
        match kind:
            case SectionKind.RISING:
                trend = self.trends[episode.pattern_id]
                return f"{trend.last_day:,} in 24 hours, usually {trend.usual_day:,.0f}; {owner}"
            case SectionKind.OVERDUE:
                late = span(self.now - (episode.deadline or self.now))
                return f"{late} over its deadline; {errors}; {owner}"
            case SectionKind.RESOLVED:
                open_for = span((episode.closed_at or self.now) - episode.opened_at)
                return f"{times}was open for {open_for}; {errors}; {owner}"
            case SectionKind.YOURS:
                said = ", overdue" if episode.deadline is not None and episode.deadline <= self.now else ""
                return f"open for {span(self.now - episode.opened_at)}{said}; {errors}"
            case SectionKind.BACK:
                return f"{times}{_BACK[episode.opened_because]}; {errors}; {owner}"
            case _:
                return f"{times}{errors}; {owner}"

    def _alike(self, kind: SectionKind, seen: SeenEpisode) -> Sequence[SeenEpisode]:
        """The episodes of its pattern that are told by this one."""
        found: Mapping[SectionKind, Mapping[UUID, Sequence[SeenEpisode]]] = {
            SectionKind.NEW: self.opened,
            SectionKind.BACK: self.opened,
            SectionKind.RESOLVED: self.resolved,
        }
        return found.get(kind, {}).get(seen.episode.pattern_id, (seen,))


def review_day(work: UnitOfWork, now: datetime, *, due_at: datetime) -> DayInReview:
    """Look at the 24 hours before it was due, and at what came since: none falls between two days, however late the
    second is looked at.
    """
    since, activity = due_at - _DAY, work.activity
    busy = activity.busy_patterns(since, at_least=SMALLEST_SPIKE)
    open_busy = activity.open_of(busy)[:_MOST_TRENDS] if busy else []
    trends = {one.episode.pattern_id: trend for one in open_busy if (trend := _trend(work, one, now)) is not None}
    opened, resolved = activity.opened(since, limit=_MOST_READ), _by_pattern(activity.resolved(since, limit=_MOST_READ))
    # What was opened and is over is told by how it ended, or not at all; a pattern has one open episode at most.
    still = [one for one in opened if one.episode.closed_at is None]
    return DayInReview(
        now=now,
        parts={
            SectionKind.OVERDUE: tuple(activity.overdue(now, limit=_MOST_READ)),
            SectionKind.NEW: tuple(one for one in still if one.episode.opened_because not in _BACK),
            SectionKind.BACK: tuple(one for one in still if one.episode.opened_because in _BACK),
            SectionKind.RISING: tuple(one for one in open_busy if one.episode.pattern_id in trends),
            SectionKind.RESOLVED: tuple(alike[0] for alike in resolved.values()),
        },
        opened=_by_pattern(opened),
        resolved=resolved,
        trends=trends,
        owners={one.id: one.name for one in work.developers.all()},
    )


def _by_pattern(seen: Iterable[SeenEpisode]) -> Mapping[UUID, Sequence[SeenEpisode]]:
    """In their order, the worst first."""
    found: dict[UUID, list[SeenEpisode]] = {}
    for one in seen:
        found.setdefault(one.episode.pattern_id, []).append(one)
    return found


def at_least(minimum: Severity) -> Wanted:
    """Whatever is so bad."""
    return lambda seen: seen.episode.severity.at_least(minimum)


def _trend(work: UnitOfWork, seen: SeenEpisode, now: datetime) -> TrendReading | None:
    pattern = work.patterns.get(seen.episode.pattern_id)
    trend = None if pattern is None else trend_of(work, pattern, now)
    return trend if trend is not None and trend.trend in (Trend.RISING, Trend.SPIKING) else None


def _errors(count: int) -> str:
    return "1 error" if count == 1 else f"{count:,} errors"
