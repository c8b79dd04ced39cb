"""What every `HistoryRepository` promises."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given

from application.ports.unit_of_work import Store
from domain.history import HistoryEntry
from tests.contracts.one_store import on_one_store
from tests.support.builders import an_entry
from tests.support.strategies import NOON
from tests.support.strategies_records import history_entries

_SECOND = timedelta(seconds=1)


class HistoryRepositoryContract:
    """For histories."""

    def test_the_oldest_entry_stands_first(self, store: Store) -> None:
        subject_id, second = uuid4(), timedelta(seconds=1)
        entries = [an_entry(subject_id, at=NOON + second * n, action=f"step {n}") for n in (2, 0, 1)]
        with store.writing() as work:
            work.history.add(entries)
            work.history.add([an_entry(uuid4())])
            work.history.add([])

            assert work.history.of(subject_id) == [entries[1], entries[2], entries[0]]

    def test_entries_of_one_moment_keep_their_order(self, store: Store) -> None:
        subject_id = uuid4()
        entries = [an_entry(subject_id, action=f"step {n}") for n in range(40)]
        with store.writing() as work:
            for entry in entries[:5]:
                work.history.add([entry])
            work.history.add(entries[5:])

            assert work.history.of(subject_id) == entries

    @pytest.mark.parametrize(
        ("wanted", "number"),
        [
            ({}, 4),
            ({"until": NOON + 2 * _SECOND}, 3),
            ({"until": NOON}, 0),
            ({"until": NOON - _SECOND}, None),
            ({"reason": "emptied"}, 2),
            ({"after": "Lea"}, 1),
            ({"reason": "emptied", "after": "Lea"}, None),
        ],
    )
    def test_the_newest_entry_of_an_action(self, store: Store, wanted: dict[str, Any], number: int | None) -> None:
        subject_id, said = uuid4(), ({}, {"after": "Lea"}, {"reason": "emptied"}, {}, {})
        seconds = (0, 1, 2, 2, 3)
        resolved = [
            an_entry(subject_id, action="resolved", at=NOON + n * _SECOND, actor=f"{number}", **each)
            for number, (n, each) in enumerate(zip(seconds, said, strict=True))
        ]
        later = NOON + 9 * _SECOND
        with store.writing() as work:
            work.history.add([an_entry(subject_id, action="reopened", at=later), *resolved])
            work.history.add([an_entry(uuid4(), action="resolved", at=later)])

            expected = None if number is None else resolved[number]
            assert work.history.latest(subject_id, "resolved", **wanted) == expected

    @given(entry=history_entries)
    @on_one_store
    def test_an_entry_comes_back_equal(self, store: Store, entry: HistoryEntry) -> None:
        entry = replace(entry, subject_id=uuid4())
        with store.writing() as work:
            work.history.add([entry])

            assert work.history.of(entry.subject_id) == [entry]
