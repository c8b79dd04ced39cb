"""Merging patterns, and taking them apart again."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.outbound.memory.wake_ups import MemoryWakeUps
from adapters.outbound.system.ids import SystemIds
from application.acts import Act, Scope
from application.ignore_error import IgnoreErrorCommand
from application.merge_patterns import MergePatterns, MergePatternsCommand
from application.ports.unit_of_work import Store
from application.resolve_error import ResolveErrorCommand
from application.unmerge_pattern import UnmergePattern, UnmergePatternCommand
from bootstrap.error_actions import make_error_actions
from domain.alerting import AlertingPolicy
from domain.episode import EpisodeEnd
from domain.error_pattern import ErrorPattern, PatternStatus
from domain.errors import Conflict, NotFound, RuleViolation, StaleVersion
from domain.retention import RetentionPolicy
from domain.severity import Severity
from tests.support.merge_world import NAMES, MergeWorld
from tests.support.strategies import NOON

names = st.sampled_from(NAMES)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("report"), names, st.sampled_from(Severity), st.sampled_from([None, "7", "8", "9"])),
        st.tuples(st.just("merge"), names, names),
        st.tuples(st.just("unmerge"), names),
        st.tuples(st.just("resolve"), names),
        st.tuples(st.just("carry")),
    ),
    max_size=15,
)


@pytest.fixture
def world(store: Store) -> MergeWorld:
    return MergeWorld(store)


def pattern(world: MergeWorld, name: str) -> ErrorPattern:
    with world.store.reading() as work:
        found = work.patterns.get(world.ids[name])
    assert found is not None
    return found


def report(world: MergeWorld, *names: str, **said: object) -> None:
    world.report([world.error(name, **said) for name in names])


@given(script=steps)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_equal_a_recount_after_any_sequence(store: Store, script: list[tuple[str, ...]]) -> None:
    world = MergeWorld(store)
    minutes = iter(range(1000))
    for act, *rest in script:
        if act == "report":
            name, severity, user = rest
            report(world, name, severity=severity, user_id=user, at=NOON + timedelta(minutes=next(minutes)))
        else:
            partial(getattr(world, act), *rest)()
    world.carry_all()

    world.check()


def test_users_are_counted_once_and_told_apart_again(world: MergeWorld) -> None:
    for name, user in (("a", "1"), ("a", "2"), ("b", "2"), ("b", "3")):
        report(world, name, user_id=user)

    world.merge("b", "a")
    assert pattern(world, "a").users_affected == 3
    report(world, "b", user_id="3")
    assert pattern(world, "a").users_affected == 3
    world.unmerge("b")

    assert (pattern(world, "a").users_affected, pattern(world, "b").users_affected) == (3, 2)


def test_what_arrives_belongs_to_the_target_and_after_the_unmerge_to_its_own(world: MergeWorld) -> None:
    report(world, "a", "b")
    world.merge("b", "a")
    report(world, "b")
    world.unmerge("b")
    report(world, "b")

    assert (pattern(world, "a").occurrences, pattern(world, "b").occurrences) == (2, 2)
    with world.store.reading() as work:
        assert {work.pattern_reader.open_episode(world.ids[name]) is None for name in ("a", "b")} == {False}


def test_two_open_episodes_become_one_and_its_errors_follow(world: MergeWorld) -> None:
    report(world, "a", "b", "b")
    world.merge("b", "a")

    with world.store.reading() as work:
        open_one = work.episodes.lock_open([world.ids["a"]])[world.ids["a"]]
        [ended] = work.pattern_reader.episodes([world.ids["b"]], limit=5).episodes
    assert (open_one.open_counts.critical, open_one.errors) == (3, 3)
    assert (ended.closed_as, ended.merged_into) == (EpisodeEnd.MERGED, open_one.id)
    world.carry_all()
    with world.store.reading() as work:
        assert {work.errors.get(error.id).episode_id for error in world.sent} == {open_one.id}  # type: ignore[union-attr]


def test_what_still_follows_one_episode_follows_on_into_the_next(world: MergeWorld) -> None:
    report(world, "a", "b", "b", "c")
    world.merge("b", "a")
    world.merge("a", "c")

    with world.store.reading() as work:
        open_one = work.episodes.lock_open([world.ids["c"]])[world.ids["c"]]
        ended = work.pattern_reader.episodes([world.ids["a"], world.ids["b"]], limit=5).episodes
    assert {episode.merged_into for episode in ended} == {open_one.id}
    world.carry_all()
    world.check()


def test_an_episode_goes_along_where_the_target_has_none(world: MergeWorld) -> None:
    report(world, "a", "b")
    world.resolve("a")
    world.merge("b", "a")

    with world.store.reading() as work:
        [moved] = work.episodes.lock_open([world.ids["a"]]).values()
        assert [entry.action for entry in work.history.of(moved.id)][-1] == "moved"
    assert (pattern(world, "a").status, pattern(world, "a").resolved_at) == ("active", None)


def test_it_is_in_the_history_of_both_and_in_the_audit_log(world: MergeWorld) -> None:
    report(world, "a", "b")
    world.merge("b", "a")
    world.unmerge("b")

    with world.store.reading() as work:
        told = {name: [entry.action for entry in work.history.of(world.ids[name])] for name in ("a", "b")}
        audited = [entry.action for _, entry, _ in work.audit.page(limit=5)]
    assert told == {"a": ["took_over", "unmerged"], "b": ["merged", "unmerged"]}
    assert audited == ["pattern.unmerge", "pattern.merge"]


def test_what_is_refused(world: MergeWorld) -> None:
    report(world, "a", "b", "c")
    world.merge("c", "b")
    merge, unmerge = MergePatterns(world.store, MemoryWakeUps()), UnmergePattern(world.store)
    a, b, c, unknown = (*world.ids.values(), uuid4())
    for source, into, seen, refusal in (
        (a, a, None, RuleViolation),
        (a, c, None, Conflict),
        (c, a, None, Conflict),
        (a, unknown, None, NotFound),
        (unknown, a, None, NotFound),
        (a, b, "0" * 16, StaleVersion),
    ):
        with pytest.raises(refusal):
            merge.execute(MergePatternsCommand(pattern_id=source, into=into, actor="x", expected_version=seen))
    for which, seen, refusal in ((a, None, Conflict), (unknown, None, NotFound), (c, "0" * 16, StaleVersion)):
        with pytest.raises(refusal):
            unmerge.execute(UnmergePatternCommand(pattern_id=which, actor="x", expected_version=seen))


@pytest.mark.parametrize("how", ["resolve", "ignore"])
def test_an_error_that_stayed_with_the_other_pattern_ends_when_all_like_it_do(world: MergeWorld, how: str) -> None:
    error = world.error("a")
    world.report([error, world.error("b")])
    world.merge("a", "b")
    world.unmerge("a")
    parts = (world.store, SystemIds(), RetentionPolicy(), AlertingPolicy(), MemoryWakeUps())
    do, act = make_error_actions(*parts), Act(actor="tests")

    if how == "resolve":
        do.resolve.execute(ResolveErrorCommand(error_id=error.id, act=act, scope=Scope.PATTERN))
    else:
        do.ignore.execute(IgnoreErrorCommand(error_id=error.id, act=act, scope=Scope.PATTERN))

    world.carry_all()
    with world.store.reading() as work:
        known = work.errors.get(error.id)
    assert known is not None
    assert (known.counts_as_open, pattern(world, "b").status) == (False, PatternStatus.ACTIVE)
    world.check()
