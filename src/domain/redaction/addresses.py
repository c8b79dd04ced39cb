"""Email and IP addresses: each becomes a pseudonym by which the same one is still recognised.

Kept as they are: loopback, unspecified, masks and networks (255.255.255.0, N.0.0.0), and what is a version.
Private addresses are pseudonyms too: inside a company they name a person's machine.
"""

import re
from collections.abc import Iterator
from ipaddress import IPv6Address

from domain.redaction.stand_ins import Pseudonyms, replace_spans

_AT = re.compile(r"@(?<=[\w.%+\-]@)(?=[^\W_])")
_AT_OR_ENCODED = re.compile(r"(?:@|%40)(?=[^\W_])")
_AT_SIGN = re.compile("@")
_AT_ENCODED = re.compile("%40")
_LOCAL = re.compile(r"[\w.%+\-]{1,96}+")
_DOMAIN = re.compile(r"(?>(?:[^\W_][\w\-]*+\.(?=\w))+)[^\W\d_][^\W_]{1,23}+(?![\w\-]|\.\w)")
_NO_DOMAIN = re.compile(r"[0-9]+\.[0-9]|.*\.(?:png|jpe?g|gif|svg|webp|css|m?js|jsx|tsx?|py|rb|php|java|html?|map)\Z",
                        re.IGNORECASE)  # fmt: skip
"""A version (react@18.2.0-rc.one) or a file (icon@2x.png)."""


def name_emails(text: str, pseudonyms: Pseudonyms) -> str:
    """Puts a pseudonym for each email address, also where its @ is percent-encoded."""
    encoded = "%" in text and "%40" in text
    if not encoded and "@" not in text:
        return text
    spans = []
    done = 0
    for at in (_AT_OR_ENCODED if encoded else _AT).finditer(text):
        before = _LOCAL.match(text[max(done, at.start() - 96) : at.start()][::-1])
        domain = _DOMAIN.match(text, at.end())
        if before and domain and not _NO_DOMAIN.match(domain[0]) and before[0] != "tig":
            start = at.start() - before.end()
            address = f"{text[start : at.start()]}@{domain[0]}".lower()
            spans.append((start, domain.end(), pseudonyms.name("email", address)))
            done = domain.end()
    return replace_spans(text, spans)


_IPV4_REST = re.compile(r"\.(?!0\.0\.0(?![.0-9]))[0-9]{1,3}+\.[0-9]{1,3}+\.[0-9]{1,3}+(?![A-Za-z0-9]|\.[0-9])")
_IPV4_FIRST = re.compile(r"(?:\A|[^A-Za-z0-9.]|\\[nrt]|%[0-9A-F]{2})([0-9]{1,3})\Z")
_VERSION_BEFORE = re.compile(
    r"(?i:\b(?:version|release|build|ver|v|rev|oid|firmware)\W{0,4}|[=<>~^!]=\s?|[~^]|[a-z]-)\Z"
)
_PACKAGE_AFTER = re.compile(r"(?:-[A-Za-z]|\.(?:jar|war|zip|tar|tgz|whl|gz|dll|so|exe|egg|nupkg|gem|deb|rpm)\b)")


def name_ipv4(text: str, pseudonyms: Pseudonyms) -> str:
    """Puts a pseudonym for each IPv4 address; "v1.2.3.4", "version 1.2.3.4" and "app-1.2.3.4.jar" stay."""
    spans = []
    for rest in _IPV4_REST.finditer(text):
        at = rest.start()
        first = _IPV4_FIRST.search(text[max(0, at - 6) : at])
        if first is None:
            continue
        start = at - len(first[1])
        if _is_version(text, start, rest.end()):
            continue
        name = _ipv4_name(text[start : rest.end()], pseudonyms)
        if name:
            spans.append((start, rest.end(), name))
    return replace_spans(text, spans)


def address_signs(text: str) -> Iterator[int]:
    """Where an address may be: @ (of credentials too), three dots between digits, the colons of IPv6."""
    for sign in (_AT_SIGN, _AT_ENCODED, _IPV4_REST, _IPV6_SIGN):
        if sign.search(text):
            yield from (match.start() for match in sign.finditer(text))


def _is_version(text: str, start: int, end: int) -> bool:
    return bool(_VERSION_BEFORE.search(text[max(0, start - 16) : start]) or _PACKAGE_AFTER.match(text, end))


_IPV6_SIGN = re.compile(r":(?::|[0-9A-Fa-f]{1,4}+:[0-9A-Fa-f]{1,4}+:)")
_IPV6_BACKWARDS = re.compile(r"[0-9A-Fa-f:]{0,40}+")
_IPV6_RUN = re.compile(r"[0-9A-Fa-f:]*+")
_IPV6_LONGEST = 39
_IPV6_ONWARDS = re.compile(r"[0-9A-Fa-f:]{0,39}+(?>(?:(?:\.[0-9]{1,3}){3})?)(?![A-Za-z0-9_])")


def name_ipv6(text: str, pseudonyms: Pseudonyms) -> str:
    """Puts a pseudonym for each IPv6 address; times, MAC addresses and a::b of programs stay."""
    spans = []
    done = 0
    sign = _IPV6_SIGN.search(text)
    while sign:
        before = _IPV6_BACKWARDS.match(text[max(done, sign.start() - 40) : sign.start()][::-1])
        start = sign.start() - before.end() if before else sign.start()
        onwards = _IPV6_ONWARDS.match(text, sign.start())
        span = _ipv6_span(text, start, onwards.end(), pseudonyms) if onwards else None
        if span:
            spans.append(span)
        done = span[1] if span else done
        sign = _IPV6_SIGN.search(text, max(done, onwards.end() if onwards else _run_end(text, sign.start())))
    return replace_spans(text, spans)


def _run_end(text: str, begin: int) -> int:
    """How far nothing can be an address where too much follows, or a letter does: all signs until there fail alike."""
    run = _IPV6_RUN.match(text, begin)
    end = run.end() if run else begin + 1
    return end if end - begin <= _IPV6_LONGEST else end - _IPV6_LONGEST


def _ipv6_span(text: str, start: int, end: int, pseudonyms: Pseudonyms) -> tuple[int, int, str] | None:
    """The address within these colons and digits: all of them, or without a word that ends in front ("id:")."""
    end = start + len(text[start:end].rstrip(":"))
    in_word = text[start - 1 : start].isalnum() and start > 0
    for begin in (start, max(start, text.find(":", start, end) + 1)):
        name = None if in_word and begin == start else _ipv6_name(text[begin:end], pseudonyms)
        if name:
            return begin, end, name
    return None


def _ipv4_name(address: str, pseudonyms: Pseudonyms) -> str | None:
    """None for what is no address, or is nobody's."""
    octets = [int(octet) for octet in address.split(".")]
    if max(octets) > 255 or octets[0] in (127, 255) or octets[1:] == [0, 0, 0]:
        return None
    return pseudonyms.name("ip", ".".join(map(str, octets)))


def _ipv6_name(address: str, pseudonyms: Pseudonyms) -> str | None:
    """An IPv4 address in it has the same pseudonym as alone."""
    if "::" not in address and address.count(":") < 6:
        return None  # Said first, since an exception costs ten times as much, and times have two colons.
    try:
        parsed = IPv6Address(address)
    except ValueError:
        return None
    if parsed.ipv4_mapped:
        return _ipv4_name(str(parsed.ipv4_mapped), pseudonyms)
    if parsed.is_loopback or parsed.is_unspecified or not any(c.isdigit() for c in address):
        return None
    # Of the number: writing it in its shortest form takes longer than all the rest.
    return pseudonyms.name("ip", f"{int(parsed):x}")
