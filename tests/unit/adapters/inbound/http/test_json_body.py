"""JSON, ordinary and poisonous."""

import contextlib
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.inbound.http.json_body import DEEPEST, DecodedBody, decode_json
from adapters.inbound.http.problems import Problem
from domain.error_report import JsonValue

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=30,
)


def depth(value: JsonValue) -> int:
    """How deep it is nested."""
    level, levels = [value], 0
    while level:
        level = [child for holder in level if isinstance(holder, list) for child in holder]
        levels += 1
    return levels - 1


@given(json_values)
def test_ordinary_json_is_read_as_it_is(value: JsonValue) -> None:
    decoded = decode_json(json.dumps(value).encode(), lenient=True)

    assert (decoded.value, decoded.marks) == (value, ())


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(Problem):
        assert isinstance(decode_json(body, lenient=True), DecodedBody)


@given(st.text(alphabet='[]{}",:\\1 a', max_size=300))
def test_any_structure_below_the_limit_is_read_as_by_the_standard_library(tail: str) -> None:
    text = "[" * DEEPEST + tail
    try:
        expected = json.loads(text)
    except ValueError:
        expected = None
    try:
        found = decode_json(text.encode(), lenient=True).value
    except Problem:
        found = None

    assert found is not None or expected is None


@pytest.mark.parametrize("levels", [DEEPEST, DEEPEST + 1, 900, 1_000, 100_000, 500_000])
def test_what_lies_too_deep_is_kept_as_its_text(levels: int) -> None:
    decoded = decode_json(b"[" * levels + b"]" * levels, lenient=True)

    assert depth(decoded.value) == DEEPEST - (levels == DEEPEST)
    assert str(decoded.value).count("[") == levels


def test_brackets_in_texts_are_no_levels() -> None:
    body = json.dumps(["[" * 1_000 + '\\"{' * 1_000]).encode()

    assert decode_json(body, lenient=True).value == json.loads(body)


def test_numbers_beyond_all_measure_are_read() -> None:
    value = decode_json(b"[NaN, -Infinity, 1e999, " + b"9" * 4_300 + b"]", lenient=True).value

    assert isinstance(value, list)
    assert isinstance(value[0], float)
    assert math.isnan(value[0])
    assert value[1:3] == [-math.inf, math.inf]
    assert isinstance(value[3], int)


def test_too_many_digits_are_marked() -> None:
    decoded = decode_json(b'{"n": -' + b"9" * 5_000 + b"}", lenient=True)

    assert [(mark.field, mark.detail) for mark in decoded.marks] == [("body", "an integer of 5001 digits")]


def test_the_strict_door_wants_utf8() -> None:
    with pytest.raises(Problem, match="Byte 2 is not UTF-8"):
        decode_json(b'["\xff"]', lenient=False)
