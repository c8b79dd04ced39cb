"""The part of a source file's path that is the same on every machine and in every release."""

import re

_RELEASE = re.compile(
    r"(?<![A-Za-z0-9])(?:v?[0-9]++(?>(?:[._-][0-9A-Za-z]++)+)|[0-9]{5,}+|(?=[a-f]*+[0-9])[0-9a-f]{7,40}+)(?![A-Za-z0-9])"
)


def module_of(path: str) -> str:
    """The file and the directory it is in: `/srv/releases/20240105/shop/cart.py` is `shop/cart.py`.

    What comes before differs between a container, a developer's machine and a release's own directory; a
    release's name (a date, a version, a commit) standing right before the file becomes `<release>`.
    """
    if "\\" in path:
        path = path.replace("\\", "/")
    directories, _, file = path.rpartition("/")
    parent = directories.rpartition("/")[2]
    if not parent:
        return file
    if not parent.isalpha():
        parent = _RELEASE.sub("<release>", parent)
    return f"{parent}/{file}"


def without_position(place: str) -> str | None:
    """The place before `:line:column` (or `:line`); None if neither is there, and so this is no frame's place."""
    head, _, last = place.rpartition(":")
    if not (head and last.isdecimal()):
        return None
    start, _, line = head.rpartition(":")
    return start if start and line.isdecimal() else head
