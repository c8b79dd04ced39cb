"""Find patterns that come far more often than they used to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from application.job import Progress, nobody_watches
from application.pattern_trend import trend_of
from application.ports.unit_of_work import Store, UnitOfWork
from application.ports.wake_ups import WakeUps, Work
from domain.episode import Episode, TriageMark, TriageReason
from domain.error_pattern import ErrorPattern, PatternStatus
from domain.history import HistoryEntry, SubjectKind
from domain.severity import Severity
from domain.statistics import Period
from domain.trends import SMALLEST_SPIKE, Trend, TrendReading

_SPIKING = TriageReason.SPIKING.value
_AT_MOST_EVERY = timedelta(days=1)
_TELLS_FROM = Severity.HIGH


class AnalyzePatterns:
    """- A pattern spikes where the running hour, or the one before, has twice what its busy hours have, and 10 at
      least. One that is ignored is left alone.
    - It is kept in the pattern's history, at most once a day, with the numbers that say so.
    - Where its open episode is high or worse, people are told.
    """

    def __init__(self, store: Store, wake_ups: WakeUps) -> None:
        self._store = store
        self._wake_ups = wake_ups

    def execute(self, progress: Progress = nobody_watches) -> Mapping[str, int]:
        """How many patterns were looked at, spike anew, and are told. Raises StoreUnavailable."""
        with self._store.reading() as work:
            since = Period.HOUR.start(work.now()) - timedelta(hours=1)
            busy = work.activity.busy_patterns(since, at_least=SMALLEST_SPIKE)
        spiking = told = 0
        for done, pattern_id in enumerate(busy, 1):
            marked = self._analyze(pattern_id)
            spiking += marked is not None
            told += bool(marked)
            progress(done, len(busy))
        if told:
            self._wake_ups.wake(Work.TRIAGE)
        return {"patterns": len(busy), "spiking": spiking, "told": told}

    def _analyze(self, pattern_id: UUID) -> bool | None:
        """None where there is nothing new; else whether people are told."""
        with self._store.reading() as work:
            if _spike(work, work.patterns.get(pattern_id), work.now()) is None:
                return None
        with self._store.writing() as work:
            now = work.now()
            pattern = work.patterns.lock_by_ids([pattern_id]).get(pattern_id)
            # Again under the lock: another worker may have kept it meanwhile.
            reading = _spike(work, pattern, now)
            if pattern is None or reading is None:
                return None
            episode = work.episodes.lock_open([pattern.id]).get(pattern.id)
            tells = episode is not None and episode.triage is None and episode.severity.at_least(_TELLS_FROM)
            if episode is not None and tells:
                work.episodes.save([_marked(episode, now)])
            work.history.add([_entry(pattern, reading, now, told=tells)])
            work.commit()
        return tells


def _spike(work: UnitOfWork, pattern: ErrorPattern | None, now: datetime) -> TrendReading | None:
    if pattern is None or pattern.merged_into is not None or pattern.status is PatternStatus.IGNORED:
        return None
    reading = trend_of(work, pattern, now)
    if reading.trend is not Trend.SPIKING:
        return None
    known = [entry.at for entry in work.history.of(pattern.id) if entry.action == _SPIKING]
    return None if known and now - max(known) < _AT_MOST_EVERY else reading


def _marked(episode: Episode, now: datetime) -> Episode:
    trusted = episode.trusted_severity is not None and episode.trusted_severity.at_least(_TELLS_FROM)
    return replace(episode, triage=TriageMark(TriageReason.SPIKING, now, trusted=trusted))


def _entry(pattern: ErrorPattern, reading: TrendReading, now: datetime, *, told: bool) -> HistoryEntry:
    return HistoryEntry(
        subject_kind=SubjectKind.PATTERN,
        subject_id=pattern.id,
        at=now,
        action=_SPIKING,
        reason=_SPIKING,
        inputs={
            "last_hour": reading.last_hour,
            "busy_hour": reading.busy_hour,
            "last_day": reading.last_day,
            "usual_day": round(reading.usual_day),
            "told": "yes" if told else "no",
        },
    )
