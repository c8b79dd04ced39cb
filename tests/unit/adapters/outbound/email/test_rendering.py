"""A notice as text and as HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.email.rendering import render
from application.notice import compose
from domain.severity import Severity
from tests.support.builders_notices import DASHBOARD, HOSTILE, Markup, a_message, a_report, hostile_message

LINK = f"{DASHBOARD}/admin/error-logging/errors/00000000-0000-7000-8000-00000000000d/"


def html_of(message) -> str:
    return render(compose(message, DASHBOARD))[1]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_reported_text_adds_no_markup_and_no_link(text):
    usual = set(Markup(html_of(a_message())).elements)

    hostile = Markup(html_of(hostile_message(text)))

    assert set(hostile.elements) <= usual
    assert hostile.links == [LINK]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_reported_text_is_no_link_for_programs_that_look_for_some(text):
    plain, html = render(compose(hostile_message(text), DASHBOARD))

    for body in (plain, Markup(html).words):
        rest = body.replace(LINK, "")
        assert [sign for sign in ("://", "www.", "@evil.", "evil.com") if sign in rest] == []


@given(st.text(max_size=60))
def test_no_text_at_all_adds_markup(text):
    usual = Markup(html_of(a_message()))

    hostile = Markup(html_of(a_message(a_report(message=text))))

    assert hostile.elements == usual.elements


def test_what_was_reported_can_be_read_in_both():
    plain, html = render(compose(a_message(a_report(message="a < b & c")), DASHBOARD))

    assert "a < b & c" in plain
    assert "a < b & c" in Markup(html).words


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_has_72_columns_but_for_the_link(text):
    plain = render(compose(hostile_message(text), DASHBOARD))[0]

    assert [line for line in plain.splitlines() if len(line) > 72 and line != LINK] == []


def test_text_tells_in_the_order_of_the_notice():
    plain = render(compose(a_message(), DASHBOARD))[0]

    places = [plain.index(each) for each in ("CRITICAL", "laravel", "production", "DatabaseError: Connection failed")]
    places += [plain.index(each) for each in ("New", "Errors", "Users", "Since", "Release", "Escalates", LINK, "Stack")]
    assert places == sorted(places)


def test_nothing_is_loaded_from_anywhere():
    html = html_of(a_message())

    assert [sign for sign in ("url(", "@import", "<img", "<link", "<script") if sign in html] == []


@pytest.mark.parametrize("severity", Severity)
def test_severities_have_colours_that_white_can_be_read_on(severity):
    html = html_of(a_message(a_report(severity=severity)))

    colour = html.split("padding:12px 16px; background:#")[1][:6]
    assert contrast_with_white(colour) >= 4.5


def contrast_with_white(colour: str) -> float:
    """WCAG 2.1, relative luminance."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def test_parts_that_are_not_there_leave_nothing_behind():
    report = a_report(stack_trace=None, release=None, endpoint=None)
    plain, html = render(compose(a_message(report, owner_id=None, deadline=None), DASHBOARD))

    assert ("Stack" in plain, "Stack" in html, "None" in plain, "None" in html) == (False, False, False, False)
