"""Version 1 of the grouping rules, by example and by property."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.error_report import ErrorReport
from domain.grouping.v1 import digest, fingerprint
from tests.unit.domain.grouping import traces
from tests.unit.domain.grouping.variations import (
    CALLS,
    LANGUAGES,
    MESSAGES,
    WORDS,
    Call,
    filled,
    rendered,
    with_libraries,
)

REPORT = ErrorReport(service="shop", error_type="E", message="cart 4711 is empty", stack_trace=traces.PYTHON)

stacks = st.lists(CALLS, min_size=1, max_size=6)
languages = st.sampled_from(LANGUAGES)


def of(calls: list[Call], language: str, seed: int = 1, message: str = "m") -> str:
    stack = rendered(calls, language, seed)
    return fingerprint(ErrorReport(service="s", error_type="E", message=message, stack_trace=stack)).value


def test_the_title_is_the_first_line_and_the_culprit_the_nearest_frame_of_the_service() -> None:
    made = fingerprint(replace(REPORT, message="cart 4711 is empty\nand more"))

    assert (made.rules, made.title, made.culprit) == ("v1", "cart <num> is empty", "shop/cart.py in total")


def test_the_worked_example_of_the_rules_is_true() -> None:
    trace = (
        '  File "/srv/releases/20240105/shop/views.py", line 40, in checkout\n'
        '  File "/srv/venv/lib/python3.11/site-packages/retry/api.py", line 9, in call\n'
        '  File "/srv/releases/20240105/shop/cart.py", line 12, in total\n'
    )
    message = "cart 4711 of user 'bob' is empty"
    report = ErrorReport(service="shop", error_type="CartEmpty", message=message, stack_trace=trace)

    message_hashed = "cart <num> of user <str> is empty"
    frames = ("shop/cart.py", "total", "shop/views.py", "checkout")
    assert fingerprint(report).value == digest("shop", "CartEmpty", message_hashed, *frames)


def test_a_title_has_200_characters_at_most_and_never_none() -> None:
    assert len(fingerprint(replace(REPORT, message="word " * 90)).title) == 200
    assert fingerprint(replace(REPORT, message=" ")).title == "E"


def test_without_a_frame_of_the_service_all_frames_count_and_there_is_no_culprit() -> None:
    made = [
        fingerprint(replace(REPORT, stack_trace=f'  File "/usr/lib/python3.11/json/{name}.py", line 3, in read'))
        for name in ("decoder", "scanner")
    ]

    assert made[0].value != made[1].value
    assert made[0].culprit == ""


def test_how_deep_a_recursion_went_does_not_count() -> None:
    once, twice = (Call("alpha", "first"), Call("beta", "second"))
    outer = Call("gamma", "third")

    assert of([once, twice, outer], "python") == of([once, twice] * 30 + [outer], "python")


def test_three_browsers_make_one_group() -> None:
    made = {
        fingerprint(replace(REPORT, stack_trace=trace)).value for trace in (traces.V8, traces.FIREFOX, traces.SAFARI)
    }

    assert len(made) == 1


def test_the_reported_users_name_in_the_message_is_variable() -> None:
    made = {
        fingerprint(replace(REPORT, message=f"mailbox of {name} is full", user_id=name)).value
        for name in ("alice", "bob")
    }

    assert len(made) == 1
    assert fingerprint(replace(REPORT, message="bobsleigh", user_id="bob")).title == "bobsleigh"


@pytest.mark.parametrize("field", ["severity", "environment", "endpoint", "release", "user_id", "url", "user_agent"])
def test_what_the_rules_do_not_name_does_not_count(field: str) -> None:
    assert fingerprint(replace(REPORT, **{field: "quite another"})) == fingerprint(REPORT)


@given(stacks, languages, st.integers(1, 10**6), st.integers(1, 10**6))
def test_lines_hashes_lambda_numbers_and_addresses_do_not_split(
    calls: list[Call], language: str, one: int, other: int
) -> None:
    assert of(calls, language, one) == of(calls, language, other)


@given(stacks, languages, st.data())
def test_frames_of_libraries_do_not_split_wherever_they_are(
    calls: list[Call], language: str, data: st.DataObject
) -> None:
    assert of(with_libraries(calls, data), language) == of(calls, language)


@given(st.sampled_from(MESSAGES), st.data())
def test_ids_times_addresses_and_users_in_the_message_do_not_split(template: str, data: st.DataObject) -> None:
    made = {
        fingerprint(ErrorReport(service="s", error_type="E", message=filled(template, data))).value for _ in range(2)
    }

    assert len(made) == 1


@given(stacks, languages, CALLS, st.data())
def test_another_function_of_the_service_splits(
    calls: list[Call], language: str, other: Call, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(calls) - 1))
    changed = [*calls[:place], other, *calls[place + 1 :]]

    assert (of(changed, language) == of(calls, language)) == (
        list(dict.fromkeys(changed)) == list(dict.fromkeys(calls))
    )


@given(st.lists(WORDS, min_size=1, max_size=8), WORDS, st.data())
def test_another_word_splits(words: list[str], other: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(words) - 1))
    changed = [*words[:place], other, *words[place + 1 :]]

    assert (of([], "python", message=" ".join(changed)) == of([], "python", message=" ".join(words))) == (
        changed == words
    )


@given(st.lists(st.text(max_size=4), max_size=5), st.lists(st.text(max_size=4), max_size=5))
def test_fields_cannot_run_into_each_other(one: list[str], other: list[str]) -> None:
    if digest(*one) == digest(*other):
        assert [digest(text) for text in one] == [digest(text) for text in other]


@pytest.mark.parametrize("change", [{"service": "mail"}, {"error_type": "F"}, {"service": "sho", "error_type": "pE"}])
def test_service_and_type_split(change: dict[str, str]) -> None:
    assert fingerprint(replace(REPORT, **change)).value != fingerprint(REPORT).value


@given(st.text(), st.text(), st.text(), st.none() | st.text(), st.none() | st.text(max_size=5))
def test_any_report_has_a_fingerprint(
    service: str, kind: str, message: str, stack: str | None, user: str | None
) -> None:
    report = ErrorReport(service=service, error_type=kind, message=message, stack_trace=stack, user_id=user)

    assert len(fingerprint(report).value) == 64


def test_lone_surrogates_are_text_too() -> None:
    assert fingerprint(replace(REPORT, service="\ud800", message="\udfff 'x")).rules == "v1"


PROGRAM = """
from domain.error_report import ErrorReport
from domain.grouping.v1 import fingerprint
from tests.unit.domain.grouping.traces import ALL
for trace in ALL.values():
    print(fingerprint(ErrorReport(service="s", error_type="E", message="order 5 of 'bob'", stack_trace=trace)))
"""


def test_every_process_makes_the_same() -> None:
    root = Path(__file__).parents[4]
    printed = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{root / 'src'}:{root}", "LC_ALL": locale},
            capture_output=True,
            check=True,
        ).stdout
        for seed, locale in [("1", "C"), ("2", "tr_TR.UTF-8")]
    }

    assert len(printed) == 1
