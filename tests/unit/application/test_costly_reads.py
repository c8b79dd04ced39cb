"""Searches and trends give way."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from application.costly_reads import CostlyReads, ReadShed
from tests.support.processes import eventually


def reads(reads_at_once: int = 4, *, waiting_errors: int = 0, wait_s: float = 0.0) -> CostlyReads:
    return CostlyReads(lambda: waiting_errors, reads_at_once=reads_at_once, wait_s=wait_s)


@pytest.mark.parametrize(("reads_at_once", "admitted"), [(1, 1), (2, 1), (7, 3)])
def test_half_of_the_stores_reads_may_be_costly(reads_at_once: int, admitted: int) -> None:
    costly = reads(reads_at_once)
    with ExitStack() as running:
        for _ in range(admitted):
            running.enter_context(costly.admitted("search"))
        with pytest.raises(ReadShed), costly.admitted("trend"):
            pass

    assert costly.shed() == {"trend": 1}


def test_whoever_is_done_makes_room_also_by_failing() -> None:
    costly = reads()
    for _ in range(100):
        with pytest.raises(ZeroDivisionError), costly.admitted("search"):
            1 / 0  # noqa: B018

    assert costly.shed() == {}


def test_who_waits_gets_a_turn_and_who_finds_no_place_to_wait_is_turned_away_at_once() -> None:
    costly, turns = reads(2, wait_s=60.0), []

    def wait() -> None:
        with costly.admitted("waiting"):
            turns.append("turn")

    with ThreadPoolExecutor(20) as threads:
        with costly.admitted("running"):
            waiting = [threads.submit(wait) for _ in range(20)]
            eventually(lambda: costly.shed() == {"waiting": 16})
        results = [one.exception() for one in waiting]

    assert (len(turns), sum(isinstance(result, ReadShed) for result in results)) == (4, 16)


def test_none_begins_while_errors_queue_up() -> None:
    with pytest.raises(ReadShed, match="being stored") as refusal, reads(waiting_errors=1_000).admitted("search"):
        pass

    assert refusal.value.retry_after_s == 10
