"""The one table of answers, whole."""

import pytest

from adapters.outbound.email.outcomes import Phase, outcome_of_reply, outcome_of_silence
from domain.delivery import DeliveryOutcome

ACCEPTED, REFUSED, DEFERRED, UNREACHABLE, UNKNOWN = DeliveryOutcome
ABOUT_THE_CHANNEL = (421, 454, 530, 534, 535, 538)
TEMPORARY = (450, 451, 452, 455, 471)
PERMANENT = (500, 501, 502, 503, 504, 550, 551, 552, 553, 554, 555)


@pytest.mark.parametrize("phase", [Phase.RECIPIENT, Phase.CONTENT, Phase.HANDED_OVER])
def test_from_the_recipient_on_an_answer_is_about_the_message(phase):
    assert {outcome_of_reply(phase, code) for code in TEMPORARY} == {DEFERRED}
    assert {outcome_of_reply(phase, code) for code in PERMANENT} == {REFUSED}


@pytest.mark.parametrize("phase", [Phase.CONNECT, Phase.SECURE, Phase.LOGIN, Phase.SENDER])
def test_before_the_recipient_an_answer_is_about_us(phase):
    codes = {*TEMPORARY, *PERMANENT} - {552}

    assert {outcome_of_reply(phase, code) for code in codes} == {UNREACHABLE}


@pytest.mark.parametrize("phase", Phase)
def test_closing_and_wanting_a_login_are_never_about_the_message(phase):
    assert {outcome_of_reply(phase, code) for code in ABOUT_THE_CHANNEL} == {UNREACHABLE}


def test_a_size_can_be_refused_before_the_recipient_is_named():
    assert outcome_of_reply(Phase.SENDER, 552) is REFUSED


@pytest.mark.parametrize("code", [200, 250, 251, 252])
def test_only_the_answer_to_the_whole_message_accepts_it(code):
    accepting = [phase for phase in Phase if outcome_of_reply(phase, code) is ACCEPTED]

    assert accepting == [Phase.HANDED_OVER]


@pytest.mark.parametrize("code", [-1, 0, 25, 150, 354, 600, 999])
def test_nonsense_is_no_answer(code):
    assert {phase: outcome_of_reply(phase, code) for phase in Phase} == {
        phase: outcome_of_silence(phase) for phase in Phase
    }


def test_silence_leaves_the_outcome_open_only_once_the_message_was_handed_over():
    unknown = [phase for phase in Phase if outcome_of_silence(phase) is UNKNOWN]

    assert unknown == [Phase.HANDED_OVER]
    assert {outcome_of_silence(phase) for phase in Phase} == {UNKNOWN, UNREACHABLE}
