"""What every unit of work promises, whatever it stores."""

import traceback
from datetime import timedelta

import pytest

from application.ports.store_errors import DataRefused
from application.ports.unit_of_work import Store
from domain.statistics import Period, tally
from tests.support.builders import an_error


class UnitOfWorkContract:
    """For `Store` and `UnitOfWork`."""

    def test_what_is_committed_stays(self, store: Store) -> None:
        error = an_error()
        with store.writing() as work:
            work.errors.add([error])
            work.commit()

        with store.reading() as work:
            assert work.errors.get(error.id) == error

    def test_what_is_not_committed_never_was(self, store: Store) -> None:
        error = an_error()
        with store.writing() as work:
            work.errors.add([error])

        with store.reading() as work:
            assert work.errors.get(error.id) is None

    def test_an_exception_undoes_everything(self, store: Store) -> None:
        error = an_error()

        def add_and_fail() -> None:
            with store.writing() as work:
                work.errors.add([error])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            add_and_fail()

        with store.reading() as work:
            assert work.errors.get(error.id) is None

    def test_a_unit_of_work_sees_what_it_wrote(self, store: Store) -> None:
        error = an_error()

        with store.writing() as work:
            work.errors.add([error])

            assert work.errors.get(error.id) == error

    def test_a_refusal_leaves_the_store_well(self, store: Store) -> None:
        error = an_error()
        for _ in range(3):
            with pytest.raises(DataRefused), store.writing() as work:
                work.errors.add([error, error])

        with store.writing() as work:
            work.errors.add([error])
            work.commit()

    def test_a_refusal_can_be_caught_where_it_happens(self, store: Store) -> None:
        error = an_error()

        with store.writing() as work, pytest.raises(DataRefused):
            work.errors.add([error, error])

    def test_a_refusal_tells_no_values(self, store: Store) -> None:
        secret = an_error(message="swordfish")

        with pytest.raises(DataRefused) as refused, store.writing() as work:
            work.errors.add([secret, secret])

        shown = "".join(traceback.format_exception(refused.value))
        assert "swordfish" not in shown
        assert str(secret.id) not in shown
        assert "INSERT" not in shown

    def test_what_no_text_can_hold_is_refused(self, store: Store) -> None:
        with pytest.raises(DataRefused), store.writing() as work:
            work.errors.add([an_error(message="a lone \ud800 surrogate")])

    def test_what_is_gathered_is_there_afterwards(self, store: Store) -> None:
        errors = [an_error(), an_error()]

        with store.writing() as work:
            with work.gathering():
                work.errors.add(errors)
                work.counters.add(tally(errors))
            assert work.errors.known([error.id for error in errors]) == {error.id for error in errors}
            assert work.counters.total(Period.DAY, since=Period.DAY.start(errors[0].received_at)) == 2

    def test_nothing_gathered_leaves_nothing_to_do(self, store: Store) -> None:
        with store.writing() as work:
            with work.gathering():
                pass
            work.commit()

    def test_a_refusal_of_what_was_gathered_leaves_the_store_well(self, store: Store) -> None:
        error = an_error()
        with pytest.raises(DataRefused) as refused, store.writing() as work, work.gathering():
            work.errors.add([error, error])

        assert str(error.id) not in "".join(traceback.format_exception(refused.value))
        with store.writing() as work:
            work.errors.add([error])
            work.commit()

    def test_an_exception_while_gathering_undoes_everything(self, store: Store) -> None:
        error = an_error()

        def gather_and_fail() -> None:
            with store.writing() as work, work.gathering():
                work.errors.add([error])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            gather_and_fail()

        with store.writing() as work:
            assert work.errors.get(error.id) is None
            work.errors.add([error])

            assert work.errors.get(error.id) == error

    def test_the_clock_is_in_utc_and_moves_forward(self, store: Store) -> None:
        with store.writing() as work:
            first, second = work.now(), work.now()

        assert first.utcoffset() == timedelta()
        assert first <= second
