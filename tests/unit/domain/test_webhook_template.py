"""Templates of payloads: what is reported never becomes more than a value."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.webhook_template import DEFAULT_TEMPLATE, FIELDS, LONGEST_TEXT, fill, template_fault
from tests.support.hostile import INJECTIONS

VALUES = {name: f"<{name}>" for name in FIELDS} | {"count": 12, "release": None, "lines": ["one", "two"]}

texts = st.text(max_size=40) | st.sampled_from(
    ['"', "\\", '","x":"', "{{severity}}", "\u2028", "}}", *INJECTIONS.values()]
)


def test_a_text_that_is_one_placeholder_becomes_the_value_itself():
    template = {"n": "{{count}}", "r": "{{ release }}", "l": "{{lines}}", "s": "{{severity}}"}

    assert fill(template, VALUES) == {"n": 12, "r": None, "l": ["one", "two"], "s": "<severity>"}


def test_within_a_text_values_are_written_out():
    assert fill("{{count}} errors in {{service}}{{release}}: {{lines}}", VALUES) == "12 errors in <service>: one\ntwo"


def test_what_is_no_text_stays_as_it_is():
    template = {"a": [1, 2.5, None, True, {"b": "{{severity}}"}]}

    assert fill(template, VALUES) == {"a": [1, 2.5, None, True, {"b": "<severity>"}]}


@given(said=texts)
def test_what_is_reported_cannot_end_the_text_that_it_stands_in(said):
    template = {"text": "before {{message}} after", "alone": "{{message}}", "other": "{{service}}"}

    filled = json.loads(json.dumps(fill(template, VALUES | {"message": said})))

    assert filled == {"text": f"before {said} after", "alone": said, "other": "<service>"}


def test_placeholders_in_what_is_reported_are_not_filled():
    assert fill("{{message}}", VALUES | {"message": "{{severity}} {{x}}"}) == "{{severity}} {{x}}"


def test_the_default_says_everything_under_its_own_name():
    assert template_fault(DEFAULT_TEMPLATE) is None
    assert fill(dict(DEFAULT_TEMPLATE), VALUES) == VALUES


def test_an_unknown_placeholder_is_refused_with_the_names_of_the_right_ones():
    fault = template_fault({"a": [{"b": "{{severity}} {{sevrity}}"}]})

    assert fault is not None
    assert "{{sevrity}}" in fault
    assert all(name in fault for name in FIELDS)


@pytest.mark.parametrize(
    "template",
    [
        {},
        [],
        "{{severity}}",
        None,
        {"a": "{{severity"},
        {"a": "severity}}"},
        {"a": "{{}}"},
        {"a": "{{severity|upper}}"},
        {"{{severity}}": 1},
        {"a": float("nan")},
        {"a": 2**63},
        {"a": "\x00"},
        {"\ud800": 1},
        {"a": "x" * (LONGEST_TEXT + 1)},
        {"a": [1] * 301},
        {"a": [[[[[[[[[[1]]]]]]]]]]},
    ],
)
def test_what_could_not_be_filled_is_refused_when_it_is_saved(template):
    assert template_fault(template) is not None


@given(
    template=st.dictionaries(
        texts, st.recursive(texts | st.none() | st.integers() | st.floats(), lambda inner: st.lists(inner, max_size=3))
    )
)
def test_whatever_was_saved_can_be_filled(template):
    if template_fault(template) is None:
        json.dumps(fill(template, VALUES), allow_nan=False)
