"""What every `AuditLog` promises."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from application.check_audit_log import CheckAuditLog
from application.ports.audit_log import AuditFilter, ChainEnd
from application.ports.unit_of_work import Store
from domain.audit import GENESIS, AuditEntry
from domain.errors import RuleViolation
from tests.support.strategies import NOON


class AuditLogContract:
    """For the audit log; `tamper` is somebody with a database client."""

    def tamper(self, store: Any, sql: str) -> None:
        """Change what is stored behind everybody's back."""
        with store._engine.begin() as connection:
            connection.execute(text(sql))

    def test_an_empty_log_is_whole(self, store: Store) -> None:
        assert CheckAuditLog(store).execute() == 0
        with store.reading() as work:
            assert work.audit.end() == ChainEnd(0, None)
            assert work.audit.page(limit=5) == []

    def test_each_entry_is_chained_to_the_one_before(self, store: Store) -> None:
        _note(store, 3)

        with store.reading() as work:
            third, second, first = work.audit.page(limit=5)
            assert [entry for _, entry, _ in (first, second, third)] == [_entry(number) for number in range(3)]
            assert first[2] == _entry(0).chained(GENESIS)
            assert third[2] == _entry(2).chained(second[2])
            assert work.audit.end() == ChainEnd(third[0], third[2])

    def test_entries_of_one_commit_are_chained_too(self, store: Store) -> None:
        with store.writing() as work:
            for number in range(3):
                work.audit.note(_entry(number))
            work.commit()
        _note(store, 2)

        assert CheckAuditLog(store, batch=2).execute() == 5

    def test_what_is_not_committed_is_not_noted(self, store: Store) -> None:
        with store.writing() as work:
            work.audit.note(_entry(0))

        assert CheckAuditLog(store).execute() == 0

    def test_a_check_tells_how_far_it_is(self, store: Store) -> None:
        _note(store, 5)
        told: list[tuple[int, int]] = []

        CheckAuditLog(store, batch=2).execute(lambda read, last: told.append((read, last)))

        assert told == [(2, 5), (4, 5), (5, 5)]

    @pytest.mark.parametrize(
        ("sql", "said"),
        [
            ("UPDATE audit_log SET actor = 'eve' WHERE id = (SELECT min(id) + 1 FROM audit_log)", "entry 2 .* changed"),
            ("UPDATE audit_log SET detail = '{}' WHERE id = (SELECT max(id) FROM audit_log)", "entry 5 .* changed"),
            ("DELETE FROM audit_log WHERE id = (SELECT min(id) + 2 FROM audit_log)", "entry 3 .* changed"),
            ("DELETE FROM audit_log WHERE id = (SELECT max(id) FROM audit_log)", "lost entries after number 4"),
            ("DELETE FROM audit_log", "lost entries after number 0"),
        ],
    )
    def test_what_was_changed_removed_or_cut_off_is_found(self, store: Store, sql: str, said: str) -> None:
        _note(store, 5)
        self.tamper(store, sql)

        with pytest.raises(RuleViolation, match=said):
            CheckAuditLog(store, batch=2).execute()

    def test_a_cut_end_stays_visible_when_more_is_noted(self, store: Store) -> None:
        _note(store, 3)
        self.tamper(store, "DELETE FROM audit_log WHERE id = (SELECT max(id) FROM audit_log)")
        _note(store, 1)

        with pytest.raises(RuleViolation, match=r"entry 3 .* changed"):
            CheckAuditLog(store).execute()

    def test_pages_go_both_ways_and_are_narrowed(self, store: Store) -> None:
        _note(store, 6)
        wanted = AuditFilter(actor="anna", action="developer.update")
        with store.reading() as work:
            numbers = [number for number, _, _ in work.audit.page(limit=9)]
            assert numbers == sorted(numbers, reverse=True)
            older, newer = work.audit.page(limit=2, before=numbers[1]), work.audit.page(limit=2, after=numbers[4])
            assert ([one[0] for one in older], [one[0] for one in newer]) == (numbers[2:4], numbers[2:4])
            assert [one[0] for one in work.audit.page(wanted, limit=9)] == numbers[1::2]
            assert work.audit.page(AuditFilter(subject="nobody"), limit=9) == []
            assert (work.audit.count(wanted, at_most=9), work.audit.count(AuditFilter(), at_most=4)) == (3, 4)


def _entry(number: int) -> AuditEntry:
    """The even ones are anna's."""
    actor = "command line" if number % 2 else "anna"
    detail = {"number": number, "é": "\x00 or not", "none": None, "yes": True}
    at = NOON + timedelta(microseconds=number)
    return AuditEntry(at=at, actor=actor, action="developer.update", subject=f"subject {number}", detail=detail)


def _note(store: Store, count: int) -> None:
    for number in range(count):
        with store.writing() as work:
            work.audit.note(_entry(number))
            work.commit()
