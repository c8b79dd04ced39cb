"""Frames of a Dart trace (Flutter's too), in the virtual machine's form and in package:stack_trace's.

A release build made with --obfuscate or --split-debug-info prints addresses only (`#00 abs 0000723d6d96bb …`).
They change with every build, so such a trace has no frames and its report is grouped by the message.
"""

import re

from domain.grouping.frames import libraries
from domain.grouping.frames.frame import MAXIMUM_FRAMES, Frame
from domain.grouping.frames.source_path import module_of, without_position

_CLOSURES = re.compile(r"(?>(?:\.<(?:anonymous closure|fn)>)+)")


def looks_like_it(text: str) -> bool:
    """Whether any place is a Dart file's; those of the language's own libraries are, too."""
    return ".dart" in text


def parse(text: str) -> tuple[Frame, ...]:
    """Innermost first; what lies beyond an asynchronous suspension is the same stack's."""
    frames: list[Frame] = []
    for line in map(str.strip, text.split("\n")):
        if frame := _numbered(line) if line.startswith("#") else _friendly(line):
            frames.append(frame)
            if len(frames) == MAXIMUM_FRAMES:
                break
    return tuple(frames)


def _numbered(line: str) -> Frame | None:
    """`#0      Cart.total (package:shop/cart.dart:12:5)`."""
    call, bracket, place = line.rpartition(" (")
    function = call.partition(" ")[2].strip()
    return _frame(function, place[:-1]) if bracket and function and place.endswith(")") else None


def _friendly(line: str) -> Frame | None:
    """`package:shop/cart.dart 12:5  Cart.total`, as package:stack_trace prints it."""
    place, _, rest = line.partition(" ")
    position, _, function = rest.partition(" ")
    if not place.endswith(".dart") or not position.replace(":", "").isdecimal():
        return None
    return _frame(function.strip(), place)


def _frame(function: str, place: str) -> Frame | None:
    place = without_position(place) or place
    if ".dart" not in place and not place.startswith("dart:"):
        return None
    if "<" in function:
        function = _CLOSURES.sub(".<closure>", function)
    if place.startswith("package:"):
        package = place[8:].partition("/")[0]
        return Frame(place, function, package not in libraries.DART)
    if place.startswith(("dart:", "org-dartlang-sdk:")):
        return Frame(place, function, in_app=False)
    return Frame(module_of(place), function, "/.pub-cache/" not in place)
