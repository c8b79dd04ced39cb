"""One call on the stack, as far as grouping looks at it."""

from typing import NamedTuple

MAXIMUM_FRAMES = 100
"""Of a deeper stack the innermost are read: the others lead to the fault, they are not where it is."""


class Frame(NamedTuple):
    """One call, without its line: lines move at every edit.

    `module` is a class with its package, or the end of a file's path; "" where it is not known. `in_app`
    tells the service's own code from its libraries. (A NamedTuple, since a report makes dozens of them and
    a frozen dataclass takes three times as long to make.)
    """

    module: str
    function: str
    in_app: bool
