"""Texts that are looked through in part only."""

import pytest

from domain.error_report import ErrorReport, Mark, MarkReason
from domain.redaction import Redactor
from domain.redaction.overlong import LONGEST, shortened
from domain.severity import Severity

REDACTOR = Redactor(b"k" * 32)


def report(**fields: object) -> ErrorReport:
    """A report of which only these fields matter."""
    usual = {"service": "java", "error_type": "E", "message": "m", "severity": Severity.HIGH}
    return ErrorReport(**{**usual, "environment": "production", **fields})  # type: ignore[arg-type]


def test_head_and_tail_stay_and_a_mark_says_so() -> None:
    trace = "first\n" + "at f\n" * 200_000 + "last"

    redacted = REDACTOR.report(report(stack_trace=trace))

    assert redacted.stack_trace is not None
    assert len(redacted.stack_trace) <= LONGEST
    assert (redacted.stack_trace[:6], redacted.stack_trace[-5:]) == ("first\n", "\nlast")
    assert redacted.marks == (Mark("stack_trace", MarkReason.CUT, f"{len(trace)} characters"),)
    assert REDACTOR.report(redacted) == redacted


def test_a_text_in_the_context_is_shortened_too() -> None:
    redacted = REDACTOR.report(report(context={"dump": ["word " * 100_000]}))

    assert len(str(redacted.context)) <= LONGEST + 100
    assert [mark.field for mark in redacted.marks] == ["context"]


@pytest.mark.parametrize("filler", ["word ", "line\n", "x"])
@pytest.mark.parametrize("shift", range(0, 60, 7))
def test_no_half_of_a_secret_survives_the_cut(filler: str, shift: int) -> None:
    key = "ghp_" + "0123456789abcdefghij" * 2
    secret = f"{key}\n" if filler == "line\n" else f"{key} "
    text = filler * 10 + "y" * shift + " " + secret * 20_000

    left = REDACTOR.report(report(message=text)).message

    assert "abcdefghij" not in left
    assert "0123456789" not in left


def test_no_tail_of_a_private_key_survives_the_cut() -> None:
    body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwgg\n" * 20_000
    text = f"-----BEGIN PRIVATE KEY-----\n{body}-----END PRIVATE KEY-----\nafter"

    assert shortened(text).endswith("after")
    assert "MIIE" not in REDACTOR.report(report(message=text)).message
