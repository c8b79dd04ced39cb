"""Lists of values are padded, so that few statements serve all lengths."""

import pytest

from adapters.outbound.sql.rows import padded


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], []), ([1], [1]), ([1, 2], [1, 2]), ([1, 2, 3], [1, 2, 3, 3]), ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 5, 5, 5])],
)
def test_the_last_value_fills_up_to_a_power_of_two(values: list[int], expected: list[int]) -> None:
    assert padded(iter(values)) == expected
