"""Shortens texts that nobody would read whole before they are looked through: no sender may buy minutes of a processor
with one of them. What is stored at last is a quarter of what stays.
"""

import re

LONGEST = 262_144
"""Characters; what is longer keeps head and tail, half of this each."""

_TO_LINE, _TO_BLANK = 32_768, 4_096
"""How far from the place of the cut a line, or else a word, may begin or end."""
_BLANK = re.compile(r"\s")
_KEY_ENDS = re.compile(r"-----END [A-Z0-9 ]{0,60}-----")
_KEY_BEGINS = "-----BEGIN"


def shortened(text: str) -> str:
    """The text, or its head and tail. Cut where lines end, else between words, and never within a private key's
    block, since half of a secret is not recognised.
    """
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2 - _TO_BLANK
    head, tail = text[: _head_end(text, half)], text[_tail_start(text, len(text) - half) :]
    return f"{head} \u2026 [cut {len(text) - len(head) - len(tail)} characters] \u2026 {tail}"


def _head_end(text: str, at: int) -> int:
    line = text.rfind("\n", at - _TO_LINE, at)
    if line >= 0:
        return line
    blank = max(text.rfind(sign, at - _TO_BLANK, at) for sign in " \t\r")
    return blank if blank >= 0 else at - _TO_BLANK


def _tail_start(text: str, at: int) -> int:
    line = text.find("\n", at, at + _TO_LINE)
    blank = _BLANK.search(text, at, at + _TO_BLANK)
    start = line if line >= 0 else blank.start() if blank else at + _TO_BLANK
    ends = _KEY_ENDS.search(text, start)
    begins = text.find(_KEY_BEGINS, start)
    return ends.end() if ends and not 0 <= begins < ends.start() else start
