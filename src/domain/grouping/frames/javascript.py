"""Frames of a JavaScript trace: V8 (Chrome, Edge, Node), Firefox and Safari, made to read alike.

    at CartView.addItem (https://shop.example/js/main.4f3a2b1c.js?v=3:1:2045)        V8
    addItem@https://shop.example/js/main.4f3a2b1c.js?v=3:1:2045                      Firefox, Safari

What only some engines tell is left out: the object a method was called on, `async` and `new`, native and
eval frames, the callers that an engine remembers across an `await` in a browser, and the names Firefox
makes up for functions without one (`addItem/<`). All of these agree on the module and the last name.
"""

from domain.grouping.frames.frame import MAXIMUM_FRAMES, Frame
from domain.grouping.frames.script import Script, script_of
from domain.grouping.frames.source_path import without_position

_IN_APP_FRAMES = 8
"""V8 keeps the ten innermost calls unless told otherwise, Firefox and Safari a hundred: what all have is compared."""
_CAUSES = ("[cause]: ", "Caused by: ")
_TOP_LEVEL = frozenset(("global code", "module code", "eval code", "eval", "<anonymous>", "anonymous", "<computed>"))


def looks_like_it(text: str) -> bool:
    """Whether there are lines such as `at add (cart.js:1:2)` or `add@cart.js:1:2`; most text without is refused."""
    return "@" in text or "at " in text or "://" in text


def parse(text: str) -> tuple[Frame, ...]:
    """Innermost first, from the root cause outwards (`[cause]:`, printed last)."""
    for cause in _CAUSES:
        if cause in text:
            text = "\n".join(reversed(text.split(cause)))
    frames: list[Frame] = []
    scripts: dict[str, Script] = {}
    in_app = 0
    for line in text.split("\n"):
        if frame := _frame(line, scripts):
            frames.append(frame)
            in_app += frame.in_app
            if in_app == _IN_APP_FRAMES or len(frames) == MAXIMUM_FRAMES:
                break
    return tuple(frames)


def _frame(line: str, scripts: dict[str, Script]) -> Frame | None:
    line = line.strip().removesuffix(" {")  # so Node ends a trace whose error has properties
    name, place = _v8(line) if line.startswith("at ") else _others(line)
    url = without_position(place)
    if url is None or url in ("<anonymous>", "native"):
        return None
    address = url.partition("?")[0].partition("#")[0]
    if address not in scripts:
        scripts[address] = script_of(address)
    script = scripts[address]
    if name.startswith("async ") or "*" in name:
        if script.in_browser:
            return None
        name = name.removeprefix("async ").rpartition("*")[2]
    return Frame(script.module, _last_name(name, script), script.in_app)


def _v8(line: str) -> tuple[str, str]:
    """Name and place of `at name [as other] (place)` or `at place`; no place for what was made by eval."""
    if "(eval at " in line:
        return "", ""
    name, bracket, place = line[3:].rpartition(" (")
    if bracket:
        return name.partition(" [as ")[0], place.removesuffix(")").removeprefix("address at ")
    place = line[3:]
    return ("async ", place[6:]) if place.startswith("async ") else ("", place)


def _others(line: str) -> tuple[str, str]:
    """Name and place of `name@place`, or of a bare place as older Safaris print; eval's frames have none."""
    name, at, place = line.partition("@")
    if not at:
        return ("", line) if line.startswith(("http://", "https://", "file://")) else ("", "")
    if ":" in name or " > " in place or "[native code]" in place:  # the first: an address in the message
        return "", ""
    return name, place


def _last_name(name: str, script: Script) -> str:
    """The name a function was given in the source, "" if none; a minifier's one or two letters are none."""
    if name in _TOP_LEVEL or name.endswith("<"):
        return ""
    last = name.rpartition("/")[2].rpartition(".")[2].rpartition(" ")[2]  # the space: "new Cart", "get total"
    if last in _TOP_LEVEL or (script.is_built and len(last) < 3):
        return ""
    return last
