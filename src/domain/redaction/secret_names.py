"""Which names stand for a secret: whole words across camelCase, snake_case, kebab-case and headers."""

import re
from collections.abc import Callable
from enum import IntEnum
from itertools import pairwise


class NameKind(IntEnum):
    """What a name says about its value; PLAIN, the only false one, says nothing."""

    PLAIN = 0
    VERSION = 1
    """Four numbers with dots are a version here, not an address."""
    SESSION = 2
    """Becomes a pseudonym: errors of one session stay recognisable as such."""
    SECRET = 3
    HEADER = 4
    """A secret that takes the whole line where it is written as a header."""

    @property
    def is_secret(self) -> bool:
        """Whether the value is masked, not only looked at."""
        return self >= NameKind.SECRET


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]++|[0-9]++")


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_HEADERS = frozenset({"authorization", "authorisation", "cookie", "setcookie"})
_SESSIONS = _set_of("sessionid sessionkey sid sessid phpsessid jsessionid sessionidentifier")
_VERSIONS = _set_of("version release build revision ver oid firmware")
_SECRETS = _set_of("""
    accesskey accountkey apikey appkey applicationkey auth authkey backupcode bearer cardnumber cardno ccnumber
    connectionstring creditcard creds csrf cvc cvv cryptkey dsn encryptionkey hmackey jwt kennwort licensekey
    masterkey mnemonic oauth otp pass passcode passphrase passwort pat pin pincode primaryaccountnumber
    privatekey privkey pw pwd recoverycode securitycode servicekey sharedkey signingkey socialsecurity sshkey
    ssn storagekey totp verificationcode xauth xsrf
""")
"""Words, or two neighbouring words written together."""

_SECRET_ENDINGS = ("password", "passwd", "token", "tokens", "secret", "secrets", "apikey", "cookie", "cookies",
                   "credential", "credentials", "authorization")  # fmt: skip
"""Of one word: "csrftoken" and "dbpassword", yet not "tokenizer" or "secretary"."""

_HARMLESS_HEADS = _set_of("""
    age at attempts backend class consent count counts disabled domain enabled endpoint error errors exists
    expired expires expiration expiry failed failure failures field fields format handler host in invalid label len
    length limit limits max message method middleware min missing mode module name names placeholder policy port
    preferences present provider remaining required retries scheme server service settings size status strength
    timeout ttl type types url username usage user valid version
""")
"""In a compound the last word rules: a password_policy is a policy."""

_COUNTED = _set_of("cached completion input max min n new num output prompt reasoning remaining total used")
"""Tokens that are counted, as language models do."""

_QUERY_SECRETS = (["key"], ["sig"], ["signature"], ["hmac"])
"""Too common to mean anything elsewhere, but a secret as the parameter of a URL."""


def _words(name: str) -> list[str]:
    """Lower-case words; numbers at the end say nothing (password2)."""
    words = [word.lower() for word in _WORD.findall(name)]
    while words and words[-1].isdigit():
        words.pop()
    return words


def _is_secret(words: list[str], together: set[str]) -> bool:
    """Whether any word, or two together, names a secret."""
    return not _SECRETS.isdisjoint(together) or any(word.endswith(_SECRET_ENDINGS) for word in words)


def _judge(name: str) -> NameKind:
    words = _words(name)
    if not words:
        return NameKind.PLAIN
    together = {*words, *(first + second for first, second in pairwise(words))}
    if words[-1] in _HARMLESS_HEADS or ("tokens" in together and not _COUNTED.isdisjoint(together)):
        return NameKind.VERSION if not _VERSIONS.isdisjoint(together) else NameKind.PLAIN
    if not _HEADERS.isdisjoint(together):
        return NameKind.HEADER
    if not _SESSIONS.isdisjoint(together):
        return NameKind.SESSION
    if _is_secret(words, together) or "password" in name.lower():
        return NameKind.SECRET
    return NameKind.PLAIN if _VERSIONS.isdisjoint(together) else NameKind.VERSION


def _judge_phrase(backwards: str) -> NameKind:
    phrase = backwards[::-1]
    if phrase[0] in "?&":
        query = phrase[1:]
        return NameKind.SECRET if _words(query)[-1:] in _QUERY_SECRETS else kind_of_name(query)
    before, _, name = phrase.rpartition(" ")
    kind = kind_of_name(name)
    if kind or not before:
        return kind
    return NameKind.SECRET if before.lower() + name.lower() in _SECRETS else kind


class _Judged(dict[str, NameKind]):
    """Remembers short names: the same few come with every report, and a dictionary answers in 30 ns."""

    def __init__(self, judge: Callable[[str], NameKind]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, name: str) -> NameKind:
        kind = self._judge(name)
        if len(name) <= 80:
            if len(self) >= 8192:
                self.clear()
            self[name] = kind
        return kind


kind_of_name = _Judged(_judge).__getitem__
"""What a name says about its value."""

kind_in_text = _Judged(_judge_phrase).__getitem__
"""What the words before a separator say, read from the right: "yek ipa", "drowssap", "yek?"."""
