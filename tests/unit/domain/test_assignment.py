"""Who gets an episode."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.assignment import AssignmentReason, Candidate, choose_owner
from domain.developer import Developer
from domain.severity import Severity
from tests.support.strategies import NOON, developers, services, severities

candidates = st.lists(
    st.builds(Candidate, developers, st.integers(0, 3)), max_size=6, unique_by=lambda each: each.developer.id
)


def a_developer(number: int, **changes: object) -> Developer:
    plain = Developer(
        id=UUID(int=number), name=f"dev {number}", email=None, services=frozenset({"java"}), created_at=NOON
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def choose(*developers: Developer, loads: dict[int, int] | None = None) -> tuple[int | None, AssignmentReason]:
    pool = [Candidate(developer, (loads or {}).get(developer.id.int, 0)) for developer in developers]
    chosen = choose_owner(service="java", severity=Severity.HIGH, candidates=pool, now=NOON)
    return (None if chosen.owner_id is None else chosen.owner_id.int), chosen.reason


@given(service=services, severity=severities, pool=candidates)
def test_whoever_is_chosen_is_active_knows_the_service_and_takes_the_severity(
    service: str, severity: Severity, pool: list[Candidate]
) -> None:
    assignment = choose_owner(service=service, severity=severity, candidates=pool, now=NOON)

    able = [c for c in pool if c.developer.active and c.developer.removed_at is None]
    fitting = [c for c in able if c.developer.knows(service) and c.developer.takes(severity)]
    assert (assignment.owner_id in {c.developer.id for c in fitting}) or (not fitting and assignment.owner_id is None)


@given(service=services, severity=severities, pool=candidates)
def test_where_somebody_who_fits_is_on_call_now_nobody_else_is_chosen(
    service: str, severity: Severity, pool: list[Candidate]
) -> None:
    assignment = choose_owner(service=service, severity=severity, candidates=pool, now=NOON)

    on_call = {c.developer.id for c in pool if c.developer.is_on_call(NOON)}
    fitting = {c.developer.id for c in pool if c.developer.knows(service) and c.developer.takes(severity)}
    assert not on_call & fitting or assignment.owner_id in on_call


@given(service=services, severity=severities, pool=candidates, data=st.data())
def test_the_order_of_the_candidates_does_not_matter(
    service: str, severity: Severity, pool: list[Candidate], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(pool))

    assert choose_owner(service=service, severity=severity, candidates=pool, now=NOON) == choose_owner(
        service=service, severity=severity, candidates=shuffled, now=NOON
    )


@given(st.lists(st.sampled_from(["assign", "join", "leave"]), max_size=60))
def test_equal_load_is_served_round_robin_whoever_joins_or_leaves(steps: list[str]) -> None:
    team = {number: a_developer(number) for number in (1, 2, 3)}
    turns: list[int] = []
    for step, action in enumerate(steps):
        if action == "join":
            team[10 + step] = a_developer(10 + step)
        elif action == "leave" and len(team) > 1:
            del team[min(team)]
        elif action == "assign":
            chosen, _ = choose(*team.values())
            assert chosen is not None
            longest_ago = {n for n in team if n not in turns} or {min(team, key=lambda n: _last(turns, n))}
            assert chosen in longest_ago
            team[chosen] = replace(team[chosen], last_assigned_at=NOON + timedelta(seconds=step))
            turns.append(chosen)


def _last(turns: list[int], number: int) -> int:
    return len(turns) - 1 - turns[::-1].index(number)


def test_a_full_round_gives_everybody_one() -> None:
    team = {number: a_developer(number) for number in range(1, 6)}
    served: Counter[int] = Counter()
    for step in range(10):
        chosen, _ = choose(*team.values())
        assert chosen is not None
        served[chosen] += 1
        team[chosen] = replace(team[chosen], last_assigned_at=NOON + timedelta(seconds=step))

    assert set(served.values()) == {2}


def test_on_call_comes_before_load() -> None:
    assert choose(a_developer(1), a_developer(2, on_call=True), loads={2: 9}) == (2, AssignmentReason.ON_CALL)


def test_the_least_loaded_comes_before_the_turn() -> None:
    waiting = a_developer(1)
    recent = a_developer(2, last_assigned_at=NOON)

    assert choose(waiting, recent, loads={1: 1}) == (2, AssignmentReason.LEAST_LOADED)


def test_equal_loads_take_turns() -> None:
    older, recent = a_developer(2, last_assigned_at=NOON - timedelta(days=1)), a_developer(1, last_assigned_at=NOON)

    assert choose(recent, older) == (2, AssignmentReason.NEXT_IN_TURN)


def test_nobody_is_explained() -> None:
    assert choose() == (None, AssignmentReason.NOBODY_ACTIVE)
    assert choose(a_developer(1, active=False)) == (None, AssignmentReason.NOBODY_ACTIVE)
    assert choose(a_developer(1, services=frozenset({"php"}))) == (None, AssignmentReason.NOBODY_KNOWS_SERVICE)
    assert choose(a_developer(1, min_severity=Severity.CRITICAL)) == (None, AssignmentReason.NOBODY_TAKES_SEVERITY)


def test_expertise_in_every_service_is_expertise_in_this_one() -> None:
    assert choose(a_developer(1, services=frozenset({"*"}))) == (1, AssignmentReason.ONLY_CHOICE)


@given(service=services, severity=severities, pool=candidates, data=st.data())
def test_nobody_who_is_away_is_chosen_and_those_on_call_come_first(
    service: str, severity: Severity, pool: list[Candidate], data: st.DataObject
) -> None:
    people = st.frozensets(st.sampled_from([c.developer.id for c in pool])) if pool else st.just(frozenset())
    on_call, away = data.draw(people), data.draw(people)

    chosen = choose_owner(
        service=service, severity=severity, candidates=pool, now=NOON, on_call=on_call, away=away
    ).owner_id

    able = [c.developer for c in pool if c.developer.can_be_asked and c.developer.id not in away]
    fitting = {one.id for one in able if one.knows(service) and one.takes(severity)}
    assert chosen in ((fitting & on_call) or fitting or {None})


def test_everybody_who_would_fit_is_away() -> None:
    pool = [Candidate(a_developer(1), 0), Candidate(a_developer(2, services=frozenset({"php"})), 0)]

    def choose_without(away: frozenset[UUID]) -> tuple[UUID | None, AssignmentReason]:
        found = choose_owner(service="java", severity=Severity.HIGH, candidates=pool, now=NOON, away=away)
        return found.owner_id, found.reason

    assert choose_without(frozenset({UUID(int=1)})) == (None, AssignmentReason.EVERYBODY_AWAY)
    assert choose_without(frozenset({UUID(int=2)})) == (UUID(int=1), AssignmentReason.ONLY_CHOICE)
