"""JSON as text."""

import json
from typing import Any

# `default`: mappings that are no dicts.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=dict)


def to_text(value: Any) -> str:
    """Compact, in the order of the keys as they are, numbers as Python writes them (so `1e300` stays that)."""
    return _ENCODER.encode(value)


from_text = json.loads
