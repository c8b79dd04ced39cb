"""Store prepared errors of many requests in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from application.ingest_receipts import IngestOutcome, Receipt
from application.noted_names import NotedNames
from application.patterns_of_batch import BatchPatterns, lock_patterns
from application.placed_errors import save_placed
from application.ports.event_key_repository import EventKey
from application.ports.ids import Ids
from application.ports.service_registry import ReleaseSeen
from application.ports.unit_of_work import Store, UnitOfWork
from domain.episode import Episode
from domain.error_log import PreparedError
from domain.error_pattern import ErrorPattern
from domain.error_report import Mark, MarkReason
from domain.pattern_flood import FloodLimits
from domain.placement import Known, Placement, asks_for_releases, place
from domain.regression_guard import REGRESSION_GRACE, RegressionGuard, ReleaseKey
from domain.retention import EVENT_KEY_LIFETIME, RetentionPolicy


@dataclass(frozen=True, slots=True)
class CommittedBatch:
    """The receipt of each error by its id, and whether an episode now waits for triage."""

    receipts: dict[UUID, Receipt]
    triage_wanted: bool


class CommitBatch:
    """Touch patterns, episodes, event keys, errors and counters in one order, so that writers do not deadlock.

    - An event id that was used before for the same body is a repeat: nothing is stored or counted.
    - Another body under a used event id is stored under an id of its own and marked.
    - Only errors that were really stored are counted.
    - An error of a resolved pattern that happened before the fix, within the grace, or in an older release opens
      nothing: it is stored as resolved. How often that was decided, and how often an error was ignored, is counted by
      the hour.
    - What would be more new patterns than an hour may bring joins the service's overflow pattern, and is counted.
    """

    def __init__(
        self,
        store: Store,
        ids: Ids,
        retention: RetentionPolicy,
        *,
        regression_grace: timedelta = REGRESSION_GRACE,
        floods: FloodLimits = FloodLimits(),  # noqa: B008
    ) -> None:
        self._store = store
        self._ids = ids
        self._retention = retention
        self._grace = regression_grace
        self._floods = floods
        self._noted = NotedNames()

    def execute(self, errors: Sequence[PreparedError], *, again: bool = False) -> CommittedBatch:
        """Store what is new of these errors; all or nothing.

        Args:
            again: an earlier attempt with these ids may have been committed: look them up first.

        Raises:
            StoreUnavailable: nothing is stored, or (CommitOutcomeUnknown) it cannot be known.
            DataRefused: nothing is stored; one of them at least cannot be.
        """
        with self._store.writing() as work:
            patterns = lock_patterns(work, errors, self._floods)
            episodes = work.episodes.lock_open({pattern.id for pattern in patterns.by_fingerprint.values()})
            receipts = _already_stored(work, errors) if again else {}
            fresh, repeats = _without_repeats(work, [error for error in errors if error.id not in receipts])
            placements = self._place(work, fresh, patterns, episodes)
            with work.gathering():
                if placements:
                    known, decided = {episode.id for episode in episodes.values()}, patterns.overflow_counts(fresh)
                    save_placed(work, placements, known=known, decided=decided)
                if patterns.founded:
                    work.new_patterns.save(patterns.founded)
            noted = self._noted.note(work, fresh)
            work.commit(announce=False)
        self._noted = noted
        receipts.update(repeats)
        receipts.update((receipt.error_id, receipt) for placement in placements for receipt in _receipts(placement))
        marked = {episode.id for episode in episodes.values() if episode.triage is not None}
        triage_wanted = any(
            placement.episode and placement.episode.triage and placement.episode.id not in marked
            for placement in placements
        )
        return CommittedBatch(receipts, triage_wanted)

    def _place(
        self,
        work: UnitOfWork,
        errors: Sequence[PreparedError],
        patterns: BatchPatterns,
        episodes: dict[UUID, Episode],
    ) -> list[Placement]:
        groups: dict[UUID, list[PreparedError]] = {}
        users: set[tuple[UUID, bytes]] = set()
        by_id = {pattern.id: pattern for pattern in patterns.by_fingerprint.values()}
        for error in errors:
            pattern_id = patterns.of(error).id
            groups.setdefault(pattern_id, []).append(error)
            if error.user_digest is not None:
                users.add((pattern_id, error.user_digest))
        new_users = work.pattern_users.add(sorted(users)) if users else {}
        return [
            place(
                group,
                self._known(work, group, by_id[pattern_id], episodes.get(pattern_id)),
                new_episode_id=self._ids.new(group[0].received_at),
                new_users=new_users.get(pattern_id, 0),
            )
            for pattern_id, group in sorted(groups.items())
        ]

    def _known(
        self, work: UnitOfWork, errors: Sequence[PreparedError], pattern: ErrorPattern, episode: Episode | None
    ) -> Known:
        first_seen: Mapping[ReleaseKey, datetime] = {}
        if asked := asks_for_releases(pattern, episode):
            reports = [error.report for error in errors if error.report.release is not None]
            wanted = {
                ReleaseSeen(report.service, report.environment, release)
                for report in reports
                for release in (*asked, report.release or "")
            }
            first_seen = work.services.release_first_seen(wanted)
        guard = RegressionGuard(self._grace, first_seen)
        return Known(pattern=pattern, open_episode=episode, retention=self._retention, guard=guard)


def _already_stored(work: UnitOfWork, errors: Sequence[PreparedError]) -> dict[UUID, Receipt]:
    known = work.errors.known([error.id for error in errors])
    stored = (work.errors.get(error_id) for error_id in known)
    return {
        error.id: Receipt(
            error_id=error.id,
            outcome=IngestOutcome.STORED,
            pattern_id=error.pattern_id,
            episode_id=error.episode_id,
            status=error.status,
            severity=error.severity,
            placement=error.placement,
            marks=error.report.marks,
        )
        for error in stored
        if error is not None
    }


def _without_repeats(
    work: UnitOfWork, errors: Sequence[PreparedError]
) -> tuple[list[PreparedError], dict[UUID, Receipt]]:
    """The errors to store, and the receipts of those that were stored before, by the id given to the repeat."""
    firsts: dict[tuple[str, UUID], EventKey] = {}
    for error in errors:
        if error.report.event_id is not None:
            firsts.setdefault((error.report.service, error.report.event_id), _event_key(error, error.report.event_id))
    if not firsts:
        return list(errors), {}
    taken = work.event_keys.claim([firsts[key] for key in sorted(firsts)], now=errors[0].received_at)
    holders = firsts | taken
    fresh: list[PreparedError] = []
    repeats: dict[UUID, Receipt] = {}
    for error in errors:
        event_id = error.report.event_id
        holder = None if event_id is None else holders[(error.report.service, event_id)]
        if holder is None or holder.error_id == error.id:
            fresh.append(error)
        elif holder.body_digest == error.body_digest:
            repeats[error.id] = Receipt(error_id=holder.error_id, outcome=IngestOutcome.REPEATED)
        else:
            fresh.append(_under_own_id(error))
    return fresh, repeats


def _event_key(error: PreparedError, event_id: UUID) -> EventKey:
    expires_at = error.received_at + EVENT_KEY_LIFETIME
    return EventKey(error.report.service, event_id, error.id, error.body_digest, expires_at)


def _under_own_id(error: PreparedError) -> PreparedError:
    mark = Mark("event_id", MarkReason.EVENT_ID_REUSED, str(error.report.event_id))
    return replace(error, report=replace(error.report, event_id=None).marked(mark))


def _receipts(placement: Placement) -> Iterable[Receipt]:
    for error in placement.errors:
        yield Receipt(
            error_id=error.id,
            outcome=IngestOutcome.STORED,
            pattern_id=error.pattern_id,
            episode_id=error.episode_id,
            status=error.status,
            severity=error.severity,
            placement=error.placement,
            marks=error.report.marks,
        )
