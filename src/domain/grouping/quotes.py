"""Which quoted words of a message are data and which are names of the code.

A quoted word stays when it looks like a name: "No module named 'foo'" and "No module named 'bar'" are two
faults, and so are two columns, keys or attributes. It goes when the word before it says that data follows
("user 'bob' not found", "directory: '/tmp/x'", "base 10: 'abc'"), when it is the value of a key
(`"email": "bob"`, `name="bob"`), and when it does not look like a name ("12 Main Street", "field list").
"""

import re

_QUOTED = re.compile(
    # Each begins with its quote, a literal, so that the search jumps from quote to quote; the look behind
    # and ahead leave apostrophes alone. A sentence in double quotes with a name in single ones is read on.
    r"'(?<![\w\\]')[^'\n]*+'(?!\w)|\"(?<![\w\\]\")[^\"'\n]*+\"(?!\w)|`(?<![\w\\]`)[^`\n]*+`(?!\w)"
)
_NAME = re.compile(r"[^\W\d][\w$@./\\:<>?-]{0,79}|[$@./\\_<-][\w$@./\\:<>?-]{0,79}")
_WORD_BEFORE = re.compile(r"[A-Za-z]++$")

_NOUNS = """
    account address amount author bool bucket card city client company coupon customer data date datetime decimal denied
    directory domain download email entry exists expected file filename float folder found got guest host hostname id
    input int integer invoice item json label line literal login mail member message nickname number order owner
    participant password patient path payload person phone player product query received search sender session sku slug
    state string subscriber team tenant text time timestamp title token topic upload uri url user userid username uuid
    value voucher was
"""
_DATA_FOLLOWS = frozenset(_NOUNS.split())


def without_quoted_data(text: str) -> str:
    """The text with `<str>` for every quoted value that is data by the rule above."""
    if "'" in text or '"' in text or "`" in text:
        return _QUOTED.sub(_kept_or_placeholder, text)
    return text


def _kept_or_placeholder(match: re.Match[str]) -> str:
    if _says_that_data_follows(match.string[max(0, match.start() - 24) : match.start()]):
        return "<str>"
    return match[0] if _NAME.fullmatch(match[0], 1, len(match[0]) - 1) else "<str>"


def _says_that_data_follows(before: str) -> bool:
    before = before.rstrip()
    if before.endswith(("=", '":', "':", ">:")):
        return True
    word = _WORD_BEFORE.search(before.rstrip(":( "))
    return word is not None and word[0].lower() in _DATA_FOLLOWS
