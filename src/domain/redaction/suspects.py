"""Finds the texts that any rule could change, looking through all short ones at once.

A report holds fifty short texts, and a dozen checks of each would cost more than all the masking.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from domain.error_report import JsonValue
from domain.redaction.addresses import address_signs
from domain.redaction.assignments import name_signs
from domain.redaction.card_numbers import card_signs
from domain.redaction.secret_names import NameKind, kind_of_name
from domain.redaction.secret_values import key_signs

DEEPEST = 40
"""Twice what is stored: what lies deeper is dropped unseen, and said so by `make_storable`."""

_LONG = 500
"""From this length on a text is looked through line by line."""

_REMEMBERED = 50_000
"""Lines; about 4 MB, then it starts anew."""


@dataclass(slots=True)
class Survey:
    """What there is to look through in a value; `has_hidden` where something goes whatever its text says."""

    texts: list[str] = field(default_factory=list)
    has_hidden: bool = False


def survey(value: JsonValue) -> Survey:
    """Level by level, as deep as is kept; what stands under a secret's name is not looked through."""
    found = Survey()
    level: list[JsonValue] = [value]
    for _ in range(DEEPEST + 1):
        below: list[JsonValue] = []
        for item in level:
            _survey_one(item, found, below)
        if not below:
            return found
        level = below
    found.has_hidden = True
    return found


def _survey_one(item: JsonValue, found: Survey, below: list[JsonValue]) -> None:
    if isinstance(item, str):
        found.texts.append(item)
    elif isinstance(item, dict):
        found.has_hidden |= "value" in item
        for key, named in item.items():
            found.texts.append(key)
            if kind_of_name(key) >= NameKind.SESSION:
                found.has_hidden = True
            elif isinstance(named, str):
                found.texts.append(named)
            elif named is not None:
                below.append(named)
    elif isinstance(item, list):
        found.has_hidden |= any(is_pair(entry) for entry in item)
        below += item
    elif may_be_card(item):
        found.has_hidden = True


def is_pair(item: JsonValue) -> bool:
    """Whether [name, value], as some senders write headers."""
    return isinstance(item, list) and len(item) == 2 and isinstance(item[0], str)


def may_be_card(item: object) -> bool:
    """Whether a whole number as long as a card's."""
    return type(item) is int and 10**12 <= item < 10**19


class Suspects:
    """Tells which texts may need a change; remembers by their hashes the lines that never do, since the same
    frames and headers come again and again. Python's hashes are keyed anew in each process (SipHash).
    """

    def __init__(self) -> None:
        self._harmless: set[int] = set()

    def among(self, texts: list[str]) -> list[str]:
        """The texts in which a rule has something to look at, each once."""
        lines: list[str] = []
        owners: list[str] = []
        for text in dict.fromkeys(texts):
            for line in text.split("\n") if len(text) >= _LONG else (text,):
                if hash(line) not in self._harmless:
                    lines.append(line)
                    owners.append(text)
        marked = _with_signs(lines)
        self._remember(line for at, line in enumerate(lines) if at not in marked)
        return list(dict.fromkeys(owners[at] for at in marked))

    def _remember(self, lines: Iterable[str]) -> None:
        if len(self._harmless) > _REMEMBERED:
            self._harmless.clear()
        self._harmless.update(map(hash, lines))


def _with_signs(lines: list[str]) -> set[int]:
    """Which lines hold a sign; none reaches over the end of its line."""
    together = "\n".join((*lines, ""))
    places = set(signs(together)) if lines else set()
    if not places:
        return places
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    return {bisect_right(starts, place) - 1 for place in places}


def signs(text: str) -> Iterator[int]:
    """Places where some rule has to look; a rule that finds none here changes nothing."""
    yield from key_signs(text)
    yield from name_signs(text)
    yield from card_signs(text)
    yield from address_signs(text)
