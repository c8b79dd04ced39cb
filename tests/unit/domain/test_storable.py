"""Whatever a service sends, every store can hold it, and holds the same."""

import json
from math import inf, nan

import pytest
from hypothesis import given, settings

from domain.error_report import ErrorReport, JsonValue, Mark, MarkReason
from domain.storable import DEEPEST, DROPPED, MOST_KEYS, MOST_NODES, make_storable
from tests.support.strategies_reports import error_reports, json_values


def report_of(**said: object) -> ErrorReport:
    return ErrorReport(**{"service": "checkout", "error_type": "Boom", "message": "it broke", **said})  # type: ignore[arg-type]


def stored(value: object) -> object:
    return make_storable(report_of(context={"a": value})).context["a"]


def depth_of(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    return 1 + max(map(depth_of, value), default=0) if isinstance(value, list) else 0


def nodes_of(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(nodes_of, inner))


def test_a_report_that_every_store_can_hold_is_the_same_object() -> None:
    context = {"a": [1, -1.5, None, True, "grüße\n\t\U0001f600"], "naïve key": {"b": 2**63 - 1}}
    report = report_of(message="Zeile 1\r\n\tZeile 2", context=context, marks=(Mark("a", MarkReason.DEFAULTED),))

    assert make_storable(report) is report


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a\x00b", "a\ufffdb"),
        ("\x1b[31mred\x07", "\ufffd[31mred\ufffd"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("tab\tline\r\n", "tab\tline\r\n"),
        (nan, "NaN"),
        (inf, "Infinity"),
        (-inf, "-Infinity"),
        (2**63 - 1, 2**63 - 1),
        (-(2**63), -(2**63)),
        (2**63, "9223372036854775808"),
        (-(2**63) - 1, "-9223372036854775809"),
        (10**99, "1" + "0" * 99),
        (10**100, "1" + "0" * 99 + "… (101 digits)"),
        (b"bytes", "(bytes)"),
    ],
)
def test_what_some_store_cannot_hold_is_replaced(sent: object, kept: object) -> None:
    assert stored(sent) == kept


def test_a_number_longer_than_python_writes_out_keeps_its_first_digits() -> None:
    assert stored(1 - 10**5_000) == "-" + "9" * 100 + "… (5000 digits)"


def test_a_number_too_long_to_divide_is_told_by_its_length() -> None:
    assert stored(1 << 4_000_000) == "[whole number of about 1204121 digits]"


def test_the_changed_fields_are_marked() -> None:
    report = make_storable(report_of(message="a\x00", url="b\ud800", status_code=10**30, context={"a": nan}))

    assert report.marks == tuple(
        Mark(name, MarkReason.REPLACED) for name in ("message", "url", "context", "status_code")
    )
    assert report.status_code is None


def test_marks_can_be_stored_too() -> None:
    report = make_storable(report_of(marks=(Mark("sev\x00", MarkReason.UNKNOWN_SEVERITY, "\ud800"),)))

    assert report.marks == (Mark("sev\ufffd", MarkReason.UNKNOWN_SEVERITY, "\ufffd"),)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("$set", "＄set"),  # noqa: RUF001
        ("a.b.c", "a．b．c"),  # noqa: RUF001
        ("price in $", "price in $"),
        ("", "(empty)"),
        ("k" * 201, "k" * 199 + "…"),
        ("nul\x00", "nul\ufffd"),
        (7, "(int)"),
    ],
)
def test_keys_stay_readable_and_become_storable(sent: object, kept: str) -> None:
    assert stored({sent: 1}) == {kept: 1}


def test_keys_that_become_the_same_keep_their_values() -> None:
    kept = stored({"a.b": 1, "a．b": 2, "a．b (2)": 3})  # noqa: RUF001

    assert sorted(kept.values()) == [1, 2, 3]  # type: ignore[attr-defined]


def test_deeper_levels_are_replaced_by_a_word() -> None:
    value: JsonValue = "core"
    for _ in range(5_000):
        value = [value]

    context = make_storable(report_of(context={"a": value})).context

    assert depth_of(context) == DEEPEST
    assert "[deeper than 20 levels]" in json.dumps(context)


def test_twenty_levels_are_kept() -> None:
    value: JsonValue = "core"
    for _ in range(DEEPEST - 1):
        value = {"a": value}
    report = report_of(context={"a": value})

    assert make_storable(report) is report


def test_entries_beyond_five_hundred_are_counted_only() -> None:
    context = make_storable(report_of(context={f"k{n}": n for n in range(600)})).context

    assert len(context) == MOST_KEYS
    assert context["k498"] == 498
    assert context[DROPPED] == "[101 more entries dropped]"


def test_values_beyond_ten_thousand_are_counted_only() -> None:
    once = make_storable(report_of(context={"a": [[n] * 100 for n in range(1_000)]}))

    assert nodes_of(once.context) <= MOST_NODES
    assert "more entries dropped" in json.dumps(once.context, ensure_ascii=False)
    assert make_storable(once) is once


@settings(deadline=None, max_examples=50)
@given(error_reports)
def test_a_stored_report_is_json_and_utf_8_in_all_its_parts(report: ErrorReport) -> None:
    kept = make_storable(report)

    json.dumps(dict(kept.context), allow_nan=False, ensure_ascii=False).encode()
    repr_of_texts = "".join(str(getattr(kept, name)) for name in ("service", "message", "url", "marks"))
    assert "\x00" not in repr_of_texts.encode().decode()
    assert make_storable(kept) is kept


@settings(deadline=None, max_examples=50)
@given(json_values)
def test_no_value_is_too_odd(value: JsonValue) -> None:
    context = make_storable(report_of(context={"a": value, "b": [value]})).context

    assert depth_of(context) <= DEEPEST
    assert json.loads(json.dumps(context, allow_nan=False)) == context
