"""The calls of a stack trace, whatever language wrote it: that is read from the text, not from the service."""

from functools import lru_cache
from types import ModuleType

from domain.grouping.frames import dart, java, javascript, php, python
from domain.grouping.frames.frame import Frame

__all__ = ["Frame", "parse_frames"]

READ_CHARACTERS = 65_536
REMEMBERED_CHARACTERS = 16_384
_LANGUAGES: tuple[ModuleType, ...] = (python, dart, php, java, javascript)
"""From the most distinct signs to the least: nearly any text might be JavaScript's."""


def parse_frames(stack_trace: str | None) -> tuple[Frame, ...]:
    """At most 100 frames, innermost (nearest the fault) first; none if the text is in no form we know.

    Of a trace longer than 65,536 characters the two ends are read: some languages put the fault first,
    others last.
    """
    if not stack_trace:
        return ()
    if len(stack_trace) > READ_CHARACTERS:
        half = READ_CHARACTERS // 2
        stack_trace = f"{stack_trace[:half]}\n{stack_trace[-half:]}"
    return _parsed_again(stack_trace) if len(stack_trace) <= REMEMBERED_CHARACTERS else _parsed(stack_trace)


def _parsed(stack_trace: str) -> tuple[Frame, ...]:
    for language in _LANGUAGES:
        if language.looks_like_it(stack_trace) and (frames := language.parse(stack_trace)):
            return tuple(frames)
    return ()


# A broken deploy sends the same trace a million times; 512 traces of at most 16 KB are remembered.
_parsed_again = lru_cache(maxsize=512)(_parsed)
