"""No secret is stored: by name, by form, nested, quoted, escaped, cut; and what is none stays readable."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.error_report import ErrorReport, JsonValue, Mark, MarkReason
from domain.limits import cut_to_limits
from domain.redaction import Redactor
from domain.storable import make_storable
from tests.support.strategies_reports import error_reports, json_values, plantings, trapped_texts
from tests.unit.domain.redaction_corpus import (
    MUST_KEEP,
    MUST_MASK,
    PLAIN_KEYS,
    SECRET,
    SECRET_KEYS,
    SECRETS_BY_FORM,
)

redactor = Redactor(b"key of the tests")


def report_of(**said: object) -> ErrorReport:
    return ErrorReport(**{"service": "checkout", "error_type": "Boom", "message": "it broke", **said})  # type: ignore[arg-type]


def deep(value: JsonValue, levels: int) -> JsonValue:
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("text", MUST_MASK)
def test_a_named_secret_is_masked_in_free_text(text: str) -> None:
    assert SECRET not in redactor.text(text)


@pytest.mark.parametrize("around", ["{}", "x {} y", "({})", '"{}"', "a\n{}\nb", "id:{}, z", "={};", "é {} é", "[{}]"])
@pytest.mark.parametrize("secret", SECRETS_BY_FORM)
def test_a_secret_is_recognised_by_its_form(secret: str, around: str) -> None:
    redacted = redactor.text(around.format(secret))

    assert secret not in redacted
    assert redacted.startswith(around.partition("{}")[0])


@pytest.mark.parametrize("text", MUST_KEEP)
def test_what_is_no_secret_stays_the_same_object(text: str) -> None:
    value: JsonValue = {"message": [text]}

    assert redactor.text(text) is text
    assert Redactor(b"another").value(value) is value


@pytest.mark.parametrize("key", SECRET_KEYS)
@pytest.mark.parametrize("value", ["abc", 1234, 1.5, ["abc"], {"a": "abc"}])
def test_the_value_of_a_secret_key_is_masked_whatever_its_type(key: str, value: JsonValue) -> None:
    assert redactor.value({"request": [{key: value, "id": 7}]}) == {"request": [{key: "[redacted]", "id": 7}]}


@pytest.mark.parametrize("value", [None, True, False, "", [], {}])
def test_nothing_under_a_secret_key_stays_nothing(value: JsonValue) -> None:
    assert redactor.value({"password": value}) == {"password": value}


@pytest.mark.parametrize("key", PLAIN_KEYS)
def test_a_key_that_only_contains_the_letters_of_a_secret_keeps_its_value(key: str) -> None:
    value: JsonValue = {key: "abc"}

    assert redactor.value(value) is value


def test_headers_as_pairs_and_as_named_values_are_masked() -> None:
    value: JsonValue = [[["Cookie", "a=b"], ["Host", "x"]], {"name": "X-Api-Key", "value": "abc"}]

    assert redactor.value(value) == [
        [["Cookie", "[redacted]"], ["Host", "x"]],
        {"name": "X-Api-Key", "value": "[redacted]"},
    ]


def test_secrets_in_keys_and_numbers_are_masked_too() -> None:
    redacted = redactor.value({"bob@example.com": 1, "card": 4111111111111111, "order": 4111111111111112})

    assert list(redacted.values()) == [1, "[redacted]", 4111111111111112]  # type: ignore[union-attr]
    assert "bob" not in json.dumps(redacted)


def test_keys_that_become_the_same_keep_both_values() -> None:
    redacted = redactor.value({"bob@example.com": 1, "BOB@example.com": 2})

    assert sorted(redacted.values()) == [1, 2]  # type: ignore[union-attr]


def test_one_person_has_one_pseudonym_wherever_they_appear() -> None:
    first = redactor.text("bob@example.com")

    assert redactor.text("mail to BOB@Example.com failed") == f"mail to {first} failed"
    assert redactor.text("?mail=bob%40example.com") == f"?mail={first}"
    assert redactor.text("eve@example.com") != first
    assert Redactor(b"another key").text("bob@example.com") != first


def test_one_address_has_one_pseudonym_however_it_is_written() -> None:
    assert redactor.text("2001:DB8:0:0::1") == redactor.text("2001:db8::1")
    assert redactor.text("::ffff:203.0.113.7") == redactor.text("203.0.113.7")


def test_a_report_is_redacted_in_every_field() -> None:
    secret = "password=hunter2Xy"
    names = ("service", "error_type", "message", "environment", "endpoint", "release", "user_id", "session_id", "url",
             "user_agent", "stack_trace", "fingerprint")  # fmt: skip
    said = dict.fromkeys(names, secret)
    mark = Mark(secret, MarkReason.UNKNOWN_SEVERITY, secret)

    redacted = redactor.report(report_of(**said, context={"a": secret, secret: 1}, marks=(mark,)))

    assert "hunter2Xy" not in repr(redacted)


def test_the_session_of_a_report_becomes_a_pseudonym() -> None:
    redacted = redactor.report(report_of(session_id="38afes7a8", message="session_id=38afes7a8 was lost"))

    assert redacted.session_id is not None
    assert redacted.session_id.startswith("<session:")
    assert redacted.message == f"session_id={redacted.session_id} was lost"


def test_a_user_keeps_their_id_unless_it_is_an_email_address() -> None:
    assert redactor.report(report_of(user_id="u-4711")).user_id == "u-4711"
    assert "@" not in str(redactor.report(report_of(user_id="bob@example.com")).user_id)


def test_four_numbers_are_a_version_where_a_version_stands() -> None:
    report = report_of(release="1.2.3.4", user_agent="okhttp/4.9.0.1", context={"app_version": "1.2.3.4"})

    assert redactor.report(report) is report


def test_a_user_is_found_again_by_the_id_as_sent_and_as_stored() -> None:
    digest = redactor.user_digest("checkout", "bob@example.com")

    assert len(digest) == 32
    assert redactor.user_digest("checkout", redactor.text("bob@example.com")) == digest
    assert redactor.user_digest("checkoutb", "ob@example.com") != digest


@settings(deadline=None, max_examples=300)
@given(trapped_texts)
@example("password=[redacted]x")
@example("sid=<session:1a2b3c4d5e>x")
@example("password=[a]]b")
def test_redacting_a_text_twice_changes_nothing_more(text: str) -> None:
    once = redactor.text(text)

    assert redactor.text(once) == once


@settings(deadline=None, max_examples=60)
@given(json_values)
def test_redacting_a_value_twice_changes_nothing_more(value: JsonValue) -> None:
    once = redactor.value(value)

    assert repr(redactor.value(once)) == repr(once)


@settings(deadline=None, max_examples=40)
@given(error_reports)
def test_redacting_a_report_twice_changes_nothing_more(report: ErrorReport) -> None:
    once = redactor.report(report)

    assert redactor.report(once) is once


@settings(deadline=None, max_examples=60)
@given(st.lists(trapped_texts, max_size=6), st.lists(trapped_texts, max_size=6))
def test_what_was_seen_before_changes_no_answer(seen: list[str], texts: list[str]) -> None:
    warm = Redactor(b"key of the tests")
    warm.value([*seen, "\n".join(seen * 20)])
    long = "\n".join(texts * 20)

    assert warm.value([*texts, long]) == [*(redactor.text(text) for text in texts), redactor.text(long)]


@settings(deadline=None, max_examples=150)
@given(plantings())
def test_no_planted_secret_survives_wherever_it_is_nested(planting: tuple[str, JsonValue]) -> None:
    secret, value = planting

    assert secret not in json.dumps(redactor.value(value), ensure_ascii=False)


@settings(deadline=None, max_examples=50)
@given(plantings(), st.integers(0, 70_000))
def test_no_part_of_a_secret_survives_the_cut(planting: tuple[str, JsonValue], before: int) -> None:
    secret, value = planting
    long = " " * before + json.dumps(value) + " " * 35_000

    stored = cut_to_limits(make_storable(redactor.report(report_of(message=long, context={"a": long, "b": value}))))

    said = stored.message + json.dumps(dict(stored.context))
    assert not [part for part in (secret, secret[:10], secret[-10:]) if part in said]


@settings(deadline=None, max_examples=40)
@given(error_reports)
def test_no_report_is_too_odd_to_prepare(report: ErrorReport) -> None:
    prepared = cut_to_limits(make_storable(redactor.report(report)))

    assert json.dumps(dict(prepared.context), allow_nan=False).encode()


def test_nesting_of_a_thousand_levels_is_redacted_without_recursion_errors() -> None:
    assert "hunter2Xy" not in repr(redactor.value(deep({"password": "hunter2Xy"}, 1_000)))
    assert "hunter2Xy" not in repr(redactor.value(deep({"password": "hunter2Xy"}, 30)))


@pytest.mark.parametrize(
    "unit",
    ["a", "1", "1 ", ".", ":", "=", "@", '"', "\\", "[", "{", "(", "<", "-", " ", "%3D", "a@", "a@a.", "1.", "1:", "::",
     "password=", "password", 'password="', "password='\\", "token={", "token: [", "Cookie:", "--token ", "<token>",
     "<token a", "://", "://a:", "://a:b", "eyJ", "eyJ.", "ghp_", "-----BEGIN PRIVATE KEY-----", "Bearer ", "sid=a,",
     "api key", "password=a;", "password=a&", "password=\\'\"", "&quot;pin&quot;:", "4111 ", "I", "pwd =\t"],
)  # fmt: skip
def test_a_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    assert isinstance(redactor.text(unit * (50_000 // len(unit))), str)
