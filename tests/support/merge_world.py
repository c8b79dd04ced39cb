"""Three patterns of one service that threads report, merge, unmerge, resolve and carry at once; and their recount."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.acts import Act, Scope
from application.carry_episodes import CarryEpisodes
from application.commit_batch import CommitBatch
from application.merge_patterns import MergePatterns, MergePatternsCommand
from application.ports.store_errors import StoreUnavailable
from application.ports.unit_of_work import Store, UnitOfWork
from application.resolve_error import ResolveError, ResolveErrorCommand
from application.unmerge_pattern import UnmergePattern, UnmergePatternCommand
from domain.episode import Episode
from domain.error_log import ErrorLog, PreparedError
from domain.errors import DomainError
from domain.escalation import earliest_deadline
from domain.retention import RetentionPolicy
from domain.severity_counts import SeverityCounts
from tests.support.errors import a_prepared_error

NAMES = ("a", "b", "c")
_TRIES = 20


class MergeWorld:
    """One example: a service of its own in a store that others use too."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.service = uuid4().hex
        self.commit = CommitBatch(store, SystemIds(), RetentionPolicy())
        self.carrying = CarryEpisodes(store, RetentionPolicy(), limit_errors=2)
        self.merging = MergePatterns(store, MemoryWakeUps())
        self.unmerging = UnmergePattern(store)
        self.resolving = ResolveError(store, SystemIds(), RetentionPolicy(), MemoryWakeUps())
        self.sent: list[PreparedError] = []
        self.ids = {name: self.error(name).fingerprint.id for name in NAMES}

    def error(self, name: str, **said: object) -> PreparedError:
        """An error of the pattern of that name."""
        return a_prepared_error(pattern=name, service=self.service, **said)  # type: ignore[arg-type]

    def report(self, errors: Sequence[PreparedError]) -> None:
        """Store them, as the batch writer does: what fails is tried again by the same ids."""
        self.sent += errors
        for attempt in range(_TRIES):
            try:
                self.commit.execute(errors, again=attempt > 0)
            except StoreUnavailable:
                continue
            return
        raise AssertionError("it was unavailable all the time")

    def merge(self, source: str, target: str) -> None:
        """Merge, if that can be done now."""
        _as_asked(
            lambda: self.merging.execute(
                MergePatternsCommand(pattern_id=self.ids[source], into=self.ids[target], actor="tests")
            )
        )

    def unmerge(self, name: str) -> None:
        """Unmerge, if that can be done now."""
        _as_asked(lambda: self.unmerging.execute(UnmergePatternCommand(pattern_id=self.ids[name], actor="tests")))

    def resolve(self, name: str) -> None:
        """Resolve a pattern by one of its errors, if there is one."""
        found = [error for error in list(self.sent) if error.fingerprint.id == self.ids[name]]
        if found:
            command = ResolveErrorCommand(error_id=found[0].id, act=Act(actor="tests"), scope=Scope.PATTERN)
            _as_asked(lambda: self.resolving.execute(command))

    def carry(self) -> None:
        """One batch."""
        _as_asked(self.carrying.execute)

    def carry_all(self) -> None:
        """Until nothing waits."""
        while self.carrying.execute():
            pass

    def at_once(self, scripts: Iterable[Sequence[Callable[[], None]]]) -> None:
        """Each script in a thread of its own."""
        listed = list(scripts)
        ready = Barrier(len(listed))

        def run(script: Sequence[Callable[[], None]]) -> None:
            ready.wait(10)
            for step in script:
                step()

        with ThreadPoolExecutor(len(listed)) as threads:
            list(threads.map(run, listed))

    def check(self) -> None:
        """That nothing was lost, and all numbers are those of a recount; once all is carried."""
        with self.store.reading() as work:
            stored = [error for error in (work.errors.get(one.id) for one in self.sent) if error is not None]
            assert len(stored) == len(self.sent)
            episodes = self._check_patterns(work, stored)
            self._check_episodes(work, stored, episodes)

    def _check_patterns(self, work: UnitOfWork, errors: Sequence[ErrorLog]) -> list[Episode]:
        episodes = {name: list(work.pattern_reader.episodes([self.ids[name]], limit=200).episodes) for name in NAMES}
        by_id = {pattern_id: name for name, pattern_id in self.ids.items()}
        for name in NAMES:
            pattern = work.patterns.get(self.ids[name])
            if pattern is None:
                continue
            members = [] if pattern.merged_into else work.patterns.members_of(pattern.id)
            group = {pattern.id, *members}
            of_group = [error for error in errors if error.pattern_id in group]
            users = {error.report.user_id for error in of_group} - {None}
            assert (pattern.occurrences, pattern.users_affected) == (len(of_group), len(users)), name
            assert pattern.episodes == sum(len(episodes[by_id[each]]) for each in group)
            assert sum(episode.closed_at is None for episode in episodes[name]) <= (pattern.merged_into is None)
            standing = None if pattern.merged_into is None else work.patterns.get(pattern.merged_into)
            assert standing is None or standing.merged_into is None
        return [episode for listed in episodes.values() for episode in listed]

    def _check_episodes(self, work: UnitOfWork, errors: Sequence[ErrorLog], episodes: Sequence[Episode]) -> None:
        open_of: Counter[UUID | None] = Counter(error.episode_id for error in errors if error.counts_as_open)
        for episode in episodes:
            assert episode.carried
            assert (episode.closed_at is None) == bool(open_of.pop(episode.id, 0))
            earliest = work.errors.earliest_open(episode.id)
            counts = SeverityCounts() if episode.closed_at else work.errors.count_open(episode.id)
            assert episode.open_counts == counts
            assert episode.deadline == earliest_deadline(earliest)
            own = [error for error in errors if error.episode_id == episode.id and error.counts_as_open]
            assert {error.assigned_to for error in own} <= {episode.owner_id}
        assert not open_of


def _as_asked(act: Callable[[], object]) -> None:
    for _ in range(_TRIES):
        try:
            act()
        except StoreUnavailable:
            continue
        except DomainError:
            return
        return
