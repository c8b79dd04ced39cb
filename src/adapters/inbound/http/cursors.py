"""Opaque places in a list, which clients hand back as they got them."""

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from flask import request

from adapters.inbound.http.problems import FieldFault, Problem, ProblemKind
from domain.severity import Severity


@dataclass(frozen=True, slots=True)
class Cursor:
    """Goes on after (`older`) or before what has this id; of that severity, where the list is ordered by it."""

    error_id: UUID
    older: bool
    severity: Severity | None = None

    def __str__(self) -> str:
        rank = b"" if self.severity is None else bytes([self.severity.rank])
        raw = (b"o" if self.older else b"n") + self.error_id.bytes + rank
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    @classmethod
    def parse(cls, text: str, *, by_severity: bool = False) -> "Cursor":
        """The cursor. Raises Problem (422) for what never was one of a list in this order."""
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            severity = Severity.from_rank(raw[17]) if by_severity else None
        except (binascii.Error, ValueError, IndexError, KeyError):
            raw, severity = b"", None
        if len(raw) != 17 + by_severity or raw[:1] not in (b"o", b"n"):
            fault = FieldFault("cursor", "is not one of this list", "a cursor out of `next` or `previous`")
            raise Problem(ProblemKind.INVALID, "1 field does not fit; see `errors`.", errors=[fault])
        return cls(UUID(bytes=raw[1:17]), raw[:1] == b"o", severity)


def link_with(path: str, cursor: str) -> str:
    """A path on this server with the present filters: a host in it would come out of a header of the request."""
    filters = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    return f"{path}?{urlencode([*filters, ('cursor', cursor)])}"
