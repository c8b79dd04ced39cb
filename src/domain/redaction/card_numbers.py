"""Card numbers: an issuer's prefix, its length, and the check digit of Luhn (ISO/IEC 7812)."""

import re
from collections.abc import Iterator

from domain.redaction.stand_ins import MASK

_DIGITS_ONLY = bytes(0x30 if 0x30 <= byte <= 0x39 else 0x78 for byte in range(256))
_SHORTEST = b"0" * 13

_NUMBER = re.compile(r"(?<![0-9])(?<![0-9]\.)[0-9](?>(?:[ \-]?[0-9])*)")
"""A run of digits with single blanks or dashes; not the decimals of a number."""
_GROUP = re.compile(r"[0-9]++")
_FIRST_GROUP = re.compile("[0-9]{3}")
"""Of a card's number that is written in groups."""

_ISSUERS = (
    (re.compile("4"), frozenset({13, 16, 19})),  # Visa
    (re.compile("5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|220[0-4]"), frozenset({16})),  # Mastercard, Mir
    (re.compile("3[47]"), frozenset({15})),  # American Express
    (re.compile("30[0-5]|3[689]"), frozenset({14, 16, 19})),  # Diners Club
    (re.compile("6011|64[4-9]|65|62|352[89]|35[3-8]"), frozenset(range(16, 20))),  # Discover, UnionPay, JCB
    (re.compile("5018|50[23]0|5038|5893|6304|6759|676[1-3]"), frozenset(range(13, 20))),  # Maestro
)


def has_long_number(text: str) -> bool:
    """Whether enough digits stand together, blanks and dashes aside."""
    if len(text) < 13:
        return False
    return _SHORTEST in text.encode("ascii", "replace").translate(_DIGITS_ONLY, b" -")


def card_signs(text: str) -> Iterator[int]:
    """Where enough digits stand together."""
    if has_long_number(text):
        yield from (number.start() for number in _NUMBER.finditer(text) if len(number[0]) >= 13)


def mask_cards(text: str) -> str:
    """Masks each card number, also beside other numbers (its expiry, its CVV)."""
    return _NUMBER.sub(_without_cards, text) if has_long_number(text) else text


_ISSUERS_OF = {
    size: re.compile("|".join(issuer.pattern for issuer, lengths in _ISSUERS if size in lengths))
    for size in sorted({size for _, lengths in _ISSUERS for size in lengths})
}
_DOUBLED = str.maketrans("0123456789", "0246813579")
_ZERO = ord("0")


def is_card(digits: str) -> bool:
    """Whether these digits are a card's number."""
    issuers = _ISSUERS_OF.get(len(digits))
    return issuers is not None and issuers.match(digits) is not None and _luhn(digits)


def _luhn(digits: str) -> bool:
    """Every second digit from the right is doubled, and its own digits are added."""
    added = digits[-2::-2].translate(_DOUBLED) + digits[-1::-2]
    return (sum(added.encode()) - _ZERO * len(added)) % 10 == 0


def _without_cards(match: re.Match[str]) -> str:
    run = match[0]
    if len(run) < 13 or not _FIRST_GROUP.search(run):
        return run
    groups = list(_GROUP.finditer(run))
    digits = [group[0] for group in groups]
    pieces: list[str] = []
    done = first = 0
    while first < len(groups):
        last = _card_from(digits, first)
        if last is None:
            first += 1
            continue
        pieces += (run[done : groups[first].start()], MASK)
        done, first = groups[last].end(), last + 1
    return "".join((*pieces, run[done:])) if done else run


def _card_from(groups: list[str], first: int) -> int | None:
    """The last of the groups that together make a card, all but the last of three digits or more."""
    size = 0
    for last in range(first, min(first + 6, len(groups))):
        group = len(groups[last])
        size += group
        if size > 19:
            return None
        if size >= 13 and is_card("".join(groups[first : last + 1])):
            return last
        if group < 3:
            return None
    return None
