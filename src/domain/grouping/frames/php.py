"""Frames of a PHP trace: `getTraceAsString()`, or a whole exception printed as text."""

import re

from domain.grouping.frames import libraries
from domain.grouping.frames.frame import MAXIMUM_FRAMES, Frame
from domain.grouping.frames.source_path import module_of

_INTERNAL = "[internal function]"
_THROWN_IN = re.compile(r" in ((?>(?:[A-Za-z]:)?)[^\s:]++):[0-9]++$")
_LIBRARY_PATHS = ("/vendor/", "/wp-includes/", "/wp-admin/", "/usr/share/", "phar://", "/pear/")


def looks_like_it(text: str) -> bool:
    """Whether there are lines such as `#0 /srv/app/Cart.php(12): Cart->add()`."""
    return ("\n#0 " in text or text.startswith("#0 ")) and (".php(" in text or "{main}" in text or _INTERNAL in text)


def parse(text: str) -> tuple[Frame, ...]:
    """Innermost first; of a chain, whose links PHP prints root first and joins by "Next", all from the root on."""
    frames: list[Frame] = []
    file = ""
    for line in text.split("\n"):
        if line.startswith("#"):
            frame, file = _frame(line.rstrip(), file)
            if frame:
                frames.append(frame)
        elif thrown_in := _THROWN_IN.search(line.rstrip()[-300:]):
            file = thrown_in[1]
        if len(frames) == MAXIMUM_FRAMES:
            break
    return tuple(frames)


def _frame(line: str, file: str) -> tuple[Frame | None, str]:
    """The call that runs in `file`, and the file that calls it: a line names a function and its CALLER's file."""
    if line.endswith(" {main}"):
        return (Frame(module_of(file), "{main}", _in_app("", file)) if file else None), ""
    place, colon, call = line.partition(": ")
    caller = place.partition(" ")[2]
    if not colon or not (caller == _INTERNAL or caller.endswith(")")):
        return None, file
    module, function = _split(call)
    return Frame(module or module_of(file), function, _in_app(module, file)), _without_line(caller)


def _without_line(place: str) -> str:
    return place if place == _INTERNAL else place.rpartition("(")[0]


def _split(call: str) -> tuple[str, str]:
    """Class ("" if none) and function of `App\\Cart->add(Array)`.

    A closure's own name differs between PHP 8.3 (`App\\{closure}`) and 8.4 (`{closure:App\\Cart::add():12}`).
    """
    before, closure, _ = call.partition("{closure")
    if closure and "(" not in before:
        owner = before.partition("->")[0].partition("::")[0]
        return (owner if owner != before else ""), "{closure}"
    name = call.partition("(")[0] if "@anonymous" not in call else call
    owner, arrow, function = name.partition("->") if "->" in name else name.partition("::")
    if not arrow:
        return "", owner
    if "@anonymous" in owner:
        owner = owner.partition("@anonymous")[0] + "@anonymous"
    return owner, function.partition("(")[0]


def _in_app(owner: str, file: str) -> bool:
    if file:
        return file != _INTERNAL and not any(path in file for path in _LIBRARY_PATHS)
    return owner.partition("\\")[0] not in libraries.PHP and not owner.startswith(libraries.PHP_BUILT_IN)
