"""An hour brings only so many new patterns, and no error is lost for that."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from adapters.outbound.system.ids import SystemIds
from application.commit_batch import CommitBatch
from application.ingest_receipts import Receipt
from application.ports.unit_of_work import Store
from domain.error_log import PreparedError
from domain.error_pattern import ErrorPattern
from domain.pattern_flood import OVERFLOW, FloodLimits, NewPatterns
from domain.retention import RetentionPolicy
from domain.statistics import Period
from tests.support.errors import a_prepared_error
from tests.support.schema import lay_out
from tests.support.strategies import NOON

LIMITS = FloodLimits(in_all=5, untrusted=2)
_numbers = count()


def committing(store: Store) -> CommitBatch:
    return CommitBatch(store, SystemIds(), RetentionPolicy(), floods=LIMITS)


def new(number: int, *, trusted: bool = True) -> list[PreparedError]:
    """Errors of as many new patterns."""
    return [replace(a_prepared_error(pattern=f"new {next(_numbers)}"), trusted=trusted) for _ in range(number)]


def pattern_of(store: Store, receipt: Receipt) -> ErrorPattern:
    assert receipt.pattern_id is not None
    with store.reading() as work:
        pattern = work.patterns.get(receipt.pattern_id)
    assert pattern is not None
    return pattern


def test_what_is_too_much_joins_the_overflow_pattern_and_is_counted(store: Store) -> None:
    errors = new(8)

    receipts = committing(store).execute(errors).receipts

    patterns = [pattern_of(store, receipts[error.id]) for error in errors]
    assert len({pattern.id for pattern in patterns}) == 6
    overflow = patterns[-1]
    assert (overflow.error_type, overflow.rules, overflow.occurrences) == ("PatternOverflow", "overflow", 3)
    assert "no patterns of their own" in overflow.title
    with store.reading() as work:
        [counted] = work.decision_counters.of(overflow.id, Period.HOUR.start(NOON))
    assert (counted.reason, counted.count) == (OVERFLOW, 3)


def test_what_is_known_is_never_too_much(store: Store) -> None:
    known = new(5)
    commit = committing(store)
    commit.execute(known)
    again = [replace(a_prepared_error(), fingerprint=error.fingerprint) for error in known]

    receipts = commit.execute([*again, *new(1)]).receipts

    assert {receipts[error.id].pattern_id for error in again} == {error.fingerprint.id for error in known}


def test_the_next_hour_has_room_again_and_an_error_that_overflowed_gets_its_pattern_then(store: Store) -> None:
    errors, commit = new(6), committing(store)
    commit.execute(errors)
    later = replace(a_prepared_error(at=NOON + timedelta(hours=1)), fingerprint=errors[-1].fingerprint)

    receipt = commit.execute([later]).receipts[later.id]

    assert receipt.pattern_id == errors[-1].fingerprint.id


def test_strangers_have_a_part_of_it_and_leave_the_rest_to_trusted_senders(store: Store) -> None:
    strange, own, commit = new(4, trusted=False), new(4), committing(store)

    first, second = commit.execute(strange).receipts, commit.execute(own).receipts

    assert [pattern_of(store, first[error.id]).rules == "overflow" for error in strange] == [False] * 2 + [True] * 2
    assert [pattern_of(store, second[error.id]).rules == "overflow" for error in own] == [False] * 3 + [True]


def test_a_flood_of_one_service_is_none_of_another(store: Store) -> None:
    other = a_prepared_error(pattern="php")
    other = replace(other, report=replace(other.report, service="php"))

    receipts = committing(store).execute([*new(9), other]).receipts

    assert receipts[other.id].pattern_id == other.fingerprint.id


@settings(max_examples=25)
@given(st.lists(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=8), max_size=6))
def test_whatever_comes_the_limits_hold_and_every_error_is_stored(
    batches: Sequence[Sequence[tuple[int, bool]]],
) -> None:
    engine = make_engine("sqlite://")
    lay_out(engine)
    store = SqlStore(engine)
    commit = committing(store)
    receipts: dict[object, Receipt] = {}
    for batch in batches:
        errors = [replace(a_prepared_error(pattern=str(number)), trusted=trusted) for number, trusted in batch]
        receipts |= commit.execute(errors).receipts

    patterns = {receipt.pattern_id: pattern_of(store, receipt) for receipt in receipts.values()}
    ordinary = [pattern for pattern in patterns.values() if pattern.rules != "overflow"]
    assert len(ordinary) <= LIMITS.in_all
    assert sum(pattern.occurrences for pattern in patterns.values()) == sum(map(len, batches))
    assert all(pattern.occurrences for pattern in patterns.values())
    engine.dispose()


@given(st.integers(0, 10), st.integers(0, 10))
def test_there_is_never_less_than_no_room(trusted: int, untrusted: int) -> None:
    founded = NewPatterns(trusted=trusted, untrusted=untrusted)

    assert 0 <= LIMITS.room(founded, trusted=False) <= LIMITS.room(founded, trusted=True) <= LIMITS.in_all
