"""What every `ErrorReader` promises."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.ports.error_reader import ErrorFilter, ErrorPage
from application.ports.unit_of_work import Store
from domain.episode import Episode
from domain.error_log import ErrorLog, ErrorStatus
from domain.severity import Severity
from tests.contracts.one_store import on_one_store
from tests.support.builders import a_developer, a_pattern, an_entry, an_episode, an_error
from tests.support.strategies import NOON

_HOUR = timedelta(hours=1)
_ALL = ErrorFilter()


class ErrorReaderContract:
    """For lists and details."""

    def test_an_empty_store_has_one_empty_page(self, store: Store) -> None:
        assert _page(store, _ALL) == ErrorPage(errors=[], older_than=None, newer_than=None, count=0, count_capped=False)

    @given(count=st.integers(0, 12), limit=st.integers(1, 5))
    @on_one_store
    def test_pages_walk_through_everything_and_back(self, store: Store, count: int, limit: int) -> None:
        # A service of its own stands in for an empty store.
        only = ErrorFilter(services=(uuid4().hex,))
        stored = _add(store, *(an_error(id=UUID(int=_next_id()), service=only.services[0]) for _ in range(count)))
        there: list[ErrorPage] = [_page(store, only, limit=limit)]
        while there[-1].older_than is not None:
            there.append(_page(store, only, limit=limit, older_than=there[-1].older_than))
        back = [there[-1]]
        while back[-1].newer_than is not None:
            back.append(_page(store, only, limit=limit, newer_than=back[-1].newer_than))

        assert [error for page in there for error in page.errors] == list(stored)[::-1]
        assert [page.errors for page in back] == [page.errors for page in there[::-1]]
        assert {page.count for page in there + back} == {count}

    @pytest.mark.parametrize(
        "wanted",
        [
            ErrorFilter(services=("java",)),
            ErrorFilter(services=("java", "react"), severities=("high",)),
            ErrorFilter(severities=("high", "low")),
            ErrorFilter(environments=("staging",)),
            ErrorFilter(error_types=("TypeError",)),
            ErrorFilter(since=NOON + _HOUR),
            ErrorFilter(until=NOON + _HOUR),
            ErrorFilter(since=NOON + _HOUR, until=NOON + 2 * _HOUR, services=("java",)),
        ],
    )
    def test_filters_narrow(self, store: Store, wanted: ErrorFilter) -> None:
        stored = _add(
            store,
            *(
                an_error(service=service, severity=severity, environment=environment, error_type=kind, at=at)
                for service in ("java", "react", "php")
                for severity in (Severity.HIGH, Severity.LOW, Severity.INFO)
                for environment, kind, at in (
                    ("production", "TypeError", NOON),
                    ("staging", "ValueError", NOON + _HOUR),
                    ("production", "ValueError", NOON + 2 * _HOUR),
                )
            ),
        )
        expected = {error.id for error in stored if _matches(error, wanted)}

        page = _page(store, wanted, limit=100)

        assert {error.id for error in page.errors} == expected
        assert 0 < page.count == len(expected) < len(stored)

    def test_a_pattern_is_a_filter(self, store: Store) -> None:
        _, second, _ = _add(store, an_error(), an_error(), an_error())

        assert _page(store, ErrorFilter(pattern_id=second.pattern_id)).errors == [second]

    def test_deleted_errors_do_not_exist(self, store: Store) -> None:
        [error] = _add(store, an_error(deleted_at=NOON))

        assert _page(store, _ALL).count == 0
        with store.reading() as work:
            assert work.error_reader.detail(error.id) is None
            assert work.error_reader.detail(uuid4()) is None

    def test_the_count_stops_at_ten_thousand(self, store: Store) -> None:
        for _ in range(11):
            _add(store, *(an_error() for _ in range(910)))

        page = _page(store, _ALL, limit=1)

        assert (page.count, page.count_capped) == (10_000, True)

    def test_a_closed_episode_resolves_its_errors_before_they_are_carried(self, store: Store) -> None:
        episode = an_episode(closed_at=NOON + _HOUR, owner_id=uuid4())
        [error] = _add_to(store, episode)

        [shown] = _page(store, _ALL).errors

        assert shown == replace(error, status=ErrorStatus.RESOLVED, resolved_at=NOON + _HOUR)

    def test_an_owned_episode_assigns_its_errors_before_they_are_carried(self, store: Store) -> None:
        episode = an_episode(owner_id=uuid4(), carried=False)
        [error] = _add_to(store, episode)

        [shown] = _page(store, _ALL).errors

        assert shown == replace(error, status=ErrorStatus.ASSIGNED, assigned_to=episode.owner_id)

    def test_statuses_and_owners_are_found_as_they_are_shown(self, store: Store) -> None:
        ada, bob = uuid4(), uuid4()
        [closed] = _add_to(store, an_episode(closed_at=NOON + _HOUR, owner_id=ada))
        [owned] = _add_to(store, an_episode(owner_id=ada, carried=False))
        [carried] = _add(store, an_error(status=ErrorStatus.ASSIGNED, assigned_to=bob))

        assert _found(store, ErrorFilter(statuses=("resolved",))) == {closed.id}
        assert _found(store, ErrorFilter(statuses=("assigned",))) == {owned.id, carried.id}
        assert _found(store, ErrorFilter(statuses=("open", "ignored"))) == set()
        assert _found(store, ErrorFilter(owners=(ada,))) == {owned.id}
        assert _found(store, ErrorFilter(owners=(ada, bob), statuses=("assigned",))) == {owned.id, carried.id}

    def test_what_no_index_leads_to_is_found_too(self, store: Store) -> None:
        error = an_error()
        told = replace(error.report, endpoint="/cart", user_id="u1", release="1.0")
        [found, _] = _add(store, replace(error, report=told), an_error())

        for wanted in (
            ErrorFilter(endpoints=("/cart", "/")),
            ErrorFilter(user_ids=("u1",)),
            ErrorFilter(releases=("1.0",)),
        ):
            assert _found(store, wanted) == {found.id}

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


_ids = iter(range(1, 2**63))


def _next_id() -> int:
    return next(_ids)


def _page(store: Store, wanted: ErrorFilter, *, limit: int = 50, **around: UUID | None) -> ErrorPage:
    with store.reading() as work:
        return work.error_reader.page(wanted, limit=limit, **around)


def _found(store: Store, wanted: ErrorFilter) -> set[UUID]:
    page = _page(store, wanted)
    assert page.count == len(page.errors)
    return {error.id for error in page.errors}


def _add(store: Store, *errors: ErrorLog) -> Sequence[ErrorLog]:
    with store.writing() as work:
        work.errors.add(errors)
        work.commit()
    return errors


def _add_to(store: Store, episode: Episode) -> Sequence[ErrorLog]:
    with store.writing() as work:
        work.episodes.add([episode])
        work.commit()
    return _add(store, an_error(episode_id=episode.id))


def _matches(error: ErrorLog, wanted: ErrorFilter) -> bool:
    report = error.report
    return (
        (not wanted.services or report.service in wanted.services)
        and (not wanted.severities or report.severity in wanted.severities)
        and (not wanted.environments or report.environment in wanted.environments)
        and (not wanted.error_types or report.error_type in wanted.error_types)
        and (wanted.since is None or error.received_at >= wanted.since)
        and (wanted.until is None or error.received_at < wanted.until)
    )
