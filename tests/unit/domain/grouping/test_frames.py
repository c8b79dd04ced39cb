"""What holds for the traces of every language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.grouping.frames import parse_frames
from tests.unit.domain.grouping import traces

TRACE_LIKE = st.lists(
    st.sampled_from(
        [line for trace in traces.ALL.values() for line in trace.split("\n")]
        + [
            'File "',
            '", line ',
            "#0 ",
            "at ",
            "@",
            "(",
            ")",
            ":",
            "://",
            "Caused by: ",
            "::",
            "{closure",
            "<",
            "$$",
            "->",
        ]
    )
    | st.text(max_size=20),
    max_size=12,
).flatmap(lambda parts: st.sampled_from(["", " ", "\n"]).map(lambda glue: glue.join(parts)))


@pytest.mark.parametrize(
    "trace", [None, "", "nothing of the kind", "   at Shop.Cart.Add(String s) in C:\\Cart.cs:line 5"]
)
def test_what_is_in_no_known_form_has_no_frames(trace: str | None) -> None:
    assert parse_frames(trace) == ()


@given(TRACE_LIKE)
def test_any_text_can_be_parsed(trace: str) -> None:
    assert len(parse_frames(trace)) <= 100


@pytest.mark.parametrize("language", traces.ALL)
def test_line_ends_of_windows_change_nothing(language: str) -> None:
    trace = traces.ALL[language]

    assert parse_frames(trace.replace("\n", "\r\n")) == parse_frames(trace)


@pytest.mark.parametrize(
    "seed",
    [
        "a",
        "at ",
        "at at at",
        "(",
        "#0 #0 ",
        "\n#0 ",
        "\nat a(",
        'File "x", line ',
        "@",
        "x@y:1:1\n",
        "Caused by: ",
        ":",
        "1-",
        " > ",
    ],
)
def test_a_megabyte_of_anything_is_read_at_its_ends_only(seed: str) -> None:
    assert len(parse_frames(seed * (2**20 // len(seed)))) <= 100


def test_the_fault_is_found_at_the_end_of_a_long_traceback() -> None:
    deep = '  File "/srv/shop/a.py", line 1, in again\n    again()\n' * 5_000

    assert parse_frames(deep + '  File "/srv/shop/a.py", line 9, in fault\n')[0].function == "fault"
