"""The domain's rules for single fields, asked at the door."""

from collections.abc import Callable
from typing import Any, TypeAlias

from marshmallow import ValidationError

Check: TypeAlias = Callable[[Any], Any]


def by_rule(fault_of: Callable[[Any], str | None]) -> Check:
    """A check that refuses what the rule finds a fault in, so that all faulty fields are named at once."""

    def check(value: Any) -> None:
        if value is not None and (fault := fault_of(value)) is not None:
            raise ValidationError(fault)

    return check
