"""What every `ActivityReader` promises."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from application.ports.activity_reader import SeenEpisode
from application.ports.unit_of_work import Store, UnitOfWork
from domain.episode import Episode, EpisodeEnd
from domain.severity import Severity
from domain.statistics import CounterKey, Period, Tally
from tests.support.builders import a_developer, a_pattern, an_episode, an_id
from tests.support.strategies import NOON

_HOUR = timedelta(hours=1)
_NEVER = {"closed_at": None, "closed_as": None, "owner_id": None, "deadline": None, "triage": None}


class ActivityReaderContract:
    """For looks at what went on of late."""

    def test_busy_patterns_have_so_many_with_all_that_was_merged_into_them(self, store: Store) -> None:
        standing, quiet = a_pattern(id=uuid4()), a_pattern(id=uuid4())
        member = a_pattern(id=uuid4(), merged_into=standing.id)
        with store.writing() as work:
            _know(work, standing.id, quiet.id)
            work.patterns.lock({member.id: replace(member, merged_into=None)})
            work.patterns.save([member])
            _count(work, {(standing.id, 0): 4, (member.id, 1): 6, (quiet.id, 0): 9, (quiet.id, -1): 50})

            assert work.activity.busy_patterns(NOON, at_least=10) == [standing.id]

    def test_episodes_that_were_opened_since_are_found_the_worst_first(self, store: Store) -> None:
        with store.writing() as work:
            mild, bad, _ = (
                _begun(work, NOON + _HOUR, severity=Severity.LOW),
                _begun(work, NOON, severity=Severity.CRITICAL),
                _begun(work, NOON - _HOUR),
            )

            assert _ids(work.activity.opened(NOON, limit=5)) == [bad.id, mild.id]
            assert _ids(work.activity.opened(NOON, limit=1)) == [bad.id]

    def test_resolved_ones_are_found_by_their_end(self, store: Store) -> None:
        with store.writing() as work:
            ended = _begun(work, NOON - _HOUR, closed_at=NOON, closed_as=EpisodeEnd.RESOLVED)
            _begun(work, NOON - _HOUR, closed_at=NOON, closed_as=EpisodeEnd.IGNORED)
            _begun(work, NOON - _HOUR, closed_at=NOON - _HOUR, closed_as=EpisodeEnd.RESOLVED)

            assert _ids(work.activity.resolved(NOON, limit=5)) == [ended.id]

    def test_overdue_are_open_ones_whose_deadline_has_passed(self, store: Store) -> None:
        with store.writing() as work:
            late = _begun(work, NOON, deadline=NOON)
            _begun(work, NOON, deadline=NOON + _HOUR)
            _begun(work, NOON)
            _begun(work, NOON, deadline=NOON, closed_at=NOON, closed_as=EpisodeEnd.RESOLVED)

            assert _ids(work.activity.overdue(NOON, limit=5)) == [late.id]

    def test_owned_are_somebodys_open_ones(self, store: Store) -> None:
        anna = a_developer("Anna")
        with store.writing() as work:
            work.developers.add(anna)
            own = _begun(work, NOON, owner_id=anna.id)
            _begun(work, NOON)
            _begun(work, NOON, owner_id=anna.id, closed_at=NOON, closed_as=EpisodeEnd.RESOLVED)

            assert _ids(work.activity.owned(anna.id, limit=5)) == [own.id]

    def test_the_open_ones_of_patterns_have_their_patterns_words(self, store: Store) -> None:
        with store.writing() as work:
            wanted, _ = _begun(work, NOON), _begun(work, NOON)

            pattern = work.patterns.get(wanted.pattern_id)
            assert pattern is not None
            assert work.activity.open_of([wanted.pattern_id]) == [
                SeenEpisode(wanted, pattern.error_type, pattern.title)
            ]
            assert work.activity.open_of([]) == []


def _know(work: UnitOfWork, *pattern_ids: UUID) -> None:
    work.patterns.lock({pattern_id: a_pattern(id=pattern_id) for pattern_id in pattern_ids})


def _begun(work: UnitOfWork, opened_at: datetime, **changes: object) -> Episode:
    pattern_id = uuid4()
    _know(work, pattern_id)
    episode = an_episode(id=an_id(opened_at), pattern_id=pattern_id, opened_at=opened_at, **{**_NEVER, **changes})
    work.episodes.add([episode])
    return episode


def _ids(found: Sequence[SeenEpisode]) -> list[UUID]:
    return [seen.episode.id for seen in found]


def _count(work: UnitOfWork, counts: dict[tuple[UUID, int], int]) -> None:
    keys = {
        CounterKey(NOON + _HOUR * hour, "java", "production", Severity.LOW, pattern_id): count
        for (pattern_id, hour), count in counts.items()
    }
    patterns = {Period.HOUR: Counter(keys), Period.DAY: Counter[CounterKey]()}
    work.counters.add(Tally({period: Counter() for period in Period}, patterns))
