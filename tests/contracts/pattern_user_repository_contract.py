"""What every `PatternUserRepository` promises."""

from uuid import uuid4

from application.ports.unit_of_work import Store
from tests.support.builders import a_pattern


class PatternUserRepositoryContract:
    """For users affected."""

    def test_each_user_is_new_to_a_pattern_once(self, store: Store) -> None:
        first, second = uuid4(), uuid4()
        with store.writing() as work:
            assert work.pattern_users.add([(first, b"ada"), (first, b"bob"), (second, b"ada")]) == {first: 2, second: 1}
            work.commit()

        with store.writing() as work:
            assert work.pattern_users.add([(first, b"ada"), (first, b"eve"), (second, b"ada")]) == {first: 1}

    def test_one_user_alone(self, store: Store) -> None:
        pattern_id = uuid4()
        with store.writing() as work:
            assert work.pattern_users.add([(pattern_id, b"ada")]) == {pattern_id: 1}
            assert work.pattern_users.add([(pattern_id, b"ada")]) == {}

    def test_a_user_named_twice_is_one(self, store: Store) -> None:
        pattern_id = uuid4()
        with store.writing() as work:
            assert work.pattern_users.add([(pattern_id, b"ada"), (pattern_id, b"ada")]) == {pattern_id: 1}

    def test_whom_a_merged_pattern_met_is_known_to_the_one_that_stands_for_it(self, store: Store) -> None:
        kept = a_pattern()
        member = a_pattern(merged_into=kept.id)
        with store.writing() as work:
            work.patterns.lock({each.id: each for each in (kept, member)})
            work.pattern_users.add([(kept.id, b"ada"), (member.id, b"ada"), (member.id, b"bob")])

            assert work.pattern_users.count([kept.id, member.id]) == 2
            assert work.pattern_users.add([(kept.id, b"bob"), (kept.id, b"eve")]) == {kept.id: 1}
            assert work.pattern_users.count([kept.id, member.id]) == 3
            assert (work.pattern_users.count([member.id]), work.pattern_users.count([uuid4()])) == (2, 0)

    def test_nobody(self, store: Store) -> None:
        with store.writing() as work:
            assert work.pattern_users.add([]) == {}

    def test_a_crowd(self, store: Store) -> None:
        pattern_id = uuid4()
        crowd = [(pattern_id, number.to_bytes(32)) for number in range(2500)]
        with store.writing() as work:
            assert work.pattern_users.add(crowd) == {pattern_id: 2500}
            assert work.pattern_users.add(crowd) == {}
