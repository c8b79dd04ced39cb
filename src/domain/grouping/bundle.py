"""Names of JavaScript bundles without what every build changes in them."""

import re

_BUNDLE = re.compile(r"(?<![\w.~-])[\w.~-]{1,120}\.(?:js|mjs|cjs|css|jsbundle)(?![\w.])")
_PART = re.compile(
    # Between separators and before a dot: a digest (webpack, Next), eight letters of base64 (Vite, esbuild),
    # where a hyphen is a letter too, or a number (a chunk's, a version's).
    r"(?:(?:(?<=[.~_-])|^)(?:[0-9a-f]{5,64}+|[A-Za-z0-9]{8,32}+|[0-9]++)|(?<=[.-])[\w-]{8})(?=[.~]|-[0-9a-f]{5,64}+\.)"
)
_HEX = re.compile("(?=[a-f]*+[0-9])[0-9a-f]++")


def without_hashes(text: str) -> str:
    """The text with `<hash>` for the hash in each bundle's name: `main.4f3a2b1c.js`, `index-BxY3a9Kd.js`."""
    if ".js" in text or ".css" in text or ".mjs" in text:
        return _BUNDLE.sub(lambda bundle: _PART.sub(_placeholder, bundle[0]), text)
    return text


def _placeholder(part: re.Match[str]) -> str:
    found = part[0]
    if found.isdigit():
        return "<num>"
    return "<hash>" if _is_hash(found) else found


def _is_hash(part: str) -> bool:
    """Whether it reads as random: digits among the letters, or capitals (two or more) past the first letter.

    Of eight random letters of base64 26 % hold no digit, and 6 % of those no such capitals. A number at the
    end of a word (`bootstrap5`) makes no hash of it, unless the word is one of hexadecimal.
    """
    if not part.rstrip("0123456789").isalpha() or _HEX.fullmatch(part):
        return (part.isalnum() and (len(part) == 8 or part.islower() or len(part) >= 16)) or _capitals(part)
    return _capitals(part)


def _capitals(part: str) -> bool:
    return len(part) == 8 and sum(map(str.isupper, part[1:])) >= 2
