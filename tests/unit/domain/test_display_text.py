"""Reported text made harmless."""

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.display_text import safe_block, safe_line, unlinked

# Not st.text() alone: it leaves lone surrogates out, and rarely finds what hides.
texts = st.text(st.one_of(st.characters(exclude_categories=()), st.sampled_from("\r\n\t \x1b\u202e\ufe0f\u206a❤.@:/")))
limits = st.integers(min_value=-1, max_value=40)


def test_line_shows_what_would_control_the_terminal():
    assert safe_line("\x1b[31mred\x1b[0m \x00\x07", 100) == r"\x1b[31mred\x1b[0m \x00\x07"


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("pay\u202etxt.exe", r"pay\u202etxt.exe"),
        ("a\u200bb", r"a\u200bb"),
        ("a\u2066b\u2069", r"a\u2066b\u2069"),
        ("\ufeffbom", r"\ufeffbom"),
        ("a\u2028b\u2029c\x85d", r"a\u2028b\u2029c\x85d"),
        ("\U000e0041tag", r"\U000e0041tag"),
        ("\ud800", r"\ud800"),
        ("\u3164", r"\u3164"),
        ("x\ufe0f", r"x\ufe0f"),
    ],
)
def test_what_hides_becomes_a_visible_escape_in_lines_and_blocks(hidden, shown):
    assert (safe_line(hidden, 100), safe_block(hidden, 100)) == (shown, shown)


@pytest.mark.parametrize("text", ["Grüße aus Köln", "שלום עולם", "数据库错误", "🔥 ❤️ 1️⃣", "=cmd|' /C calc'!A0", "<b>"])
def test_what_people_write_stays(text):
    assert safe_line(text, 100) == text


def test_line_has_one_blank_for_breaks_and_blanks():
    assert safe_line("  Connection\xa0\u3000failed\r\n\r\n\tBcc: x@evil  ", 100) == "Connection failed Bcc: x@evil"


def test_block_keeps_lines_and_tabs():
    assert safe_block("\r\na\r\n\tb  \n\nc\n", 100) == "a\n\tb\n\nc"


def test_block_shows_a_carriage_return_that_would_overwrite_a_line():
    assert safe_block("evil\rgood", 100) == r"evil\x0dgood"


def test_cut_keeps_the_head():
    assert safe_line("Connection failed", 12) == "Connection…"


def test_every_format_character_and_separator_is_shown():
    shown = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    characters = [chr(code) for code in range(sys.maxunicode + 1)]

    let_through = [
        hex(ord(each))
        for each in characters
        if unicodedata.category(each) in shown and each in safe_line(f"a{each}", 99)
    ]

    assert [code for code in let_through if code not in {"0xa", "0xd", "0x9"}] == []


@given(texts, limits)
@example("\u206a\ufe0f", 40)
def test_twice_is_once(text, limit):
    line, block = safe_line(text, limit), safe_block(text, limit)

    assert (safe_line(line, limit), safe_block(block, limit)) == (line, block)


@given(texts, limits)
def test_never_longer_than_its_limit_and_always_encodable(text, limit):
    for safe in (safe_line(text, limit), safe_block(text, limit)):
        assert len(safe) <= max(limit, 0)
        safe.encode()


@given(texts)
def test_a_line_is_one_line(text):
    assert len(safe_line(text, 1000).splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://evil.example/a.b?c=d.e now", "see https[:]//evil[.]example/a.b?c=d.e now"),
        ("http://u:p@1.2.3.4:80/", "http[:]//u:p@1[.]2[.]3[.]4:80/"),
        ("www.evil", "www[.]evil"),
        ("(evil.com)", "(evil[.]com)"),
        (".evil.com. -evil.com-x", ".evil[.]com. -evil[.]com-x"),
        ("bit.ly/x evil.guru/x", "bit[.]ly/x evil[.]guru/x"),
        ("evil.рф", "evil[.]рф"),
        (r"//evil.com \\evil.com\x", r"//evil[.]com \\evil[.]com\x"),
        ("x@evil.com y@mail.internal", "x[@]evil[.]com y[@]mail.internal"),
    ],
)
def test_links_are_broken(text, shown):
    assert unlinked(text) == shown


@pytest.mark.parametrize(
    "code",
    [
        "django.db.utils.OperationalError: no such table: users",
        "java.io.IOException at com.example.Shop.pay(Shop.java:12)",
        'File "/srv/app/models/user.py", line 12, in self.client.get',
        "at main.go:12, index.js:3:4, release 1.2.3",
        "java.lang.Object@1a2b3c",
    ],
)
def test_code_stays_readable(code):
    assert unlinked(code) == code


@given(texts)
@example("://://")
@example("http://evil.com/")
def test_unlinking_twice_is_once_and_leaves_no_scheme(text):
    once = unlinked(text)

    assert unlinked(once) == once
    assert "://" not in once
