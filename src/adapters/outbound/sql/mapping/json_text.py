"""JSON as text."""

import json
from typing import Any

import orjson

# `default`: mappings that are no dicts.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=dict)


def to_text(value: Any) -> str:
    """Compact, in the order of the keys as they are; every number reads back as what it was.

    orjson takes 2 µs for a context of 6 KB, where the standard library takes 47; it knows no integers beyond 64 bits.
    """
    try:
        return orjson.dumps(value, default=dict).decode()
    except TypeError:
        return _ENCODER.encode(value)


from_text = json.loads
