"""What stands in for what was taken out: the mask, and keyed pseudonyms."""

import re
from hashlib import sha256

MASK = "[redacted]"
_BLOCK = 64
"""Bytes of a block of SHA-256."""

STAND_IN = re.compile(r"\[redacted\]|<(?:email|ip|session):[0-9a-f]{10}>")
"""What an earlier redaction left, and none touches again."""


class Pseudonyms:
    """Keyed, so that nobody without the key can try out all addresses; the same input gives the same name."""

    def __init__(self, key: bytes) -> None:
        # What HMAC computes of its key alone, once: a text may hold a hundred thousand addresses.
        block = (key if len(key) <= _BLOCK else sha256(key).digest()).ljust(_BLOCK, b"\0")
        self._inner, self._outer = (sha256(bytes(byte ^ pad for byte in block)) for pad in (0x36, 0x5C))

    def digest(self, *parts: str) -> bytes:
        """HMAC-SHA256 (RFC 2104) of the parts, each led by its length so that none runs into the next."""
        encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
        message = b"".join(b"%d:%b" % (len(part), part) for part in encoded)
        return self._mac(message)

    def name(self, kind: str, original: str) -> str:
        """`<kind:10 hexadecimal digits>`."""
        message = f"{kind}:{original}".encode("utf-8", "surrogatepass")
        return f"<{kind}:{self._mac(message).hex()[:10]}>"

    def _mac(self, message: bytes) -> bytes:
        # Not `hmac.digest`, which lets go of the interpreter for these few bytes: under load that costs a request a
        # turn in the queue of all threads.
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()


def replace_spans(text: str, spans: list[tuple[int, int, str]]) -> str:
    """Replaces (start, end, stand-in), which must be in order and apart; the text itself if there are none."""
    if not spans:
        return text
    pieces: list[str] = []
    done = 0
    for start, end, stand_in in spans:
        pieces += (text[done:start], stand_in)
        done = end
    pieces.append(text[done:])
    return "".join(pieces)
