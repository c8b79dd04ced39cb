"""What is too long keeps its head and its tail, and says how much is gone."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.error_report import ErrorReport, Mark, MarkReason
from domain.limits import CONTEXT, DROPPED, LIMITS, cut, cut_to_limits
from domain.storable import make_storable
from tests.support.strategies_reports import texts


def report_of(**said: object) -> ErrorReport:
    return ErrorReport(**{"service": "checkout", "error_type": "Boom", "message": "it broke", **said})  # type: ignore[arg-type]


def size_of(context: object) -> int:
    return len(json.dumps(context, ensure_ascii=False, separators=(",", ":")).encode())


def test_a_report_within_its_limits_is_the_same_object() -> None:
    report = report_of(**{name: "x" * limit for name, limit in LIMITS.items()}, context={"a": "x" * (CONTEXT - 8)})

    assert cut_to_limits(report) is report


@pytest.mark.parametrize(("name", "limit"), LIMITS.items())
def test_a_field_over_its_limit_is_cut_and_marked(name: str, limit: int) -> None:
    report = cut_to_limits(report_of(**{name: "h" + "é" * limit + "t"}))

    text = getattr(report, name)
    assert len(text.encode()) <= limit
    assert (text[0], text[-1]) == ("h", "t")
    assert report.marks == (Mark(name, MarkReason.CUT, f"{2 * limit + 2} bytes"),)


def test_head_and_tail_stay_and_the_rest_is_counted() -> None:
    text = cut("first line" + "x" * 1_000 + "Caused by: root", 100)

    assert text.startswith("first line")
    assert text.endswith("Caused by: root")
    assert " … [cut 9" in text


@given(st.text(min_size=20), st.integers(min_value=60, max_value=200))
def test_a_cut_text_fits_and_what_fits_is_not_cut(text: str, limit: int) -> None:
    once = cut(text, limit)

    assert len(once.encode("utf-8", "replace")) <= limit
    assert cut(once, limit) == once
    assert (once == text) == (len(text.encode("utf-8", "replace")) <= limit)


def test_long_texts_of_a_context_are_cut_before_any_value_is_dropped() -> None:
    context = {"body": {"raw": "h" + "x" * 100_000 + "t"}, "small": 1}

    report = cut_to_limits(report_of(context=context))

    assert size_of(report.context) <= CONTEXT
    assert report.context["small"] == 1
    assert "[cut 8" in str(report.context["body"])
    assert report.marks == (Mark("context", MarkReason.CUT, f"{size_of(context)} bytes"),)


def test_the_biggest_values_of_a_context_are_dropped_first() -> None:
    context = {"rows": [{"n": n} for n in range(9_000)], "more": list(range(500)), "small": 1}

    kept = cut_to_limits(report_of(context=context)).context

    assert set(kept) == {"more", "small", DROPPED}
    assert str(kept[DROPPED]).startswith("[1 values of ")


def test_many_small_values_are_dropped_until_the_rest_fits() -> None:
    context = {f"{n:03}" + "k" * 190: "é" * 100 for n in range(500)}

    once = cut_to_limits(report_of(context=context))

    assert CONTEXT - 1_000 < size_of(once.context) <= CONTEXT
    assert cut_to_limits(once) is once


def test_what_a_mark_keeps_is_cut() -> None:
    report = cut_to_limits(report_of(marks=(Mark("severity", MarkReason.UNKNOWN_SEVERITY, "x" * 1_000),)))

    assert len(report.marks[0].detail.encode()) <= 200


@settings(deadline=None, max_examples=40)
@given(texts, st.integers(1, 3_000))
def test_cutting_twice_changes_nothing_more(text: str, times: int) -> None:
    long = report_of(message=text * times, service=text * times, context={"a": [text] * times})
    once = cut_to_limits(make_storable(long))

    assert cut_to_limits(once) is once
    assert size_of(dict(once.context)) <= CONTEXT
