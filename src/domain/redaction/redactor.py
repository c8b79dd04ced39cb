"""Redacts texts, JSON values and whole reports."""

from collections.abc import Mapping
from dataclasses import replace
from operator import is_
from typing import cast

from domain.error_report import TEXT_FIELDS, ErrorReport, JsonValue, Mark, MarkReason
from domain.redaction.addresses import name_emails, name_ipv4, name_ipv6
from domain.redaction.assignments import mask_assignments, mask_elements
from domain.redaction.card_numbers import is_card, mask_cards
from domain.redaction.overlong import LONGEST, shortened
from domain.redaction.secret_names import NameKind, kind_of_name
from domain.redaction.secret_values import mask_credentials, mask_keys
from domain.redaction.stand_ins import MASK, STAND_IN, Pseudonyms
from domain.redaction.suspects import DEEPEST, Suspects, is_pair, may_be_card, survey

_MOST_PASSES = 8
_TOO_DEEP = f"[deeper than {DEEPEST} levels]"
_TEXTS = tuple(name for name in TEXT_FIELDS if name != "session_id")
_WITH_VERSIONS = ("release", "user_agent")


class Redactor:
    """Masks secrets by name and by form, and puts keyed pseudonyms for emails, IP addresses and sessions.

    Redacting twice changes nothing more; what needs no change is returned as the same object. Whatever is
    redacted must come here whole, before it is cut: half a secret is not recognised. Takes linear time. Of texts beyond
    256 KiB of characters it looks through head and tail alone, and nothing else of them stays.
    """

    def __init__(self, pseudonym_key: bytes) -> None:
        self._pseudonyms = Pseudonyms(pseudonym_key)
        self._suspects = Suspects()

    def user_digest(self, service: str, user_id: str) -> bytes:
        """The keyed hash (32 bytes) by which a user of a service is found again; of the redacted id, so that the
        id as it was sent and the id as it is stored give the same.
        """
        return self._pseudonyms.digest("user", service, self.text(user_id))

    def text(self, text: str) -> str:
        """Any free text: a message, a stack trace, a URL, a header line."""
        return self._settled(text, has_versions=False)

    def value(self, value: JsonValue) -> JsonValue:
        """Mappings by key and by value, lists of pairs and of {name, value} likewise; 40 levels are kept."""
        found = survey(value)
        changes = self._changes(found.texts)
        return self._rebuilt(value, changes, NameKind.PLAIN, 0) if changes or found.has_hidden else value

    def report(self, report: ErrorReport) -> ErrorReport:
        """Every text of a report, its marks included; `session_id` becomes a pseudonym."""
        fields = {name: text for name in _TEXTS if (text := getattr(report, name)) is not None}
        noted = [text for mark in report.marks for text in (mark.field, mark.detail)]
        context = report.context if isinstance(report.context, dict) else dict(report.context)
        found = survey(context)
        changes = self._changes([*fields.values(), *noted, *found.texts])
        changed: dict[str, object] = {
            name: self._settled(shortened(text), has_versions=True) if name in _WITH_VERSIONS else changes[text]
            for name, text in fields.items()
            if text in changes
        }
        if report.session_id:
            changed["session_id"] = self._hidden(report.session_id, NameKind.SESSION)
        if changes or found.has_hidden:
            changed["context"] = self._rebuilt(context, changes, NameKind.PLAIN, 0)
        marks = tuple(_redacted_mark(mark, changes) for mark in report.marks) + _cut_marks(fields, found.texts)
        if marks != tuple(report.marks):
            changed["marks"] = marks
        differing = {name: value for name, value in changed.items() if value is not getattr(report, name)}
        return replace(report, **differing) if differing else report  # type: ignore[arg-type]

    def _settled(self, text: str, *, has_versions: bool) -> str:
        """Until nothing changes any more, so that redacting twice is redacting once; masked whole if it never does."""
        for _ in range(_MOST_PASSES):
            masked = self._masked_once(text, has_versions=has_versions)
            if masked == text:
                return text
            text = masked
        return MASK

    def _masked_once(self, text: str, *, has_versions: bool) -> str:
        text = mask_credentials(mask_keys(text))
        text = mask_cards(mask_elements(mask_assignments(text, self._pseudonyms)))
        text = name_ipv6(name_emails(text, self._pseudonyms), self._pseudonyms)
        return text if has_versions else name_ipv4(text, self._pseudonyms)

    def _changes(self, texts: list[str]) -> dict[str, str]:
        """What becomes of each text that does not stay as it is."""
        short = {text: shortened(text) for text in texts if len(text) > LONGEST}
        changes: dict[str, str] = {}
        for text in self._suspects.among([text for text in texts if text not in short] if short else texts):
            settled = self.text(text)
            if settled is not text:
                changes[text] = settled
        for text, cut in short.items():
            changes[text] = self.text(cut)
        return changes

    def _rebuilt(self, value: JsonValue, changes: Mapping[str, str], kind: NameKind, depth: int) -> JsonValue:
        """The value with its changes, or the same object where there is none."""
        if isinstance(value, str):
            if kind == NameKind.VERSION and value in changes:
                return self._settled(shortened(value), has_versions=True)
            return changes.get(value, value)
        if isinstance(value, dict | list):
            if depth >= DEEPEST:
                return _TOO_DEEP
            rebuild = self._mapping if isinstance(value, dict) else self._list
            return rebuild(value, changes, depth + 1)  # type: ignore[arg-type]
        if may_be_card(value) and is_card(str(value)):
            return MASK
        return value

    def _mapping(self, mapping: dict[str, JsonValue], changes: Mapping[str, str], depth: int) -> JsonValue:
        value_kind = _kind_of_pair(mapping, changes)
        out: dict[str, JsonValue] = {}
        same = True
        for key, item in mapping.items():
            name = changes.get(key, key)
            kind = _kind_of_key(key, name)
            if key == "value":
                kind = max(kind, value_kind)
            new = self._named(item, changes, kind, depth)
            if new is not item or name is not key:
                same = False
            out[name if name not in out else self._other_name(name, out)] = new
        return mapping if same else out

    def _other_name(self, name: str, taken: Mapping[str, object]) -> str:
        """For the second of two keys that became the same."""
        other = f"{name} ({len(taken) + 1})"
        return other if other not in taken and self.text(other) == other else name

    def _list(self, items: list[JsonValue], changes: Mapping[str, str], depth: int) -> JsonValue:
        out = [self._item(item, changes, depth) for item in items]
        return items if all(map(is_, out, items)) else out

    def _item(self, item: JsonValue, changes: Mapping[str, str], depth: int) -> JsonValue:
        """An item of a list; [name, value] is how some senders write headers."""
        if isinstance(item, list) and is_pair(item):
            sent, value = cast("tuple[str, JsonValue]", item)
            name = changes.get(sent, sent)
            new = self._named(value, changes, _kind_of_key(sent, name), depth + 1)
            return item if name is sent and new is value else [name, new]
        return self._rebuilt(item, changes, NameKind.PLAIN, depth)

    def _named(self, item: JsonValue, changes: Mapping[str, str], kind: NameKind, depth: int) -> JsonValue:
        """The value that stands under a name of this kind."""
        if kind > NameKind.VERSION:
            return self._hidden(item, kind)
        return self._rebuilt(item, changes, kind, depth)

    def _hidden(self, item: JsonValue, kind: NameKind) -> JsonValue:
        """Nothing to hide in None, true, false and what is empty."""
        if item is None or isinstance(item, bool) or item in ("", [], {}, MASK):
            return item
        if kind == NameKind.SESSION and isinstance(item, str):
            return item if STAND_IN.fullmatch(item) else self._pseudonyms.name("session", item)
        return MASK


def _cut_marks(fields: Mapping[str, str], in_context: list[str]) -> tuple[Mark, ...]:
    marks = [
        Mark(name, MarkReason.CUT, f"{len(text)} characters") for name, text in fields.items() if len(text) > LONGEST
    ]
    if any(len(text) > LONGEST for text in in_context):
        marks.append(Mark("context", MarkReason.CUT, "a text in it"))
    return tuple(marks)


def _redacted_mark(mark: Mark, changes: Mapping[str, str]) -> Mark:
    return replace(mark, field=changes.get(mark.field, mark.field), detail=changes.get(mark.detail, mark.detail))


def _kind_of_key(key: str, name: str) -> NameKind:
    """By the key as it was sent, and as it became."""
    return kind_of_name(key) if name is key else max(kind_of_name(key), kind_of_name(name))


def _kind_of_pair(mapping: Mapping[str, JsonValue], changes: Mapping[str, str]) -> NameKind:
    """Of the value in {"name": …, "value": …}, or {"key": …, "value": …}."""
    if "value" not in mapping:
        return NameKind.PLAIN
    names = [name for name in (mapping.get("name"), mapping.get("key")) if isinstance(name, str)]
    return max((_kind_of_key(name, changes.get(name, name)) for name in names), default=NameKind.PLAIN)
