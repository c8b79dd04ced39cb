"""What every `PatternRepository` promises."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from hypothesis import given

from application.ports.unit_of_work import Store
from domain.error_pattern import ErrorPattern, PatternStatus
from domain.severity import Severity
from tests.contracts.one_store import on_one_store
from tests.support.builders import a_pattern
from tests.support.strategies import NOON
from tests.support.strategies_records import patterns


class PatternRepositoryContract:
    """For patterns and aliases."""

    def test_a_new_fingerprint_founds_its_pattern(self, store: Store) -> None:
        pattern = a_pattern()
        with store.writing() as work:
            assert work.patterns.lock({pattern.id: pattern}) == {pattern.id: pattern}
            work.commit()

        with store.reading() as work:
            assert work.patterns.get(pattern.id) == pattern

    def test_a_known_fingerprint_keeps_its_pattern(self, store: Store) -> None:
        first = a_pattern()
        _found(store, first)

        with store.writing() as work:
            later = replace(first, title="another founder", first_seen=NOON + timedelta(days=1))
            assert work.patterns.lock({first.id: later}) == {first.id: first}

    def test_known_and_new_ones_at_once(self, store: Store) -> None:
        known, new = [a_pattern() for _ in range(3)], [a_pattern() for _ in range(4)]
        _found(store, *known)
        everything = {pattern.id: pattern for pattern in known + new}

        with store.writing() as work:
            assert work.patterns.lock(everything) == everything

    def test_locking_nothing(self, store: Store) -> None:
        with store.writing() as work:
            assert work.patterns.lock({}) == {}

    def test_an_unknown_pattern_is_none(self, store: Store) -> None:
        with store.reading() as work:
            assert work.patterns.get(uuid4()) is None

    def test_a_merged_fingerprint_finds_the_other_pattern(self, store: Store) -> None:
        kept, merged = a_pattern(), a_pattern()
        _found(store, kept, merged)
        with store.writing() as work:
            work.patterns.point_alias(merged.id, kept.id)
            work.commit()

        with store.writing() as work:
            assert work.patterns.lock({merged.id: merged, kept.id: kept}) == {merged.id: kept, kept.id: kept}

    def test_all_fingerprints_of_a_pattern_go_to_another_at_once(self, store: Store) -> None:
        kept, merged, alike = a_pattern(), a_pattern(), a_pattern()
        _found(store, kept, merged, alike)
        with store.writing() as work:
            work.patterns.point_alias(alike.id, merged.id)
            work.patterns.point_aliases(merged.id, kept.id)

            assert work.patterns.lock({alike.id: alike, merged.id: merged}) == {alike.id: kept, merged.id: kept}

    def test_patterns_are_locked_by_their_ids_too(self, store: Store) -> None:
        kept = a_pattern()
        merged = a_pattern(merged_into=kept.id)
        _found(store, kept, merged)

        with store.writing() as work:
            assert work.patterns.lock_by_ids([merged.id, uuid4(), kept.id]) == {kept.id: kept, merged.id: merged}
            assert work.patterns.lock_by_ids([]) == {}

    def test_an_alias_can_stand_before_its_first_error(self, store: Store) -> None:
        kept, unseen = a_pattern(), a_pattern()
        _found(store, kept)

        with store.writing() as work:
            work.patterns.point_alias(unseen.id, kept.id)

            assert work.patterns.lock({unseen.id: unseen}) == {unseen.id: kept}
            assert work.patterns.get(unseen.id) is None

    def test_save_overwrites_what_can_change(self, store: Store) -> None:
        pattern, other = a_pattern(), a_pattern()
        _found(store, pattern, other)
        changed = replace(
            pattern,
            severity=Severity.CRITICAL,
            last_seen=NOON + timedelta(hours=1),
            last_release="2.0",
            status=PatternStatus.RESOLVED,
            occurrences=5,
            users_affected=2,
            episodes=1,
            resolved_at=NOON,
            resolved_in_release="2.1",
        )

        with store.writing() as work:
            work.patterns.save([changed])

            assert work.patterns.get(pattern.id) == changed
            assert work.patterns.get(other.id) == other

    @given(pattern=patterns)
    @on_one_store
    def test_a_pattern_comes_back_equal(self, store: Store, pattern: ErrorPattern) -> None:
        with store.writing() as work:
            assert work.patterns.lock({pattern.id: pattern}) == {pattern.id: pattern}


def _found(store: Store, *found: ErrorPattern) -> None:
    with store.writing() as work:
        work.patterns.lock({pattern.id: pattern for pattern in found})
        work.commit()
