"""What was turned away is counted, and costs no request anything."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from adapters.outbound.memory.clock import MemoryClock
from application.intake_tally import IntakeTally
from application.ports.intake_repository import IntakeTotal
from application.ports.store_errors import StoreUnavailable
from application.ports.unit_of_work import Store, UnitOfWork
from application.show_intake import ShowIntake, ShowIntakeQuery
from domain.errors import RuleViolation
from tests.support.strategies import NOON

_HOUR = timedelta(hours=1)


@dataclass
class Outage:
    """A store that can be away, and counts how often it was written to."""

    behind: Store
    away: bool = False
    asked: int = 0

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """As the store behind, or not at all."""
        self.asked += 1
        if self.away:
            raise StoreUnavailable("away")
        with self.behind.writing() as work:
            yield work

    def reading(self) -> object:
        """As the store behind."""
        return self.behind.reading()


@pytest.fixture
def outage(store: Store) -> Outage:
    """A store that knows two services."""
    with store.writing() as work:
        work.services.note_services(["java", "react"], at=NOON)
        work.commit()
    return Outage(store)


@pytest.fixture
def clock() -> MemoryClock:
    """Stands at noon."""
    return MemoryClock(NOON)


@pytest.fixture
def tally(outage: Outage, clock: MemoryClock) -> IntakeTally:
    """One that has counted nothing."""
    return IntakeTally(outage, clock)  # type: ignore[arg-type]


def counted(store: Store | Outage) -> Mapping[tuple[str, str], int]:
    with store.reading() as work:  # type: ignore[attr-defined]
        totals = work.intake_counters.totals(NOON - _HOUR)
    return {(one.service, one.reason): one.count for one in totals}


def test_it_is_written_by_whichever_request_comes_and_not_by_each(
    tally: IntakeTally, outage: Outage, clock: MemoryClock
) -> None:
    for _ in range(3):
        tally.note("cut", "java")
        tally.write_sometimes()
    assert (outage.asked, counted(outage)) == (1, {("java", "cut"): 1})

    clock.move(timedelta(seconds=10))
    tally.write_sometimes()

    assert (outage.asked, counted(outage)) == (2, {("java", "cut"): 3})


def test_nothing_is_asked_of_the_store_while_there_is_nothing(tally: IntakeTally, outage: Outage) -> None:
    tally.write_sometimes()
    tally.write()

    assert outage.asked == 0


def test_it_counts_in_the_hour_that_it_happened_in(
    tally: IntakeTally, store: Store, outage: Outage, clock: MemoryClock
) -> None:
    tally.note("rate_limited", "java", 500)
    clock.move(3 * _HOUR)
    tally.write()

    with store.reading() as work:
        assert work.intake_counters.totals(NOON) == [IntakeTotal("java", "rate_limited", 500, NOON)]


@pytest.mark.parametrize("name", ["nobody", "", "x" * 101, "nul\0", "\ud800", "java\n"])
def test_names_that_nobody_knows_are_nobodys(tally: IntakeTally, outage: Outage, name: str) -> None:
    tally.note("too_large", name)
    tally.note("too_large", "java")

    tally.write()

    assert counted(outage) == {("", "too_large"): 1, ("java", "too_large"): 1}


def test_strangers_cannot_fill_the_memory_with_names(tally: IntakeTally, outage: Outage) -> None:
    for number in range(1_000):
        tally.note("key_wanted", f"service {number}")
    tally.note("key_wanted", "java")

    assert len(tally._counts) <= 201
    tally.write()
    assert counted(outage) == {("", "key_wanted"): 1_001}


def test_a_store_that_is_away_fails_no_request_and_loses_nothing(
    tally: IntakeTally, outage: Outage, clock: MemoryClock
) -> None:
    outage.away = True
    tally.note("unavailable", "java")
    tally.write_sometimes()
    tally.note("unavailable", "java")
    tally.write_sometimes()
    assert outage.asked == 1
    with pytest.raises(StoreUnavailable):
        tally.write()

    outage.away = False
    clock.move(timedelta(seconds=10))
    tally.write_sometimes()

    assert counted(outage) == {("java", "unavailable"): 2}


def test_who_looks_sees_what_this_process_has_not_written_yet(
    tally: IntakeTally, outage: Outage, clock: MemoryClock
) -> None:
    for reason, service in (("cut", "java"), ("cut", "react"), ("too_large", "")):
        tally.note(reason, service)

    intake = ShowIntake(outage, tally, clock).execute(ShowIntakeQuery())  # type: ignore[arg-type]

    assert [(one.service, one.reason) for one in intake.results] == [
        ("", "too_large"),
        ("java", "cut"),
        ("react", "cut"),
    ]
    assert intake.totals == {"cut": 2, "too_large": 1}


@pytest.mark.parametrize("days", [0, 91])
def test_no_more_than_ninety_days(tally: IntakeTally, store: Store, clock: MemoryClock, days: int) -> None:
    with pytest.raises(RuleViolation):
        ShowIntake(store, tally, clock).execute(ShowIntakeQuery(days=days))
