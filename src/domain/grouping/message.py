"""A message with its variable parts removed.

Only the first 2,000 characters are read and the first 1,000 of the result are kept. Both are needed: the
first bounds the work, and the second hides where the first fell, which depends on how long the variable
parts happened to be ("order 9" and "order 10" end their 2,000 characters at different words).
"""

import re
from unicodedata import normalize

from domain.grouping import patterns
from domain.grouping.browser_words import in_common_words
from domain.grouping.bundle import without_hashes
from domain.grouping.quotes import without_quoted_data

READ_CHARACTERS = 2_000
KEPT_CHARACTERS = 1_000

_DIGITS = re.compile("[0-9]++")
_HEX = frozenset("0123456789abcdefABCDEF")
_NAMED = re.compile(r"[A-Za-z][a-z]{2,}+|[A-Z]{4,}+")
_DIRECTORY = re.compile(r"(?:^|/)[A-Za-z]?[a-z]{2,}+/")
_PLACEHOLDERS = {"date": "<time>", "period": "<duration>", "pod": "<id>"}


def without_variable_parts(message: str) -> str:
    """The message in NFC with `<num>`, `<uuid>`, `<time>` … for what varies; lines are kept, spaces are not."""
    text = message[:READ_CHARACTERS]
    if not text.isascii():
        text = normalize("NFC", text)
    text = _without_addresses(in_common_words(text))
    if _DIGITS.search(text) or text.count("-") > 1:  # the second: a UUID or a pod of letters alone
        text = patterns.VARIABLE.sub(_placeholder, text)
    text = _collapsed(without_quoted_data(text))
    return "\n".join(kept for line in text.splitlines() if (kept := " ".join(line.split())))[:KEPT_CHARACTERS]


def _without_addresses(text: str) -> str:
    """What needs a rare character to be there at all: looking for that first costs next to nothing."""
    if "<" in text:
        text = patterns.PSEUDONYM.sub(r"<\1>", text)
    if "@" in text:
        text = patterns.EMAIL.sub("<email>", text)
        text = patterns.OBJECT_ADDRESS.sub("@<address>", text)
    if "?" in text:
        text = patterns.QUERY.sub("?<query>", text)
    if "::" in text or text.count(":") >= 7:
        text = patterns.IPV6.sub("<ip>", text)
    return without_hashes(text)


def _collapsed(text: str) -> str:
    return patterns.LIST.sub(r"\1", text) if ">, " in text or ">," in text else text


def _placeholder(match: re.Match[str]) -> str:
    kind = match.lastgroup or "word"
    if kind in {"num", "word"} and _is_code(match):
        return match[0]
    if kind == "word":
        return word_placeholder(match[0])
    if kind == "token":
        return _token_placeholder(match[0])
    return _PLACEHOLDERS.get(kind) or f"<{kind}>"


def _is_code(match: re.Match[str]) -> bool:
    """Whether a short number is a status or an error's number ("(1062, "…)" is how MySQL's drivers give theirs)."""
    start, end = match.span()
    if end - start > 5:
        return False
    before = match.string[max(0, start - 20) : start]
    if before == "(":
        return match.string.startswith((', "', ", '"), end)
    return patterns.CODE_BEFORE.search(before) is not None


def word_placeholder(word: str) -> str:
    """A word with digits in it: a term (utf8), a digest, a name (worker12, OAuth2Client) or an id (7d9f8b)."""
    if word.lower() in patterns.TERMS:
        return word
    if len(word) >= 7 and _HEX.issuperset(word):
        return "<hex>"
    return _DIGITS.sub("<num>", word) if _is_name(word) else "<id>"


def _is_name(word: str) -> bool:
    """A name has its number last; in one of mixed case a digit or two may stand between words."""
    if word.islower() or word.isupper():
        return word.rstrip("0123456789").isalpha()
    return sum(map(str.isdigit, word)) < 3 and not _is_random(word)


def _token_placeholder(found: str) -> str:
    """`<token>` for a long run of letters that no one named; a path is looked at directory by directory."""
    if _DIRECTORY.search(found):
        return "/".join(map(_segment_placeholder, found.split("/")))
    return _segment_placeholder(found)


def _segment_placeholder(found: str) -> str:
    if len(found) > 19 and _is_random(found):
        return "<token>"
    return patterns.INSIDE_TOKEN.sub(_placeholder, found)


def _is_random(text: str) -> bool:
    """Whether less than 60 % of it stands in what could be words: three letters or more of one case.

    Of random base64 a fifth does, of names and paths nearly all.
    """
    return text.startswith("eyJ") or sum(map(len, _NAMED.findall(text))) < 0.6 * len(text)
