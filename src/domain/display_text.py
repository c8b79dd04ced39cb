"""Reported text made harmless to show: in a mail, a chat, a terminal, a page or a log."""

import re

_INVISIBLE = (
    "\u00ad\u034f\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u2800\u3164\ufeff\uffa0\ufffe\uffff"
    "\u0600-\u0605\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0d\ufff0-\ufffc"
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Format characters (Unicode category Cf: bidi controls, zero-width, tags), separators of lines and paragraphs,
fillers, blanks and variation selectors: what changes how its neighbours look without being seen itself.
"""
_SYMBOLS = (
    "#*0-9\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u27ff\u2900-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_UNSAFE = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_INVISIBLE}]"
    # Behind a symbol, variation selectors 15 and 16 only choose between its two pictures.
    f"|(?<![{_SYMBOLS}])[\ufe0e\ufe0f]"
)
_LINE_BREAK = re.compile(r"\r\n?|\n")
_BLANKS = re.compile(r"\s+")
_URL_HOST = re.compile(r"(?<=\[:\]//)[^\s/?#\"'<>()]+")
_AT_A_HOST = re.compile(r"(?<=[\w.+-])@(?=[\w-]++\.\w)")
_DOTTED_RUN = re.compile(r"[\w.-]++")
_INNER_DOT = re.compile(r"(?<=\w)\.(?=\w)")
_COMMON_TOP_LEVELS = frozenset(
    (
        *("app", "arpa", "biz", "blog", "cam", "cfd", "click", "cloud", "club", "com", "dev", "edu", "email", "fun"),
        *("gov", "icu", "info", "int", "link", "live", "mil", "mobi", "mov", "net", "news", "online", "org", "page"),
        *("press", "pro", "rest", "sbs", "shop", "site", "space", "store", "tech", "today", "top", "vip", "web"),
        *("website", "work", "world", "xyz", "zip"),
    )
)
_NO_COUNTRY = frozenset({"cs", "db", "ex", "go", "hs", "js", "kt", "rb", "ts", "xs"})
_ELLIPSIS = "…"


def safe_line(text: str, limit_chars: int) -> str:
    """One line of at most `limit_chars`: what controls or hides becomes a visible escape (`\\x1b`, `\\u202e`), a run
    of blanks (wide ones too) and line breaks one space, and a cut keeps the head and ends in an ellipsis. Done
    twice it changes nothing more. Never raises.
    """
    unbroken = _LINE_BREAK.sub("\n", text)
    return _cut(_BLANKS.sub(" ", _UNSAFE.sub(_escape, unbroken)).strip(" "), limit_chars)


def safe_block(text: str, limit_chars: int) -> str:
    """As `safe_line`, but lines (ended by `\\n`) and tabs stay; blanks at the end of a line go."""
    escaped = _UNSAFE.sub(_escape, text.replace("\r\n", "\n"))
    return _cut("\n".join(line.rstrip(" \t") for line in escaped.split("\n")).strip("\n"), limit_chars)


def unlinked(text: str) -> str:
    """The text with brackets where a mail or chat program would make a link of it: `https[:]//evil[.]example/x`,
    `x[@]evil[.]example`, `evil[.]com`. Whoever wants to follow one can; nobody does by accident. File names and
    dotted names of code are let be, unless they end like a country or a common top-level domain.

    Programs guess links from names alone: a bare name under a rare top-level domain, without scheme, path or @,
    stays as it is.
    """
    unschemed = _URL_HOST.sub(lambda host: _INNER_DOT.sub("[.]", host[0]), text.replace("://", "[:]//"))
    return _DOTTED_RUN.sub(_undotted, _AT_A_HOST.sub("[@]", unschemed))


def _undotted(found: re.Match[str]) -> str:
    run, text = found[0], found.string
    before, after = text[max(found.start() - 2, 0) : found.start()], text[found.end() : found.end() + 1]
    in_a_path = before.endswith(("/", "\\")) and before not in ("//", "\\\\")
    if in_a_path or not _may_be_host(run.strip(".-_").lower(), has_path=after == "/"):
        return run
    return _INNER_DOT.sub("[.]", run)


def _may_be_host(name: str, *, has_path: bool) -> bool:
    _, dot, last = name.rpartition(".")
    last = last.partition("-")[0]
    if not dot or name.startswith("www."):
        return bool(dot)
    if not last.isascii() or last in _COMMON_TOP_LEVELS:
        return True
    return last.isalpha() and len(last) > 1 and (has_path or (len(last) == 2 and last not in _NO_COUNTRY))


def _escape(unsafe: re.Match[str]) -> str:
    code = ord(unsafe[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _cut(text: str, limit_chars: int) -> str:
    if len(text) <= limit_chars:
        return text
    return text[: limit_chars - 1].rstrip() + _ELLIPSIS if limit_chars > 0 else ""
