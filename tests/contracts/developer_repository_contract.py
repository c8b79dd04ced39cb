"""What every `DeveloperRepository` promises."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given

from application.ports.store_errors import DataRefused
from application.ports.unit_of_work import Store
from domain.assignment import Candidate
from domain.developer import Developer
from domain.severity import Severity
from tests.contracts.one_store import on_one_store
from tests.support.builders import a_developer, an_episode
from tests.support.strategies import NOON
from tests.support.strategies_records import developer_records


class DeveloperRepositoryContract:
    """For developers and candidates."""

    def test_all_by_name(self, store: Store) -> None:
        people = {name: a_developer(name) for name in ("Émile", "bob", "Zoë", "Ada")}
        _add(store, *people.values())

        with store.reading() as work:
            assert [each.name for each in work.developers.all()] == ["Ada", "Zoë", "bob", "Émile"]
            assert work.developers.get(people["bob"].id) == people["bob"]
            assert work.developers.get(uuid4()) is None

    def test_an_address_belongs_to_one(self, store: Store) -> None:
        _add(store, a_developer("Ada"))

        with pytest.raises(DataRefused):
            _add(store, a_developer("Ada"))

    def test_any_number_have_no_address(self, store: Store) -> None:
        _add(store, a_developer("Ada", email=None), a_developer("Bob", email=None))

    def test_save_overwrites(self, store: Store) -> None:
        developer, other = a_developer("Ada"), a_developer("Bob")
        _add(store, developer, other)
        changed = replace(
            developer,
            name="Ada L.",
            email=None,
            services=frozenset({"java"}),
            min_severity=Severity.HIGH,
            active=False,
            on_call=True,
            last_assigned_at=NOON,
        )
        with store.writing() as work:
            work.developers.save(changed)

            assert work.developers.get(developer.id) == changed
            assert work.developers.get(other.id) == other

    def test_candidates_are_the_active_with_their_open_episodes(self, store: Store) -> None:
        busy, free, away = a_developer("Ada"), a_developer("Bob"), a_developer("Eve", active=False)
        _add(store, busy, free, away)
        with store.writing() as work:
            work.episodes.add([an_episode(owner_id=busy.id), an_episode(owner_id=busy.id), an_episode()])
            work.episodes.add([an_episode(owner_id=free.id, closed_at=NOON), an_episode(owner_id=away.id)])

            candidates = work.developers.lock_candidates()

        expected = [Candidate(busy, 2), Candidate(free, 0)]
        assert candidates == sorted(expected, key=lambda candidate: candidate.developer.id)

    def test_nobody_is_a_candidate(self, store: Store) -> None:
        with store.writing() as work:
            assert work.developers.lock_candidates() == []

    @given(developer=developer_records)
    @on_one_store
    def test_a_developer_comes_back_equal(self, store: Store, developer: Developer) -> None:
        with store.writing() as work:
            work.developers.add(developer)

            assert work.developers.get(developer.id) == developer


def _add(store: Store, *developers: Developer) -> None:
    with store.writing() as work:
        for developer in developers:
            work.developers.add(developer)
        work.commit()
