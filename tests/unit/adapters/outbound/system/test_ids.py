"""UUIDv7."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.system.ids import SystemIds
from tests.support.strategies import NOON


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=50))
def test_ids_of_one_process_sort_in_the_order_in_which_they_were_made(offsets_ms: list[int]) -> None:
    ids = SystemIds()
    made = [ids.new(NOON + timedelta(milliseconds=offset_ms)) for offset_ms in sorted(offsets_ms)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_an_id_tells_its_moment_to_the_millisecond() -> None:
    made = SystemIds().new(NOON)

    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(NOON.timestamp() * 1_000)
