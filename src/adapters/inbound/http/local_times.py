"""Times of a day in the API's JSON."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any

from marshmallow import ValidationError, fields

_TO_THE_MINUTE = "^([01][0-9]|2[0-3]):[0-5][0-9]$"


class LocalTime(fields.String):
    """A time of day to the minute, as 09:00."""

    def _serialize(self, value: Any, *_: Any, **__: Any) -> str | None:
        return None if value is None else f"{value:%H:%M}"

    def _deserialize(  # type: ignore[override]
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **said: Any
    ) -> time:
        text = super()._deserialize(value, attr, data, **said)
        if not re.fullmatch(_TO_THE_MINUTE.rstrip("$"), text):
            raise ValidationError("is not a time to the minute, as 09:00")
        return time.fromisoformat(text)


def local_time(**said: Any) -> LocalTime:
    """One that the API takes."""
    says = {"pattern": _TO_THE_MINUTE, "description": "by the zone's clocks"}
    return LocalTime(metadata=says, **said)
