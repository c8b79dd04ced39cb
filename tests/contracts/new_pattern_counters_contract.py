"""What every `NewPatternCounters` promises."""

from datetime import timedelta

from application.ports.new_pattern_counters import ServiceHour
from application.ports.unit_of_work import Store
from domain.pattern_flood import NewPatterns
from tests.support.strategies import NOON

_JAVA, _NEXT = ServiceHour("java", NOON), ServiceHour("java", NOON + timedelta(hours=1))
_PHP = ServiceHour("php", NOON)


class NewPatternCountersContract:
    """For counts of new patterns."""

    def test_an_hour_that_nothing_is_known_of_had_none(self, store: Store) -> None:
        with store.writing() as work:
            assert work.new_patterns.lock([_PHP, _JAVA, _PHP]) == {_JAVA: NewPatterns(), _PHP: NewPatterns()}

    def test_what_is_saved_is_found_by_whoever_locks_next(self, store: Store) -> None:
        counts = {_PHP: NewPatterns(trusted=3), _JAVA: NewPatterns(trusted=1, untrusted=2)}
        with store.writing() as work:
            work.new_patterns.lock(counts)
            work.new_patterns.save(counts)
            work.commit(announce=False)

        with store.writing() as work:
            assert work.new_patterns.lock([_JAVA, _NEXT, _PHP]) == {**counts, _NEXT: NewPatterns()}

    def test_no_hour_is_nothing(self, store: Store) -> None:
        with store.writing() as work:
            assert work.new_patterns.lock([]) == {}
            work.new_patterns.save({})
