"""One text message: its alphabet, its length, its link."""

# ruff: noqa: RUF001

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.sms.gsm7 import SEPTETS, septets, written
from adapters.outbound.sms.text import fitted
from domain.display_text import unlinked

LINK = "https://errors.example.test/a/0123456789abcdefABCDEF"


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("abc", 3), ("ÄÖÜß", 4), ("[x]", 5), ("€", 2), ("ç", None), ("шум", None)]
)
def test_the_length_in_septets(text, length):
    assert septets(text) == length


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("“quoted” – and…", '"quoted" - and...'),
        ("façade Łódź naïve", "facade Lódz naive".replace("ó", "o")),
        ("Größe für Ärger", "Größe für Ärger"),
        ("сбой", "?"),
        ("сбой 42 שגיאה", "? 42 ?"),
        ("really?? yes", "really?? yes"),
        ("🔥🔥 down", "? down"),
        ("ｅｒｒｏｒ", "error"),
        ("a\n\tb", "a b"),
    ],
)
def test_what_the_alphabet_lacks_is_written_otherwise(text, shown):
    assert written(text) == shown


@given(text=st.text(max_size=400))
def test_whatever_the_text_it_fits_and_the_link_is_whole(text):
    message = fitted(text, LINK, "Open:")

    length = septets(message)
    assert length is not None
    assert length <= SEPTETS
    assert message.endswith(f" Open: {LINK}")


@given(text=st.text(alphabet="evil.com/ ｅｖｉｌ．ｃｏｍ://@…", max_size=300))
def test_neither_cutting_nor_writing_otherwise_makes_a_link(text):
    said = fitted(text, LINK, "Open:").removesuffix(LINK)

    assert unlinked(said) == said


@pytest.mark.parametrize("link", ["https://errors.example.test/" + "x" * 100, "https://bücher.example/č"])
def test_a_link_that_does_not_fit_is_left_out_and_never_cut(link):
    assert fitted("[CRITICAL] shop: broken", link, "Open:") == "[CRITICAL] shop: broken"


def test_what_a_link_is_for_is_left_out_before_the_link_is():
    link = "https://errors.example.test/" + "x" * 85

    assert fitted("x" * 99, link, "Acknowledge:") == f"{'x' * 43}... {link}"


def test_a_text_that_fits_is_not_cut():
    end = f" Open: {LINK}"
    room = SEPTETS - len(end)

    assert fitted("x" * room, LINK, "Open:") == "x" * room + end
    assert fitted("x" * (room + 1), LINK, "Open:") == f"{'x' * (room - 3)}...{end}"
