"""Mail addresses that can be put on an envelope and into a header."""

import re
from dataclasses import dataclass
from email.headerregistry import Address

from domain.display_text import safe_line

_LABEL = r"[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?"
_ADDRESS = re.compile(rf"([^\s@<>()\[\],;:\\\"]{{1,64}})@({_LABEL}(?:\.{_LABEL})*)")
_NAMED = re.compile(r"\s*\"?([^\"<>]*?)\"?\s*<([^<>]*)>\s*")
_LONGEST = 254
"""RFC 5321: a path has 256 octets, two of which are its brackets."""


class NotAnAddress(ValueError):
    """The text is no mail address, or one that cannot be written to."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A checked address. `domain` is ASCII; `local` may not be, and then asks for SMTPUTF8."""

    local: str
    domain: str
    name: str = ""

    @property
    def spec(self) -> str:
        """The bare address."""
        return f"{self.local}@{self.domain}"

    @property
    def header(self) -> Address:
        """The address as a header holds it."""
        return Address(self.name, self.local, self.domain)

    @property
    def needs_smtputf8(self) -> bool:
        """Whether servers without SMTPUTF8 (RFC 6531) cannot take it."""
        return not self.local.isascii()


def recipient(text: str) -> Mailbox:
    """A bare address. Raises NotAnAddress."""
    found = _ADDRESS.fullmatch(text)
    if found is None or safe_line(text, _LONGEST) != text:
        raise NotAnAddress(f"not a mail address: {safe_line(text, 100)!r}")
    try:
        domain = found[2].encode("idna").decode()
    except UnicodeError:
        raise NotAnAddress(f"not a domain of mail: {safe_line(found[2], 100)!r}") from None
    return Mailbox(found[1], domain)


def sender(text: str) -> Mailbox:
    """An address that may have a name before it: `Error Logging <errors@example.org>`. Raises NotAnAddress."""
    named = _NAMED.fullmatch(text)
    if named is None:
        return recipient(text.strip())
    bare = recipient(named[2].strip())
    # Python's email package reads an encoded word (RFC 2047) that it is given, and writes what that hid into the
    # header: a line break even.
    return Mailbox(bare.local, bare.domain, safe_line(named[1], 100).replace("=?", "= ?"))
