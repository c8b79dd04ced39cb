"""What is asked for under a key is done once."""

from dataclasses import replace

import pytest

from application.answer_once import AnswerOnce, AnswerOnceCommand, KeptAnswer, KeyRefusal
from application.ports.idempotency_keys import KeyedRequest
from application.ports.unit_of_work import Store

COMMAND = AnswerOnceCommand(sender="token", subject="POST /errors", key="k", content=b"{}")


def test_while_the_first_runs_a_repeat_is_told_to_come_back(store: Store) -> None:
    once = AnswerOnce(store)
    claim = once.begin(COMMAND)

    assert once.begin(COMMAND) is KeyRefusal.RUNNING
    assert once.begin(replace(COMMAND, content=b"[]")) is KeyRefusal.OTHER_CONTENT
    assert isinstance(claim, KeyedRequest)
    once.finish(claim, KeptAnswer(200, "{}"))
    assert once.begin(COMMAND) == KeptAnswer(200, "{}")


def test_a_fault_on_our_side_is_not_kept(store: Store) -> None:
    once = AnswerOnce(store)
    claim = once.begin(COMMAND)
    assert isinstance(claim, KeyedRequest)
    once.finish(claim, KeptAnswer(503, "{}"))

    assert isinstance(once.begin(COMMAND), KeyedRequest)


@pytest.mark.parametrize("other", [{"sender": "x"}, {"subject": "POST /x"}, {"key": "x"}])
def test_who_asks_for_what_under_which_key_makes_a_request(store: Store, other: dict[str, str]) -> None:
    once = AnswerOnce(store)
    once.begin(COMMAND)

    assert isinstance(once.begin(replace(COMMAND, **other)), KeyedRequest)
