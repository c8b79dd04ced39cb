"""What every `PatternReader` promises."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.ports.pattern_reader import PatternFilter, PatternOrder, PatternPage, PatternPlace
from application.ports.unit_of_work import Store
from domain.error_pattern import ErrorPattern, PatternStatus
from domain.severity import Severity
from domain.statistics import PATTERN_PERIODS, CounterKey, Period, Tally
from tests.contracts.one_store import on_one_store
from tests.support.builders import a_developer, a_pattern, an_episode
from tests.support.strategies import NOON

_HOUR = timedelta(hours=1)


class PatternReaderContract:
    """For lists and details of patterns."""

    @given(
        values=st.lists(st.integers(0, 3), max_size=9),
        limit=st.integers(1, 4),
        order=st.sampled_from(PatternOrder),
        descending=st.booleans(),
    )
    @on_one_store
    def test_pages_walk_through_everything_and_back(
        self, store: Store, values: list[int], limit: int, order: PatternOrder, descending: bool
    ) -> None:
        service, moment = uuid4().hex, order.value.endswith("_seen")
        said = [{order.value: NOON + value * _HOUR if moment else value, "service": service} for value in values]
        added = _add(store, *(a_pattern(**changes) for changes in said))

        def page(after: PatternPlace | None = None, before: PatternPlace | None = None) -> PatternPage:
            wanted = PatternFilter(services=(service,))
            with store.reading() as work:
                return work.pattern_reader.page(
                    wanted, order=order, descending=descending, limit=limit, after=after, before=before
                )

        there = [page()]
        while there[-1].after is not None:
            there.append(page(after=there[-1].after))
        back = [there[-1]]
        while back[-1].before is not None:
            back.append(page(before=back[-1].before))

        expected = sorted(added, key=lambda one: (getattr(one, order.value), one.id), reverse=descending)
        assert [one for each in there for one in each.patterns] == expected
        assert [each.patterns for each in back] == [each.patterns for each in there[::-1]]
        assert {each.count for each in there + back} == {len(values)}

    @pytest.mark.parametrize(
        ("wanted", "expected"),
        [
            (PatternFilter(), "abcd"),
            (PatternFilter(services=("php",)), "b"),
            (PatternFilter(services=("php", "react"), severities=(Severity.LOW,)), "c"),
            (PatternFilter(statuses=("ignored", "resolved")), "bc"),
            (PatternFilter(error_types=("TypeError",)), "ad"),
            (PatternFilter(since=NOON), "ab"),
            (PatternFilter(words=("type", "hikaricp")), "a"),
            (PatternFilter(words=("überlauf",)), "cd"),
            (PatternFilter(words=("100%",)), "d"),
            (PatternFilter(words=("_",)), ""),
            (PatternFilter(merged=True), "m"),
        ],
    )
    def test_filters_narrow(self, store: Store, wanted: PatternFilter, expected: str) -> None:
        earlier, low = NOON - _HOUR, Severity.LOW
        known = {
            "a": a_pattern(error_type="TypeError", culprit="HikariCP in acquire"),
            "b": a_pattern(service="php", status=PatternStatus.IGNORED),
            "c": a_pattern(
                service="react", severity=low, status=PatternStatus.RESOLVED, last_seen=earlier, title="ÜBERLAUF"
            ),
            "d": a_pattern(error_type="TypeError", last_seen=earlier, title="Überlauf at 100%"),
        }
        _add(store, *known.values(), merged := a_pattern(merged_into=known["a"].id))

        found = _page(store, wanted)

        names = {one.id: name for name, one in [*known.items(), ("m", merged)]}
        assert sorted(names[one.id] for one in found.patterns) == list(expected)
        assert found.count == len(expected)

    def test_members_are_those_that_were_merged_into_it(self, store: Store) -> None:
        kept = a_pattern()
        members = [a_pattern(merged_into=kept.id) for _ in range(3)]
        _add(store, kept, a_pattern(), *members)

        with store.reading() as work:
            assert work.pattern_reader.members(kept.id) == sorted(members, key=lambda one: one.id)
            assert work.patterns.members_of(kept.id) == sorted(one.id for one in members)
            assert (work.pattern_reader.get(kept.id), work.pattern_reader.get(uuid4())) == (kept, None)

    def test_the_open_episode_with_its_owner(self, store: Store) -> None:
        owner, pattern_id = a_developer(), uuid4()
        open_one = an_episode(pattern_id=pattern_id, owner_id=owner.id)
        with store.writing() as work:
            work.developers.add(owner)
            work.episodes.add([open_one, an_episode(pattern_id=pattern_id, closed_at=NOON)])
            work.commit()

        with store.reading() as work:
            assert work.pattern_reader.open_episode(pattern_id) == (open_one, owner.name)
            assert work.pattern_reader.open_episode(uuid4()) is None

    @given(count=st.integers(0, 9), limit=st.integers(1, 4))
    @on_one_store
    def test_episodes_newest_first_there_and_back(self, store: Store, count: int, limit: int) -> None:
        ids = [uuid4(), uuid4()]
        added = [an_episode(pattern_id=ids[number % 2], closed_at=NOON) for number in range(count)]
        with store.writing() as work:
            work.episodes.add(added)
            work.commit()
        with store.reading() as work:
            there = [work.pattern_reader.episodes(ids, limit=limit)]
            while (place := there[-1].older_than) is not None:
                there.append(work.pattern_reader.episodes(ids, limit=limit, older_than=place))
            back = [there[-1]]
            while (place := back[-1].newer_than) is not None:
                back.append(work.pattern_reader.episodes(ids, limit=limit, newer_than=place))

        expected = sorted(added, key=lambda one: one.id, reverse=True)
        assert [one for each in there for one in each.episodes] == expected
        assert [each.episodes for each in back] == [each.episodes for each in there[::-1]]
        assert {each.count for each in there + back} == {count}

    def test_counts_of_several_patterns_together(self, store: Store) -> None:
        one, other = uuid4(), uuid4()
        _count(store, one, {NOON: 1, NOON - _HOUR: 2, NOON - 24 * _HOUR: 4})
        _count(store, other, {NOON: 8})
        _count(store, uuid4(), {NOON: 16})
        day = Period.DAY.start(NOON)

        with store.reading() as work:
            reader = work.pattern_reader
            hours = reader.counts([one, other], Period.HOUR, since=NOON - _HOUR)
            days = reader.counts([one, other], Period.DAY, since=day - 24 * _HOUR)
            places = reader.places([one, other], since=day)

        assert hours == {NOON: 9, NOON - _HOUR: 2}
        assert days == {day: 11, day - 24 * _HOUR: 4}
        assert places == {("production", Severity.HIGH): 11}


def _add(store: Store, *patterns: ErrorPattern) -> Sequence[ErrorPattern]:
    with store.writing() as work:
        work.patterns.lock({one.id: one for one in patterns})
        work.commit()
    return patterns


def _page(store: Store, wanted: PatternFilter) -> PatternPage:
    with store.reading() as work:
        return work.pattern_reader.page(wanted, order=PatternOrder.LAST_SEEN, descending=True, limit=50)


def _count(store: Store, pattern_id: UUID, hours: dict[datetime, int]) -> None:
    counted = Tally(
        services={period: Counter() for period in Period}, patterns={period: Counter() for period in PATTERN_PERIODS}
    )
    for hour, count in hours.items():
        for period in PATTERN_PERIODS:
            key = CounterKey(period.start(hour), "java", "production", Severity.HIGH, pattern_id)
            counted.patterns[period][key] += count
    with store.writing() as work:
        work.counters.add(counted)
        work.commit()
