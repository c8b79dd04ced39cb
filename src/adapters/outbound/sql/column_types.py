"""How values lie in columns, where the two databases differ."""

import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import BYTEA, TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _to_microseconds(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _from_microseconds(stored: int | None) -> datetime | None:
    return None if stored is None else _EPOCH + timedelta(microseconds=stored)


class _Converted(TypeDecorator[T]):
    """Hands values to the driver, and takes them from it, by one function each way; None stays None."""

    impl: type[TypeEngine[Any]] = LargeBinary
    cache_ok = True
    to_driver: Callable[[Any], Any]
    from_driver: Callable[[Any], Any]

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:  # noqa: ARG002
        """Passes over the processor of `impl`, which only wraps."""
        return self.to_driver

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002
        """The way back."""
        return self.from_driver


class _Microseconds(_Converted[datetime]):
    """Microseconds since 1970 in an integer: exact, sorts by time, a third of the bytes of ISO text. A naive moment
    is refused by a TypeError.
    """

    impl = BigInteger
    cache_ok = True
    to_driver = staticmethod(_to_microseconds)
    from_driver = staticmethod(_from_microseconds)


class _UuidBytes(_Converted[UUID]):
    """The 16 bytes, which sort as the id does; the 32 hexadecimal digits of `Uuid` double every index."""

    cache_ok = True
    to_driver = staticmethod(lambda value: None if value is None else value.bytes)
    from_driver = staticmethod(lambda stored: None if stored is None else UUID(bytes=stored))


_PLAIN, _PACKED = b"\x00", b"\x01"
_PACK_FROM_BYTES = 512
"""Below this, packing saves less than a row's overhead."""


def _pack(text: str | None) -> bytes | None:
    if text is None:
        return None
    plain = text.encode()
    if len(plain) < _PACK_FROM_BYTES:
        return _PLAIN + plain
    # A window of 8 KB: with zlib's default every call takes 256 KB of fresh memory, which costs more than the packing
    # (159 against 69 µs for the two texts of a 10 KB error, at the same size). One call, since each lets go of the
    # interpreter, and the thread that stores for all others has to queue for it again.
    return _PACKED + zlib.compress(plain, level=1, wbits=13)


def _unpack(stored: bytes | None) -> str | None:
    if stored is None:
        return None
    body = stored[1:]
    return (zlib.decompress(body) if stored[:1] == _PACKED else body).decode()


class _PackedText(_Converted[str]):
    """Text of some kilobytes as bytes: a byte that says how, then UTF-8, plain or packed with zlib."""

    cache_ok = True
    to_driver = staticmethod(_pack)
    from_driver = staticmethod(_unpack)


MOMENT: TypeEngine[datetime] = _Microseconds().with_variant(TIMESTAMP(timezone=True), "postgresql")
"""A moment, aware and in UTC, to the microsecond."""

ID: TypeEngine[UUID] = _UuidBytes().with_variant(Uuid(), "postgresql")
"""A UUID."""

TEXT: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts by code point in both databases."""

LONG_TEXT: TypeEngine[str] = _PackedText()
"""Text of kilobytes that no query searches."""

JSON_TEXT = TEXT
"""JSON kept as it was written: JSONB would rewrite numbers such as 1e300."""

DIGEST: TypeEngine[bytes] = LargeBinary().with_variant(BYTEA(), "postgresql")
"""A digest or a secret."""

SERIAL: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")
"""A number that the database gives; SQLite gives one only to INTEGER."""
