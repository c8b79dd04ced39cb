"""Frames of a Python traceback."""

from domain.grouping.frames.frame import MAXIMUM_FRAMES, Frame
from domain.grouping.frames.source_path import module_of

_CAUSE = "The above exception was the direct cause of the following exception:"
_CONTEXT = "During handling of the above exception, another exception occurred:"
_SECOND_OF_GROUP = "---------------- 2 ----------------"
_COMPREHENSIONS = frozenset(("<listcomp>", "<dictcomp>", "<setcomp>"))
"""Frames of their own up to Python 3.11, and none since 3.12: an upgrade must not split a group."""


def looks_like_it(text: str) -> bool:
    """Whether there are lines such as `File "app.py", line 3, in main`."""
    return 'File "' in text and '", line ' in text


def parse(text: str) -> tuple[Frame, ...]:
    """Innermost first, from the root cause outwards.

    `raise … from` names the cause, so the root is where that chain begins. An exception "during handling"
    is a new fault and what it interrupted is not looked at. Of a group's exceptions the first counts: how
    many others come with it is chance.
    """
    text = text.partition(_SECOND_OF_GROUP)[0]
    chain = text.rpartition(_CONTEXT)[2].split(_CAUSE)
    frames: list[Frame] = []
    for traceback in chain:
        lines = [line for line in traceback.split("\n") if '", line ' in line]
        frames += [frame for line in lines[: -MAXIMUM_FRAMES - 1 : -1] if (frame := _frame(line))]
    return tuple(frames[:MAXIMUM_FRAMES])


def _frame(line: str) -> Frame | None:
    line = line.lstrip(" |")
    if not line.startswith('File "'):
        return None
    path, _, rest = line[6:].partition('", line ')
    function = rest.partition(", in ")[2].rstrip()
    if function in _COMPREHENSIONS:
        return None
    return Frame(module_of(path), function, _in_app(path))


def _in_app(path: str) -> bool:
    """Not the standard library, not an installed package, nor its console script, nor generated code."""
    if "-packages" in path or "/lib/python3" in path or path.startswith("<"):
        return False
    return path.endswith(".py") and not ("\\Lib\\" in path or "\\lib\\" in path or "/lib64/python3" in path)
