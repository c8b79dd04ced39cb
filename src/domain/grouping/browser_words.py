"""One fault in the words of three browsers: Chrome's, Firefox's and Safari's become the same.

    Cannot read properties of undefined (reading 'total')           Chrome
    can't access property "total", cart.items is undefined          Firefox
    undefined is not an object (evaluating 'cart.items.total')      Safari

all read "Cannot access property 'total' of undefined". What the expression was called is dropped, since a
minifier names it anew at each build; reading and setting are one, since Firefox and Safari do not tell.
"""

import re
from collections.abc import Callable

_MISSING = r"(?P<value>undefined|null)"
_CHROME = re.compile(
    rf"Cannot (?:read|set) propert(?:y|ies)(?: '(?P<name>[^'\n]{{1,200}}+)')? of {_MISSING}"
    r"(?: \((?:reading|setting) '(?P<told>[^'\n]{1,200}+)'\))?"
)
_FIREFOX = re.compile(rf"can't access property \"?(?P<name>[^\s\",]{{1,200}}+)\"?, [^\n]{{1,300}}? is {_MISSING}(?!\w)")
_SAFARI = re.compile(rf"{_MISSING} is not an object \(evaluating '(?P<expression>[^\n]{{1,300}}+)")
_LAST_NAME = re.compile(r"[.\[]\s*+[\"']?(?P<name>[\w$]++)[\"']?\]?$")
_NOT_A_FUNCTION = re.compile(r"(is not a (?:function|constructor))\. \(In '[^\n]*+")
_NOT_DEFINED = re.compile(r"Can't find variable: ([\w$]{1,200}+)")
_FETCH = re.compile(r"^(?:NetworkError when attempting to fetch resource\.?|Load failed)$")
_IMPORT = re.compile(
    r"(?:Failed to fetch|error loading) dynamically imported module(?::[^\n]*+)?|Importing a module script failed\.?"
)


def _chrome(match: re.Match[str]) -> str:
    return _access(match["told"] or match["name"], match["value"])


def _firefox(match: re.Match[str]) -> str:
    return _access(match["name"], match["value"])


def _safari(match: re.Match[str]) -> str:
    read = match["expression"].rstrip("')").split(" = ")[0].split("(")[0]
    last = _LAST_NAME.search(read)
    return _access(last["name"] if last else None, match["value"])


def _access(name: str | None, value: str) -> str:
    return f"Cannot access property '{name}' of {value}" if name else f"Cannot access a property of {value}"


_Rewrite = str | Callable[[re.Match[str]], str]
_WORDINGS: tuple[tuple[str, re.Pattern[str], _Rewrite], ...] = (
    ("Cannot ", _CHROME, _chrome),
    ("can't access property", _FIREFOX, _firefox),
    ("is not an object (evaluating", _SAFARI, _safari),
    (". (In '", _NOT_A_FUNCTION, r"\1"),
    ("Can't find variable: ", _NOT_DEFINED, r"\1 is not defined"),
    ("NetworkError when", _FETCH, "Failed to fetch"),
    ("Load failed", _FETCH, "Failed to fetch"),
    ("dynamically imported module", _IMPORT, "Failed to import a module"),
    ("Importing a module", _IMPORT, "Failed to import a module"),
)
"""What must be in the text, what is looked for then, and the common words for it."""


def in_common_words(message: str) -> str:
    """The message as any of the three browsers would have said it."""
    for sign, pattern, words in _WORDINGS:
        if sign in message:
            message = pattern.sub(words, message)
    return message
