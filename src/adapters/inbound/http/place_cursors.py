"""Opaque places in lists that are ordered by something else than an id."""

import base64
import json
from collections.abc import Sequence

from adapters.inbound.http.cursors import link_with
from adapters.inbound.http.problems import FieldFault, Problem, ProblemKind

LONGEST = 1000
"""A name of 100 characters that JSON escapes, and room for more."""


def write_place(keys: Sequence[str | int], *, forwards: bool) -> str:
    """The place behind (else before) these keys of the order."""
    written = json.dumps([forwards, *keys], ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(written).rstrip(b"=").decode()


def read_place(text: str, kinds: Sequence[type]) -> tuple[list[object], bool]:
    """The keys and whether the page lies behind them. Raises Problem (422) for what never was such a place."""
    try:
        forwards, *keys = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError, RecursionError):
        raise not_ours() from None
    if type(forwards) is not bool or [type(key) for key in keys] != list(kinds):
        raise not_ours()
    return keys, forwards


def link_to(path: str, keys: Sequence[str | int] | None, *, forwards: bool) -> str | None:
    """The page behind (else before) these keys, with the present filters; None where there are none."""
    if keys is None:
        return None
    return link_with(path, write_place(keys, forwards=forwards))


def not_ours() -> Problem:
    """What is answered to a cursor that was made up."""
    fault = FieldFault("cursor", "is not one of ours", "a cursor out of `next` or `previous`")
    return Problem(ProblemKind.INVALID, "1 field does not fit; see `errors`.", errors=[fault])
