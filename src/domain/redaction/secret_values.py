"""Secrets that their own form gives away: keys, JWTs, credentials in URLs.

Each rule first looks for one rare character or literal that its pattern cannot do without.
"""

import re
from binascii import Error as NotBase64
from binascii import a2b_base64
from collections.abc import Iterator

from domain.redaction.stand_ins import MASK, replace_spans

_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----"
    r"(?>(?:[^\-]++|-(?!----))*)(?>(?:-----END [A-Z0-9 ]{0,60}+-----)?)"
)
_JWT = re.compile(r"eyJ[\w\-]*+(?>(?:\.[\w\-]++)*)", re.ASCII)
_AUTHORIZATION = re.compile(r"(?i:bearer)\s{1,8}+([\w\-.~+/]{6,}+=*+)|(?i:basic)\s{1,8}+([A-Za-z0-9+/]{4,}+=*+)")
_SLACK_HOOK = re.compile(r"(?<=/services/)T[A-Za-z0-9]{5,}+/B[A-Za-z0-9]{5,}+/[A-Za-z0-9]{10,}+")

_KEYS_BY_SIGN = (
    (
        re.compile(
            r"_(?<=[huprse][pousrbkmc]_)"
            r"(?:(?<=gh[pousr]_)|(?<=github_)pat_|(?<=[srp]k_)(?:live|test)_|(?<=npm_)|(?<=whsec_))"
        ),
        re.compile(
            r"gh[pousr]_[A-Za-z0-9]{16,}+|github_pat_\w{20,}+|[srp]k_(?:live|test)_[A-Za-z0-9]{8,}+"
            r"|npm_[A-Za-z0-9]{30,}+|whsec_[A-Za-z0-9+/]{16,}+=*+",
            re.ASCII,
        ),
    ),
    (
        re.compile(r"-(?<=sk-)|-(?<=lpat-)|-(?<=xox[abeoprs]-)|-(?<=xapp-)"),
        re.compile(
            r"(?<![A-Za-z0-9])sk-[\w\-]{20,}+|glpat-[\w\-]{16,}+|xox[abeoprs]-[A-Za-z0-9\-]{8,}+|xapp-[\w\-]{16,}+",
            re.ASCII,
        ),
    ),
    (
        re.compile(r"I(?<=A[KS]I)A|Iza"),
        re.compile(r"(?:AKIA|ASIA)[A-Z0-9]{12,}+|AIza[\w\-]{30,}+", re.ASCII),
    ),
    (re.compile("-----BEGIN"), _PRIVATE_KEY),
    (re.compile("/services/T"), _SLACK_HOOK),
    (re.compile(r"G(?<=SG)\."), re.compile(r"SG\.[\w\-]{16,}+\.[\w\-]{16,}+", re.ASCII)),
)
"""GitHub, Stripe, npm; OpenAI, GitLab, Slack; AWS, Google; SendGrid: each after the character that leads to it."""

_JWT_SIGN = re.compile("J(?<=eyJ)")
_SCHEME = re.compile(r"b(?:earer|asic)\s")
_SCHEME_IN_ANY_CASE = re.compile(_SCHEME.pattern, re.IGNORECASE)
_SIGNS = (*(sign for sign, _ in _KEYS_BY_SIGN), _JWT_SIGN)


def key_signs(text: str) -> Iterator[int]:
    """Where a key may be."""
    for sign in _SIGNS:
        if sign.search(text):
            yield from (match.start() for match in sign.finditer(text))
    yield from (match.start() for match in _schemes(text))


def mask_keys(text: str) -> str:
    """Private key blocks, JWTs, authorization schemes and the well-known forms of keys."""
    for sign, keys in _KEYS_BY_SIGN:
        if sign.search(text):
            text = keys.sub(MASK, text)
    if _JWT_SIGN.search(text):
        text = _JWT.sub(_jwt, text)
    if next(_schemes(text), None):
        text = _AUTHORIZATION.sub(_authorization, text)
    return text


def _schemes(text: str) -> Iterator[re.Match[str]]:
    """In lower case, unless that moves the places."""
    lower = text.lower()
    return _SCHEME.finditer(lower) if len(lower) == len(text) else _SCHEME_IN_ANY_CASE.finditer(text)


def _jwt(match: re.Match[str]) -> str:
    """Long enough to be one: the shortest header alone has 20 characters."""
    return MASK if len(match[0]) >= 17 else match[0]


def _authorization(match: re.Match[str]) -> str:
    """Tells credentials from prose: "Bearer authentication failed", "basic usage"."""
    bearer, basic = match[1], match[2]
    secret = _looks_random(bearer) if bearer else _is_user_and_password(basic)
    return match[0][: match.start(match.lastindex or 0) - match.start()] + MASK if secret else match[0]


def _looks_random(word: str) -> bool:
    return len(word) >= 20 or any(c.isdigit() for c in word) or (word.lower() != word and not word.istitle())


def _is_user_and_password(encoded: str) -> bool:
    """Whether Base64 of user:password, also where it was cut."""
    try:
        return b":" in a2b_base64(encoded[: len(encoded) // 4 * 4])
    except NotBase64:
        return False


_USER_INFO = re.compile(r"(?>(?:[^\s/?#\"'<>`\\@]*+@)+)")
_ODD_PASSWORD = re.compile(r"[^\s/?#\"'<>@:\[]{0,100}+:(?!\d{0,5}+(?:[/?#\s]|\Z))[^\s\"'<>]{1,256}@")
_DIALLED = re.compile(r"@(?:tcp|unix|udp)\(")
_RUN_BACKWARDS = re.compile(r"[^\s\"'`=]{1,256}+")


def mask_credentials(text: str) -> str:
    """user:password@ in URLs and in the data source names of Go; scheme and host stay."""
    if "@" not in text:
        return text
    if "://" in text:
        text = replace_spans(text, _user_infos(text))
    return replace_spans(text, _dialled(text)) if _DIALLED.search(text) else text


def _user_infos(text: str) -> list[tuple[int, int, str]]:
    """Up to the last @ of the authority; a password with a slash in it is recognised by what is no port."""
    spans = []
    at = text.find("://")
    while at >= 0:
        match = _USER_INFO.match(text, at + 3) or _ODD_PASSWORD.match(text, at + 3)
        if match and match.end() - 1 > at + 3:
            spans.append((at + 3, match.end() - 1, MASK))
        at = text.find("://", match.end() if match else at + 3)
    return spans


def _dialled(text: str) -> list[tuple[int, int, str]]:
    spans = []
    done = 0
    for match in _DIALLED.finditer(text):
        before = _RUN_BACKWARDS.match(text[max(done, match.start() - 256) : match.start()][::-1])
        if before:
            spans.append((match.start() - before.end(), match.start(), MASK))
        done = match.end()
    return spans
