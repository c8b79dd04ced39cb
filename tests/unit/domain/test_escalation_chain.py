"""Who is told at a step of an escalation chain."""

from uuid import uuid4

import pytest

from domain.developer import Developer
from domain.errors import FieldsRefused
from domain.escalation import AckTimeouts
from domain.escalation_chain import ChainStep, EscalationChain, PassedOver, Present, check_chain, people_at
from domain.severity import Severity
from tests.support.builders import a_developer

ADA, BEN, CY = a_developer("Ada"), a_developer("Ben"), a_developer("Cy")


def present(*developers: Developer, on_call: tuple[Developer, ...] = (), away: tuple[Developer, ...] = ()) -> Present:
    return Present(
        developers={each.id: each for each in developers},
        on_call=frozenset(each.id for each in on_call),
        away=frozenset(each.id for each in away),
    )


def test_everybody_who_is_named_and_whoever_is_on_call_is_told_once() -> None:
    step = ChainStep(developers=(BEN.id, ADA.id), on_call=True)

    told, why_nobody = people_at(step, present(ADA, BEN, CY, on_call=(ADA, CY)), owner_id=None)

    assert (list(told), why_nobody) == ([BEN, ADA, CY], None)


@pytest.mark.parametrize(
    ("there", "why"),
    [
        (present(), PassedOver.GONE),
        (present(a_developer("Ada", id=ADA.id, active=False)), PassedOver.GONE),
        (present(a_developer("Ada", id=ADA.id, email=None)), PassedOver.NO_ADDRESS),
        (present(ADA, away=(ADA,)), PassedOver.AWAY),
    ],
)
def test_a_step_of_one_who_cannot_be_told_says_why(there: Present, why: PassedOver) -> None:
    assert people_at(ChainStep(developers=(ADA.id,)), there, owner_id=None) == ([], why)


def test_the_owner_is_not_told_again_and_nobody_may_be_on_call() -> None:
    there = present(ADA, BEN)

    assert people_at(ChainStep(developers=(ADA.id,)), there, owner_id=ADA.id)[1] is PassedOver.OWNS_IT
    assert people_at(ChainStep(on_call=True), there, owner_id=None)[1] is PassedOver.NOBODY_ON_CALL
    assert list(people_at(ChainStep(developers=(ADA.id, BEN.id)), there, owner_id=ADA.id)[0]) == [BEN]


def test_a_step_between_moves_those_after_it_up() -> None:
    first, second, between = (ChainStep(developers=(uuid4(),)) for _ in range(3))
    chain = EscalationChain((first, second))

    assert chain.with_step(2, between).steps == (first, between, second)
    assert chain.with_step(3, between).steps == (first, second, between)
    assert chain.ending_before(2).steps == (first,)


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (ChainStep(),),
        (ChainStep(on_call=True),) * 11,
        (ChainStep(developers=(ADA.id, ADA.id)),),
        (ChainStep(developers=tuple(uuid4() for _ in range(21))),),
    ],
)
def test_what_is_no_chain(steps: tuple[ChainStep, ...]) -> None:
    with pytest.raises(FieldsRefused):
        check_chain(EscalationChain(steps))


def test_milder_acknowledgements_hold_longer() -> None:
    timeouts = AckTimeouts()

    held_min = [timeouts.of(severity).total_seconds() / 60 for severity in Severity]

    assert held_min == [30, 120, 480, 480, 480]
