"""Whatever a sender says becomes a report, and nothing of it is lost."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.inbound.webhooks.reports import read_report
from domain.error_report import ErrorReport, JsonValue, MarkReason
from domain.severity import Severity

_NAMES = st.sampled_from(
    ["errorType", "error_type", "message", "severity", "stack", "code", "context", "user_id", "timestamp", "x", "name"]
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def read(sent: dict[str, JsonValue]) -> ErrorReport:
    """The report of something that says what it must."""
    return read_report({"error_type": "E", "message": "m", **sent}, default_service="generic")


def marks(report: ErrorReport) -> list[tuple[str, MarkReason]]:
    """Which fields are marked, and why."""
    return [(mark.field, mark.reason) for mark in report.marks]


@pytest.mark.parametrize("name", ["errorType", "error_type", "ErrorType", "error-type", "ERROR_TYPE", "exceptionClass"])
def test_names_are_read_however_they_are_written(name: str) -> None:
    assert read_report({name: "TypeError", "message": "m"}, default_service="x").error_type == "TypeError"


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("appVersion", "2.1", "release", "2.1"),
        ("version", 3, "release", "3"),
        ("screen", "Home", "endpoint", "Home"),
        ("code", "503", "status_code", 503),
        ("statusCode", 404.0, "status_code", 404),
        ("userId", 7, "user_id", "7"),
        ("sessionId", "s", "session_id", "s"),
        ("stackTrace", ["a", "b\n"], "stack_trace", "a\nb"),
        ("severity", " CRITICAL ", "severity", Severity.CRITICAL),
        ("eventId", "0198C0DE000040008000000000000001", "event_id", UUID("0198c0de-0000-4000-8000-000000000001")),
        ("timestamp", 1_700_000_000_000, "occurred_at", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("sentAt", "2026-11-23T12:00:00", "sent_at", datetime(2026, 11, 23, 12, tzinfo=UTC)),
        ("context", [], "context", {}),
    ],
)
def test_values_are_read_as_their_names_mean(name: str, value: Any, field: str, expected: Any) -> None:
    report = read({name: value})

    assert getattr(report, field) == expected
    assert report.marks == ()
    assert not report.context


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("status_code", "abc", "status_code"),
        ("status_code", True, "status_code"),
        ("stack", [{"frame": 1}], "stack_trace"),
        ("environment", {"name": "x"}, "environment"),
        ("event_id", "7", "event_id"),
        ("occurred_at", "soon", "occurred_at"),
        ("context", "text", "context"),
        ("user_id", float("nan"), "user_id"),
    ],
)
def test_what_cannot_be_read_is_kept_and_marked(name: str, value: Any, field: str) -> None:
    report = read({name: value})

    assert report.context == {name: value} or name == "user_id"
    assert marks(report) == [(field, MarkReason.DEFAULTED)]


@pytest.mark.parametrize("code", [0, "42S02", 1045, "E_WARNING", -1])
def test_another_kind_of_code_is_nothing_wrong(code: JsonValue) -> None:
    report = read({"code": code})

    assert (report.status_code, report.context, report.marks) == (None, {"code": code}, ())


def test_an_unknown_severity_is_medium_and_kept() -> None:
    report = read({"severity": "fatal"})

    assert report.severity is Severity.MEDIUM
    assert [(mark.reason, mark.detail) for mark in report.marks] == [(MarkReason.UNKNOWN_SEVERITY, "fatal")]


def test_the_best_of_several_names_counts_and_the_others_stay() -> None:
    report = read_report(
        {"version": "1", "release": "2", "app_version": "3", "error_type": "E", "message": "m", "name": "n"},
        default_service="x",
    )

    assert (report.release, report.error_type) == ("2", "E")
    assert report.context == {"version": "1", "app_version": "3", "name": "n"}


def test_a_worse_name_that_can_be_read_beats_a_better_one_that_cannot() -> None:
    report = read_report({"error_type": {"a": 1}, "name": "TypeError", "message": "m"}, default_service="x")

    assert (report.error_type, report.marks) == ("TypeError", ())


def test_a_field_beside_the_context_takes_no_ones_place_in_it() -> None:
    report = read({"context": {"device": "inner"}, "device": "outer"})

    assert report.context == {"device": "inner", "device_": "outer"}


def test_what_is_missing_is_said() -> None:
    report = read_report({}, default_service="mobile")

    assert (report.service, report.error_type, report.message) == ("mobile", "Error", "(no message)")
    assert marks(report) == [("error_type", MarkReason.DEFAULTED), ("message", MarkReason.DEFAULTED)]


@pytest.mark.parametrize(
    ("service", "expected"), [(" java\n", "java\ufffd"), ("\u202ejava", "\ufffdjava"), ("  ", "x")]
)
def test_a_services_name_can_be_seen(service: str, expected: str) -> None:
    assert read_report({"service": service}, default_service="x").service == expected


@given(st.dictionaries(_NAMES, st.text(min_size=1).filter(str.strip)))
def test_no_text_that_was_sent_is_lost(sent: dict[str, JsonValue]) -> None:
    report = read_report(sent, default_service="x")

    kept = [*report.context.values(), report.error_type, report.message, report.user_id, report.stack_trace]
    parsed = ("code", "severity", "timestamp")
    assert all(value in kept for name, value in sent.items() if name not in parsed)


@given(st.dictionaries(_NAMES, _VALUES))
def test_no_value_makes_it_stumble(sent: dict[str, JsonValue]) -> None:
    report = read_report(sent, default_service="x")

    assert report.error_type
    assert report.message
