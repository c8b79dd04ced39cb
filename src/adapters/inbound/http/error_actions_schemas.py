"""What staff asks to be done about errors, in the API's JSON."""

from collections.abc import Callable
from datetime import UTC, datetime

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from adapters.inbound.http.errors_schemas import ErrorSummarySchema
from adapters.inbound.http.json_requests import JsonBoolean
from adapters.inbound.http.zoned_moments import ZonedMoment
from application.acts import LONGEST_NOTE, Scope
from domain.error_log import ErrorStatus
from domain.limits import INDEXED_TEXT
from domain.severity import Severity

_END_OF_TIME = datetime(9000, 1, 1, tzinfo=UTC)
_MOST_ERRORS = 10**9


class _Strict(Schema):
    class Meta:
        """A member that is misspelt must not be passed over."""

        unknown = RAISE


def _printable(text: str) -> None:
    if not text.isprintable():
        raise ValidationError("holds what cannot be printed")


def _release(description: str) -> fields.String:
    checks: list[Callable[[str], object]] = [validate.Length(1, INDEXED_TEXT), _printable]
    return fields.String(load_default=None, allow_none=True, validate=checks, metadata={"description": description})


def _scope(description: str) -> "fields.Enum[Scope]":
    return fields.Enum(Scope, by_value=True, load_default=Scope.ERROR, metadata={"description": description})


class NoteSchema(_Strict):
    """Why, in the words of whoever asks."""

    note = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=LONGEST_NOTE),
        metadata={"description": "kept in the history"},
    )


class ResolutionSchema(NoteSchema):
    """What is resolved."""

    scope = _scope("this error alone, or its pattern with all its open errors")
    release = _release("the release that it is fixed in; errors of older ones do not bring it back")


class IgnoringSchema(NoteSchema):
    """What is ignored, and until when: at most one of `until`, `count` and `release`, else for good."""

    scope = _scope("this error alone, or its pattern with all its open errors and those to come")
    until = ZonedMoment(
        format="iso",
        default_timezone=UTC,
        load_default=None,
        allow_none=True,
        validate=validate.Range(max=_END_OF_TIME),
        metadata={"description": "a time to come; for patterns"},
    )
    count = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=validate.Range(1, _MOST_ERRORS),
        metadata={"description": "so many further errors are ignored; for patterns"},
    )
    release = _release("errors before this release are ignored; for patterns")


class ReopeningSchema(NoteSchema):
    """What is opened again."""

    scope = _scope("this error; or this error, and what arrives at an ignored pattern is open again")


class ErrorChangesSchema(NoteSchema):
    """What is to change about one error."""

    status = fields.Enum(ErrorStatus, by_value=True)
    severity = fields.Enum(Severity, by_value=True)
    assigned_to = fields.UUID(allow_none=True, metadata={"description": "null: whoever owns its episode"})


class DeletionQuery(_Strict):
    """How far it goes."""

    erase = fields.Boolean(
        load_default=False, metadata={"description": "remove its content for good; takes a token with the scope admin"}
    )


class AssignmentSchema(NoteSchema):
    """Whom to give it to, and how much of it."""

    developer = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "an active developer's id; without one it is assigned automatically"},
    )
    automatic = JsonBoolean(
        load_default=False, metadata={"description": "true: assign it automatically, which no `developer` means too"}
    )
    scope = _scope("this error alone, or all open errors that are alike and those to come")


class EscalationSchema(NoteSchema):
    """Whom to escalate to."""

    to = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "an active developer's id; without one the next is chosen"},
    )
    scope = fields.Enum(
        Scope,
        by_value=True,
        load_default=Scope.PATTERN,
        validate=validate.OneOf([Scope.PATTERN]),
        metadata={"description": "what escalates is all that is alike"},
    )


class AcknowledgementSchema(NoteSchema):
    """Whether somebody deals with it."""

    withdraw = JsonBoolean(load_default=False, metadata={"description": "true: nobody does after all"})


class ActionSchema(Schema):
    """What was done, and what became of the error."""

    id = fields.UUID()
    action = fields.String()
    scope = fields.Enum(Scope, by_value=True)
    changed = fields.Boolean(metadata={"description": "false where it was so already, and nothing was changed"})
    error = fields.Nested(ErrorSummarySchema(), allow_none=True, metadata={"description": "null where it is deleted"})


class AssignedSchema(ActionSchema):
    """What was assigned to whom."""

    assigned_to = fields.UUID()


class EscalatedSchema(ActionSchema):
    """Who is told now; null: the fallback recipients."""

    level = fields.Integer()
    escalated_to = fields.UUID(allow_none=True)
