"""Opaque places in a list, which clients hand back as they got them."""

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

from adapters.inbound.http.problems import FieldFault, Problem, ProblemKind


@dataclass(frozen=True, slots=True)
class Cursor:
    """Goes on before (`older`) or after the error with this id."""

    error_id: UUID
    older: bool

    def __str__(self) -> str:
        raw = (b"o" if self.older else b"n") + self.error_id.bytes
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """The cursor. Raises Problem (422) for what never was one."""
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (binascii.Error, ValueError):
            raw = b""
        if len(raw) != 17 or raw[:1] not in (b"o", b"n"):
            fault = FieldFault("cursor", "is not one of ours", "a cursor out of `next` or `previous`")
            raise Problem(ProblemKind.INVALID, "1 field does not fit; see `errors`.", errors=[fault])
        return cls(UUID(bytes=raw[1:]), raw[:1] == b"o")
