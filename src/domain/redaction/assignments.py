"""Secrets that their name gives away in free text: key=value, "key": "value", key => value, --key value, XML.

The text is read backwards from each separator, since Python's `re` finds one literal character ten times faster
than a set of words, and most texts hold few separators. Values are read forwards, each character once.
"""

import re
from collections.abc import Iterator

from domain.redaction.secret_names import NameKind, kind_in_text, kind_of_name
from domain.redaction.stand_ins import MASK, STAND_IN, Pseudonyms, replace_spans

_Named = tuple[int, int, NameKind]
"""Where the name starts, where its separator ends, what the name says."""

_NAME_BACKWARDS = re.compile(
    r"""=={0,2}+["'`\]\\ \t]{0,24}+([A-Za-z0-9_\-]{2,64}+(?:[?&]|\ [A-Za-z]{2,12}+)?)""", re.ASCII
)
_FLAG_SIGN = re.compile("-(?=-[A-Za-z])")
_FLAG = re.compile(r"--([A-Za-z][A-Za-z0-9_\-]{1,40}+)[ \t]{1,4}+(?=[^\s\-])")
_CLOSING_TAG = re.compile("<(?=/)")
_TAG = re.compile(r"<(?>(?:[A-Za-z][\w\-]{0,40}+:)?)([A-Za-z][\w\-]{1,60}+)(?>(?:\s[^<>\n]{0,200}+)?)>")
_ELEMENT = re.compile(
    r"<((?>(?:[A-Za-z][\w\-]{0,40}+:)?)([A-Za-z][\w\-]{1,60}+))(?>(?:\s[^<>\n]{0,200}+)?)>"
    r"\s*+(?>(?:<!\[CDATA\[)?)([^<]++)</\1"
)

_LEAD = re.compile(r"[=>:]{0,2}+[ \t]{0,24}+(?:string\([0-9]{1,7}+\)\ )?(?:[bfruBFRU@L]{1,2}+(?=[\"']))?")
_HEADER_LEAD = re.compile(r"[=>:]{0,2}+\s{0,24}+")
_OPENING = re.compile(r"""\\{0,8}+["'`]|%22|%27|&quot;|&\#34;|&\#39;""")
_BRACKET = re.compile(r"[\[{\]}]")
_BARE = re.compile(
    r"""(?>(?:\[redacted\]|<(?:email|ip|session):[0-9a-f]{10}>)?)     # a stand-in is one piece
    (?>(?:(?i:bearer|basic|digest|negotiate|token|apikey|hmac|aws4-hmac-sha256)\s{1,8}+(?=[^\s=:]))?)
    (?>(?:
        [^\s,;&"'`)\]}><\\]++
      | [,;](?!\s|\Z|[\ "'\\]{0,3}+[\w.\-\ ]{1,40}["'\\]{0,2}+\s?[=:])    # before the next pair
      | &(?!\Z|amp;|[\w.\-\[\]%]{1,60}+=)                                 # before the next parameter
      | ["'`)\]}>](?![\s,;:)\]}"'`>.&<\\]|\Z)                             # around the whole
      | <(?!/)
      | \\(?!["'`])
    )*)""",
    re.VERBOSE,
)
_BARE_ENCODED = re.compile(r"(?>(?:[^\s&\"'<>%]|%(?!26|22|27|2C|2c|7D|7d))*)")
_LINE = re.compile(r"[^\r\n]*+")
_KEPT = frozenset(("none", "null", "nil", "undefined", "true", "false", "str", "string", "bytes", "int", "bool", "any"))
"""Says nothing: no value, or the type of one in a line of source."""


def _aligned(text: str) -> str:
    """The same length with every separator as "=" and every encoded quote as quotes."""
    text = text.replace(":", "=")
    if "%" in text:
        text = text.replace("%3D", "  =").replace("%3d", "  =").replace("%3A", "  =").replace("%3a", "  =")
        text = text.replace("%22", '"""').replace("%27", "'''").replace("%20", "   ").replace("%5D", "]]]")
    if "&" in text:
        text = text.replace("&quot;", '""""""').replace("&#34;", '"""""').replace("&#39;", "'''''")
    return text


def _assigned(text: str) -> Iterator[_Named]:
    """Names before a separator, from the last to the first."""
    backwards = _aligned(text)[::-1]
    if any(map(kind_in_text, set(_NAME_BACKWARDS.findall(backwards)))):
        size = len(text)
        for match in _NAME_BACKWARDS.finditer(backwards):
            kind = kind_in_text(match[1])
            if kind > NameKind.VERSION:
                yield size - match.end(1), size - match.start(), kind


def _flagged(text: str) -> Iterator[_Named]:
    """Options of a command line."""
    if _FLAG_SIGN.search(text):
        for match in _FLAG.finditer(text):
            kind = kind_of_name(match[1])
            if kind > NameKind.VERSION:
                yield match.start(1), match.end(), kind


def named_secrets(text: str) -> list[_Named]:
    """Where a name gives a secret away, in order."""
    return sorted([*_assigned(text), *_flagged(text)], key=lambda named: named[1])


def name_signs(text: str) -> Iterator[int]:
    """Where a name may give a secret away; elements by their opening tag."""
    yield from (start for start, _, _ in named_secrets(text))
    if "<" in text:
        yield from (tag.start() for tag in _TAG.finditer(text) if kind_of_name(tag[1]) > NameKind.VERSION)


def mask_elements(text: str) -> str:
    """<password>…</password>"""
    return _ELEMENT.sub(_masked_element, text) if "<" in text and _CLOSING_TAG.search(text) else text


def _masked_element(match: re.Match[str]) -> str:
    if kind_of_name(match[2]) <= NameKind.VERSION or not match[3].strip() or match[3].startswith(MASK):
        return match[0]
    start, end = (at - match.start() for at in match.span(3))
    return match[0][:start] + MASK + match[0][end:]


def mask_assignments(text: str, pseudonyms: Pseudonyms) -> str:
    """Masks the values of secret names, and gives sessions pseudonyms."""
    spans: list[tuple[int, int, str]] = []
    values = _Values(text)
    done = 0
    for start, after, kind in named_secrets(text):
        if after < done:
            continue  # within a value that is masked already
        begin, end = values.span(start, after, kind)
        done = max(done, end)
        value = text[begin:end]
        if value and not _is_nothing(value, kind):
            spans.append((begin, end, pseudonyms.name("session", value) if kind == NameKind.SESSION else MASK))
    return replace_spans(text, spans)


def _is_nothing(value: str, kind: NameKind) -> bool:
    """Whether there is nothing to hide: a word of the language, or what a redaction left."""
    if value.lower() in _KEPT or value == MASK:
        return True
    return kind == NameKind.SESSION and STAND_IN.fullmatch(value) is not None


class _Values:
    """Finds how far a value reaches; brackets are matched once for the whole text, when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._brackets: dict[int, int] | None = None

    def span(self, name: int, after: int, kind: NameKind) -> tuple[int, int]:
        """Start and end of the value whose separator ends at `after`."""
        text = self._text
        lead = (_HEADER_LEAD if kind == NameKind.HEADER else _LEAD).match(text, after)
        begin = lead.end() if lead else after
        opening = _OPENING.match(text, begin)
        if opening:
            return opening.end(), self._closing(opening[0], opening.end())
        if text[begin : begin + 1] in ("[", "{") and not STAND_IN.match(text, begin):
            return begin, self._after_bracket(begin)
        end = self._bare_end(begin, encoded=text[after - 3 : after - 1] == "%3")
        is_header = kind == NameKind.HEADER and text[after - 1] == ":" and text[after - 2 : after - 1] not in "\"'`"
        if is_header and text[begin:end].lower() not in _KEPT:
            return begin, self._line_end(begin, text[name - 1 : name])
        return begin, end

    def _bare_end(self, begin: int, *, encoded: bool) -> int:
        match = (_BARE_ENCODED if encoded else _BARE).match(self._text, begin)
        return match.end() if match else begin

    def _line_end(self, begin: int, before_name: str) -> int:
        """The end of the line, or of the quotes that the whole header stands in."""
        line = _LINE.match(self._text, begin)
        end = line.end() if line else begin
        closing = self._text.find(before_name, begin, end) if before_name and before_name in "\"'`" else -1
        return end if closing < 0 else closing

    def _closing(self, opening: str, begin: int) -> int:
        """Where the quotes close at the same level of escaping, else the end of the line."""
        text, quote, level = self._text, opening[-1], len(opening) - 1
        if opening[0] in "%&":
            at = text.find(opening, begin)
            return at if at >= 0 else self._line_end(begin, "")
        at = text.find(quote, begin)
        while at >= 0:
            before = text[max(begin, at - 64) : at]
            slashes = len(before) - len(before.rstrip("\\"))
            if text[at + 1 : at + 2] == quote and at > begin and not level and not slashes:
                at += 1  # doubled, as SQL and CSV write it
            elif slashes <= level if level else slashes % 2 == 0:
                return at - slashes if level else at
            at = text.find(quote, at + 1)
        return self._line_end(begin, "")

    def _after_bracket(self, begin: int) -> int:
        """After the bracket's partner and what is glued to it, else the end of the line."""
        if self._brackets is None:
            self._brackets = _partners(self._text)
        closing = self._brackets.get(begin)
        return self._line_end(begin, "") if closing is None else self._bare_end(closing + 1, encoded=False)


def _partners(text: str) -> dict[int, int]:
    """Each opening bracket with the place of its closing one, whatever their kinds."""
    opened: list[int] = []
    partners = {}
    for match in _BRACKET.finditer(text):
        if match[0] in "[{":
            opened.append(match.start())
        elif opened:
            partners[opened.pop()] = match.start()
    return partners
