"""From the text of one setting to its value; a ValueError ends the sentence "NAME='text' …"."""

import ipaddress
import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from adapters.outbound.email import address
from bootstrap.setting_reader import masked
from domain.trust import Network

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

_YES, _NO = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_HOST = re.compile(r"[A-Za-z0-9._:%-]{1,253}")


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A number between two others, both included."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
            raise ValueError("is not a whole number")
        if not least <= int(text) <= most:
            raise ValueError(f"is not between {least} and {most}")
        return int(text)

    return parse


def flag(text: str) -> bool:
    """True or false."""
    if text.lower() not in _YES | _NO:
        raise ValueError("is neither true nor false")
    return text.lower() in _YES


def one_of(kind: type[E]) -> Callable[[str], E]:
    """A member of an enumeration, in any case."""

    def parse(text: str) -> E:
        try:
            return kind(text.lower())
        except ValueError:
            raise ValueError(f"is none of {', '.join(kind)}") from None

    return parse


def list_of(parse_one: Callable[[str], T]) -> Callable[[str], tuple[T, ...]]:
    """Values between commas; the fault names the one at fault."""

    def parse(text: str) -> tuple[T, ...]:
        parsed = []
        for part in filter(None, (part.strip() for part in text.split(","))):
            try:
                parsed.append(parse_one(part))
            except ValueError as fault:
                raise ValueError(f"holds {masked(part)!r}, which {fault}") from fault
        return tuple(parsed)

    return parse


def email_address(text: str) -> str:
    """A bare address that mail can be sent to."""
    try:
        return address.recipient(text).spec
    except address.NotAnAddress:
        raise ValueError("is not an email address") from None


def phone_number(text: str) -> str:
    """A number by E.164; blanks, dashes and brackets between its digits are let be."""
    number = re.sub(r"[\s()./-]", "", text)
    if not _PHONE.fullmatch(number):
        raise ValueError("is not a phone number with + and the country's code")
    return number


def sender(text: str) -> str:
    """An address that may have a name before it: `Error Logging <errors@example.org>`."""
    try:
        address.sender(text)
    except address.NotAnAddress:
        raise ValueError("is not an email address") from None
    return text


def host(text: str) -> str:
    """The name or address of a host, without scheme, port or path."""
    if not _HOST.fullmatch(text):
        raise ValueError("is not the name or address of a host")
    return text


def network(text: str) -> Network:
    """A network, or the address of one host."""
    try:
        return ipaddress.ip_network(text)
    except ValueError as fault:
        raise ValueError("is not a network: its address has bits beyond the mask, or is no address") from fault


def existing_file(text: str) -> Path:
    """A file that can be read."""
    path = Path(text)
    if not path.is_file():
        raise ValueError("is not a file that can be read")
    return path


def web_url(text: str) -> str:
    """Where something is found on the web, without a slash at the end."""
    parts = _split(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("does not start with http:// or https:// and a host")
    if parts.username or parts.query or parts.fragment:
        raise ValueError("has a user, a ? or a #, which do not belong there")
    return text.rstrip("/")


def origin(text: str) -> str:
    """What a browser sends as Origin: scheme, host and perhaps a port; or `*` for every web site."""
    if text == "*":
        return text
    if _split(web_url(text)).path:
        raise ValueError("has a path, which an origin has not")
    return web_url(text).lower()


def database_url(text: str) -> str:
    """SQLite with a file, or PostgreSQL."""
    parts = _split(text)
    scheme = parts.scheme.partition("+")[0]
    if scheme == "sqlite":
        if not parts.path.strip("/") or ":memory:" in parts.path:
            raise ValueError("names no file, and what is in memory only is lost when it stops")
        return text
    if scheme not in {"postgresql", "postgres"}:
        raise ValueError("names a database that this version does not know (it knows sqlite and postgresql)")
    if not parts.path.strip("/"):
        raise ValueError("names no database")
    return re.sub(r"^postgres(?=[+:])", "postgresql", text)


def redis_url(text: str) -> str:
    """A Redis server, over TCP, TLS or a socket of this host."""
    if _split(text).scheme not in {"redis", "rediss", "unix"}:
        raise ValueError("does not start with redis://, rediss:// or unix://")
    return text


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError:
        # Its own words repeat the text, in which there may be a password.
        raise ValueError("is not a URL") from None
