"""The alphabet of text messages (3GPP TS 23.038): what fits into one message of 160 septets, and what does not."""

import re
import unicodedata

SEPTETS = 160
"""Of one message; a longer text is sent, and paid for, as several."""

# ruff: noqa: RUF001
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*"
    "+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")
_WRITTEN_AS = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‹": "'", "›": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "…": "...", "•": "*", "·": "-",
        "`": "'", "´": "'", "×": "x", "÷": "/", "→": "->", "←": "<-", "ç": "c", "œ": "oe", "Œ": "OE", "ł": "l",
        "Ł": "L", "đ": "d", "Đ": "D", "þ": "th", "Þ": "Th", "ð": "d", "ı": "i", "\t": " ", "\xa0": " ", "©": "(c)",
    }
)  # fmt: skip
_MARKS = re.compile(r"[\u0300-\u036f]")
_LACKING = "\x00"
_RUN_OF_LACKING = re.compile(rf"{_LACKING}[{_LACKING}\s]*{_LACKING}|{_LACKING}")


def written(text: str) -> str:
    """The text in that alphabet on one line: letters lose the marks that it lacks, what it lacks altogether becomes a
    question mark, and a run of them one.
    """
    plain = "".join(_letter(each) for each in text.translate(_WRITTEN_AS))
    return re.sub(r"\s+", " ", _RUN_OF_LACKING.sub("?", plain)).strip()


def septets(text: str) -> int | None:
    """How long the text is; None where the alphabet lacks a letter of it."""
    if not all(each in _BASIC or each in _EXTENDED for each in text):
        return None
    return sum(2 if each in _EXTENDED else 1 for each in text)


def _letter(each: str) -> str:
    if each in _BASIC or each in _EXTENDED:
        return each
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", each)).translate(_WRITTEN_AS)
    # A mark by itself belongs to the letter before it.
    if not bare:
        return ""
    return bare if all(each in _BASIC or each in _EXTENDED for each in bare) else _LACKING
