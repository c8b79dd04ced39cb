"""A notice in one text message."""

from adapters.outbound.sms.gsm7 import SEPTETS, septets, written
from application.notice import Notice
from domain.display_text import safe_line, unlinked

_CUT = "..."
_LEAST_TEXT = 40
"""Septets: with less than that a message says nothing, and the link is left out."""


def notice_text(notice: Notice, acknowledge_url: str | None) -> str:
    """What it says: the headline, cut where it has to be, then one link, whole: to the acknowledgement, where the error
    can be looked at too, else to the error. At most 160 septets.
    """
    return fitted(notice.subject, acknowledge_url or notice.link, "Acknowledge:" if acknowledge_url else "Open:")


def fitted(text: str, link: str, purpose: str) -> str:
    """The text, cut, and behind it the link and what that is for. A link that does not fit, or that the alphabet lacks,
    is left out; before that its purpose is.
    """
    for end in (f" {purpose} {link}", f" {link}"):
        length = septets(end)
        if length is not None and SEPTETS - length >= _LEAST_TEXT:
            return _cut(text, SEPTETS - length) + end
    return _cut(text, SEPTETS)


def _cut(text: str, limit_septets: int) -> str:
    """The longest beginning that fits. Links are broken last of all: what writing the text in another alphabet and
    cutting it leave behind is what a phone makes links of.
    """
    plain = written(safe_line(text, 1_000))
    whole = unlinked(plain)
    if (septets(whole) or 0) <= limit_septets:
        return whole
    for length in range(min(len(plain), limit_septets), -1, -1):
        shown = unlinked(plain[:length].rstrip() + _CUT)
        if (septets(shown) or 0) <= limit_septets:
            return shown
    return ""
