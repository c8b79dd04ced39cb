"""What a webhook's payload looks like: a JSON object whose texts may hold placeholders such as `{{severity}}`."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from domain.error_report import JsonValue

FIELDS: Mapping[str, str] = {
    "kind": "`notice`, `digest`, `summary`, or `test`",
    "title": "one line that says it all, at most 120 characters",
    "severity": "`critical`, `high`, `medium`, `low` or `info`",
    "service": "",
    "environment": "",
    "error_type": "",
    "message": "the short message",
    "news": "a sentence: new, regressed, escalated …",
    "reason": "a sentence: why this is sent",
    "reason_code": "the stable code of the news, such as `new_pattern`",
    "owner": "the name of who owns it, or null",
    "level": "a number: how often it was escalated",
    "count": "a number: the errors so far; of a digest its lines",
    "users": "a number: the users affected",
    "since": "when it began (ISO 8601, UTC)",
    "release": "or null",
    "next_step": "a sentence: what happens next, and when",
    "lines": "what a digest or a summary tells: a list of `{severity, text, link}`, of a notice an empty one",
    "link": "the error's page (of a digest all that is open), below `DASHBOARD_URL`",
    "acknowledge_url": "where somebody says to deal with it, or null",
    "episode_id": "",
    "pattern_id": "",
    "error_id": "",
    "notification_id": "also in the header `webhook-id`; the same whenever it is sent again",
}
"""The placeholders, in the order of the default template, with what they stand for where the name does not say it."""

DEFAULT_TEMPLATE: Mapping[str, JsonValue] = {name: f"{{{{{name}}}}}" for name in FIELDS}
"""Everything, under its own name."""

LONGEST_TEXT = 4_000
MOST_VALUES = 300
DEEPEST = 10

_PLACEHOLDER = re.compile(r"\{\{ *([^{}]*?) *\}\}")
_UNHOLDABLE = re.compile("[\x00\ud800-\udfff]")


def fill(template: JsonValue, values: Mapping[str, JsonValue]) -> JsonValue:
    """The payload. The template is a parsed document, so that no value can end the text that it stands in. A text that
    is one placeholder and nothing else becomes the value itself (a number, null, a list); within a longer text null
    is nothing, and a list one line for each.

    Args:
        values: one for each of `FIELDS`.
    """
    match template:
        case str():
            alone = _PLACEHOLDER.fullmatch(template)
            if alone is not None:
                return values[alone[1]]
            return _PLACEHOLDER.sub(lambda found: _as_text(values[found[1]]), template)
        case Mapping():
            return {key: fill(value, values) for key, value in template.items()}
        case Sequence():
            return [fill(value, values) for value in template]
    return template


def template_fault(template: object) -> str | None:
    """What keeps this from being a template, or None."""
    if not isinstance(template, Mapping) or not template:
        return "must be a JSON object that is not empty"
    for number, (value, depth, is_key) in enumerate(_values(template), 1):
        if number > MOST_VALUES or depth > DEEPEST:
            return f"must have at most {MOST_VALUES} names and values, {DEEPEST} deep"
        fault = _fault_of(value, is_key=is_key)
        if fault is not None:
            return fault
    return None


def _values(value: object, depth: int = 0) -> Iterator[tuple[object, int, bool]]:
    """Every value with its depth, and every key (True); what lies deeper than is allowed is not looked into."""
    yield value, depth, False
    if depth > DEEPEST:
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield key, depth, True
            yield from _values(inner, depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _values(inner, depth + 1)


def _fault_of(value: object, *, is_key: bool) -> str | None:
    match value:
        case float() if not math.isfinite(value):
            return "holds a number that JSON cannot say"
        case int() if not -(2**63) <= value < 2**63:
            return "holds a whole number of more than 64 bits"
        case str() if len(value) > LONGEST_TEXT or _UNHOLDABLE.search(value):
            return f"holds a text of more than {LONGEST_TEXT} characters, or with a NUL or half a character in it"
        case str() if is_key:
            return "has a placeholder in a name: only values are filled in" if "{{" in value else None
        case str():
            return _fault_of_text(value)
    return None


def _fault_of_text(text: str) -> str | None:
    unknown = next((name for name in _PLACEHOLDER.findall(text) if name not in FIELDS), None)
    if unknown is not None:
        return f"has {{{{{unknown[:40]}}}}}, which is no placeholder; there are {', '.join(FIELDS)}"
    rest = _PLACEHOLDER.sub("", text)
    return "has {{ or }} that belongs to no placeholder" if "{{" in rest or "}}" in rest else None


def _as_text(value: JsonValue) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case Mapping():
            return str(value.get("text", ""))
        case Sequence():
            return "\n".join(map(_as_text, value))
    return str(value)
