"""What every `ErrorReader` promises."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from application.ports.error_reader import ErrorFilter, ErrorOrdering, ErrorPage, Place
from application.ports.unit_of_work import Store, UnitOfWork
from domain.episode import EpisodeEnd
from domain.error_log import ErrorLog, ErrorStatus
from domain.severity import Severity
from tests.contracts.one_store import on_one_store
from tests.support.builders import a_developer, a_pattern, an_entry, an_episode, an_error
from tests.support.error_lists import Stored, filters, stored_lists
from tests.support.strategies import NOON

_HOUR = timedelta(hours=1)
_ALL = ErrorFilter()


class ErrorReaderContract:
    """For lists and details."""

    def test_an_empty_store_has_one_empty_page(self, store: Store) -> None:
        assert _page(store, _ALL) == ErrorPage(errors=[], next=None, previous=None, count=0, count_capped=False)

    @given(stored=stored_lists(), wanted=filters(), ordering=st.sampled_from(ErrorOrdering), limit=st.integers(1, 4))
    @on_one_store
    def test_pages_hold_what_is_wanted_in_order_there_and_back(
        self, store: Store, stored: Stored, wanted: ErrorFilter, ordering: ErrorOrdering, limit: int
    ) -> None:
        with store.writing() as work:
            stored.add_to(work)
            there = _walked(work, wanted, ordering, limit)
            back = _walked(work, wanted, ordering, limit, there[-1])

        expected = stored.listed(wanted, ordering)
        assert [error.id for page in there for error in page.errors] == expected
        assert [page.errors for page in back] == [page.errors for page in there[::-1]]
        assert {page.count for page in there + back} == {len(expected)}
        assert not any(page.partial or page.count_capped for page in there + back)

    @given(stored=stored_lists())
    @on_one_store
    def test_errors_are_shown_as_they_count(self, store: Store, stored: Stored) -> None:
        with store.writing() as work:
            stored.add_to(work)
            listed = work.error_reader.page(_ALL, limit=100).errors
            details = [work.error_reader.detail(error.id) for error in listed]

        assert sorted(listed, key=_by_id) == sorted(stored.shown(), key=_by_id)
        assert [detail and detail.error for detail in details] == listed
        assert [detail and detail.pattern.id for detail in details] == [error.pattern_id for error in listed]
        assert [detail and detail.episode and detail.episode.id for detail in details] == [
            error.episode_id for error in listed
        ]

    def test_an_id_may_run_ahead_of_a_clock_that_was_set_back(self, store: Store) -> None:
        [error] = _add(store, replace(an_error(at=NOON + timedelta(seconds=5)), received_at=NOON))

        assert _found(store, ErrorFilter(until=NOON + timedelta(seconds=1))) == {error.id}
        assert _found(store, ErrorFilter(since=NOON + timedelta(seconds=1))) == set()

    def test_a_list_goes_on_where_an_error_has_gone(self, store: Store) -> None:
        first, second, third = _add(store, an_error(), an_error(), an_error(severity=Severity.LOW))
        _erase(store, second)

        assert _page(store, _ALL, after=Place(third.id)).errors == [first]
        assert _page(store, _ALL, before=Place(second.id)).errors == [third]
        worst = _page(store, _ALL, ordering=ErrorOrdering.WORST, after=Place(second.id, Severity.HIGH))
        assert worst.errors == [first, third]

    def test_long_texts_are_left_to_the_detail(self, store: Store) -> None:
        error = an_error()
        [error] = _add(store, replace(error, report=replace(error.report, stack_trace="at f", context={"k": 1})))

        [shown] = _page(store, _ALL).errors

        assert shown == replace(error, report=replace(error.report, stack_trace=None, context={}))

    def test_deleted_errors_do_not_exist(self, store: Store) -> None:
        [error] = _add(store, an_error(deleted_at=NOON))

        assert _page(store, _ALL).count == 0
        with store.reading() as work:
            assert work.error_reader.detail(error.id) is None
            assert work.error_reader.detail(uuid4()) is None

    def test_the_count_stops_at_ten_thousand(self, store: Store) -> None:
        for _ in range(11):
            _add(store, *(an_error() for _ in range(910)))

        for wanted in (_ALL, ErrorFilter(services=("java",)), ErrorFilter(environments=("production",))):
            page = _page(store, wanted, limit=1)

            assert (page.count, page.count_capped) == (10_000, True)

    def test_a_million_that_wait_are_shown_as_they_count(self, store: Store) -> None:
        """More episodes wait than are looked for one by one."""
        ends = [an_episode(closed_at=NOON, closed_as=EpisodeEnd.RESOLVED, carried=False) for _ in range(70)]
        with store.writing() as work:
            work.episodes.add(ends)
            work.errors.add(an_error(episode_id=episode.id, pattern_id=episode.pattern_id) for episode in ends)
            work.commit()

        assert len(_found(store, ErrorFilter(statuses=(ErrorStatus.RESOLVED,)))) == 70
        assert _found(store, ErrorFilter(statuses=(ErrorStatus.OPEN,))) == set()

    def test_a_detail_has_everything_around_the_error(self, store: Store) -> None:
        owner, pattern = a_developer(), a_pattern()
        episode = an_episode(owner_id=owner.id, pattern_id=pattern.id)
        error = an_error(
            episode_id=episode.id, pattern_id=pattern.id, assigned_to=owner.id, status=ErrorStatus.ASSIGNED
        )
        entries = [an_entry(episode.id), an_entry(error.id, at=NOON + _HOUR), an_entry(episode.id, at=NOON + 2 * _HOUR)]
        with store.writing() as work:
            work.patterns.lock({pattern.id: pattern})
            work.developers.add(owner)
            work.episodes.add([episode])
            work.errors.add([error])
            work.history.add(entries[::-1])

            detail = work.error_reader.detail(error.id)

        assert detail is not None
        assert (detail.error, detail.pattern, detail.episode) == (error, pattern, episode)
        assert detail.owner_name == owner.name
        assert detail.history == entries

    def test_a_detail_without_episode(self, store: Store) -> None:
        pattern = a_pattern()
        error = an_error(pattern_id=pattern.id, status=ErrorStatus.IGNORED)
        with store.writing() as work:
            work.patterns.lock({pattern.id: pattern})
            work.errors.add([error])

            detail = work.error_reader.detail(error.id)

        assert detail is not None
        assert (detail.error, detail.episode, detail.owner_name, detail.history) == (error, None, None, [])


def _page(store: Store, wanted: ErrorFilter, *, limit: int = 100, **where: Any) -> ErrorPage:
    with store.reading() as work:
        return work.error_reader.page(wanted, limit=limit, **where)


def _walked(
    work: UnitOfWork, wanted: ErrorFilter, ordering: ErrorOrdering, limit: int, back_from: ErrorPage | None = None
) -> list[ErrorPage]:
    """All pages from the first on, or from this last one back to the first."""
    read = partial(work.error_reader.page, wanted, ordering=ordering, limit=limit)
    if back_from is None:
        pages = [read()]
        while pages[-1].next is not None:
            pages.append(read(after=pages[-1].next))
        return pages
    pages = [back_from]
    while pages[-1].previous is not None:
        pages.append(read(before=pages[-1].previous))
    return pages


def _found(store: Store, wanted: ErrorFilter) -> set[UUID]:
    page = _page(store, wanted)
    assert page.count == len(page.errors)
    return {error.id for error in page.errors}


def _add(store: Store, *errors: ErrorLog) -> Sequence[ErrorLog]:
    with store.writing() as work:
        work.errors.add(errors)
        work.commit()
    return errors


def _erase(store: Store, error: ErrorLog) -> None:
    with store.writing() as work:
        work.errors.save(replace(error, deleted_at=NOON))
        work.commit()


def _by_id(error: ErrorLog) -> UUID:
    return error.id
