"""By which terms an error is found: the words that it says, and what it is about.

An index of them is stored, and an entry is taken out of it by its terms: what `terms_of` gives for an error is frozen
by tests. Better rules are a version of their own, beside an index of their own.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from domain.error_report import ErrorReport

_WORD = re.compile(r"\w+")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
"""Of a name like HTTPConnectionError2."""
_LONGEST_WORD = 40
_MOST_WORDS = 60
_SEARCHED = 2_000
"""Characters of a message; what stands further back is found by what stands before it."""


class Facet(StrEnum):
    """What is found by its exact value; the letter stands in the stored terms."""

    SERVICE = "s"
    ENVIRONMENT = "n"
    ERROR_TYPE = "t"
    ENDPOINT = "e"
    RELEASE = "r"
    USER_ID = "u"
    PATTERN = "p"


_LETTERS = tuple(facet.value for facet in Facet)


def words_of(text: str) -> Sequence[str]:
    """The distinct words of a text in lower case, in their order, each cut to 40 characters; of a name in camel case
    also its parts. At most 60.
    """
    return list(dict.fromkeys(_words(text)))[:_MOST_WORDS]


def asked_words(text: str) -> Sequence[str]:
    """The distinct words that somebody searches for: whole ones, as `words_of` gives them."""
    return list(dict.fromkeys(word[:_LONGEST_WORD].lower() for word in _WORD.findall(text)))


def facet_term(facet: Facet, value: str) -> str:
    """The term for an exact value: it holds a sign that no word does, and fits every index. Two values may share one
    (64 bits of a digest): whoever finds by it compares the value too.
    """
    return _exact_term(facet.value, value)


def terms_of(report: ErrorReport, pattern_id: UUID) -> Sequence[str]:
    """All terms of a stored error, without repeats; `pattern_id` is the pattern that it was stored under."""
    values = (
        report.service,
        report.environment,
        report.error_type,
        report.endpoint,
        report.release,
        report.user_id,
        str(pattern_id),
    )
    facets = [_exact_term(letter, value) for letter, value in zip(_LETTERS, values, strict=True) if value is not None]
    return [*facets, *words_of(f"{report.error_type} {report.message[:_SEARCHED]}")]


# Errors of an incident share nearly all of these: 13 µs of an error's 35 went into digests that were known.
@lru_cache(maxsize=8192)
def _exact_term(letter: str, value: str) -> str:
    digest = hashlib.blake2b(value.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return f"{letter}={digest}"


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        yield word[:_LONGEST_WORD].lower()
        if not word.islower() and not word.isdigit():
            parts = _PART.findall(word)
            if len(parts) > 1:
                yield from (part[:_LONGEST_WORD].lower() for part in parts)
