"""Who is on call, in the API's JSON."""

from datetime import UTC
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from domain.developer import LONGEST_NAME
from domain.on_call.duty import DutyReason


def _moment(says: str, **said: Any) -> fields.AwareDateTime:
    return fields.AwareDateTime(
        format="iso", default_timezone=UTC, load_default=None, metadata={"description": says}, **said
    )


def _service() -> fields.String:
    says = {"description": "a service, however it is covered; without it any"}
    return fields.String(load_default=None, validate=validate.Length(1, LONGEST_NAME), metadata=says)


class _Strict(Schema):
    class Meta:
        """What is misspelt must not be passed over."""

        unknown = RAISE


class OnCallQuery(_Strict):
    """Which moment, and which service."""

    at = _moment("past or future; without it now")
    service = _service()


class OnCallScheduleQuery(_Strict):
    """Which span, and which service."""

    begin = _moment("without it now", data_key="from")
    end = _moment("without it 28 days after `from`; at most 366", data_key="until")
    service = _service()


class PersonOnCallSchema(Schema):
    """A developer by name."""

    id = fields.UUID()
    name = fields.String()


class RotationNameSchema(Schema):
    """A rotation by name."""

    id = fields.UUID()
    name = fields.String()


class NextOnCallSchema(Schema):
    """Who follows, and when."""

    developer = fields.Nested(PersonOnCallSchema())
    begin = fields.AwareDateTime(data_key="from")
    why = fields.Enum(DutyReason, by_value=True)


class OnCallEntrySchema(Schema):
    """Who is on call by one rotation, or by hand."""

    rotation = fields.Nested(RotationNameSchema(), allow_none=True, metadata={"description": "null: by hand"})
    developer = fields.Nested(PersonOnCallSchema(), allow_none=True, metadata={"description": "null: nobody"})
    why = fields.Enum(DutyReason, by_value=True)
    instead_of = fields.Nested(
        PersonOnCallSchema(), allow_none=True, metadata={"description": "whose turn it is, where another has it"}
    )
    begin = fields.AwareDateTime(data_key="from", allow_none=True)
    end = fields.AwareDateTime(
        data_key="until", allow_none=True, metadata={"description": "null: until it is said otherwise"}
    )
    following = fields.Nested(NextOnCallSchema(), data_key="next", allow_none=True)


class AwaySchema(Schema):
    """Who has time off, and until when."""

    developer = fields.Nested(PersonOnCallSchema())
    end = fields.AwareDateTime(data_key="until")


class OnCallReportSchema(Schema):
    """How it is at one moment."""

    at = fields.AwareDateTime()
    service = fields.String(allow_none=True)
    on_call = fields.List(fields.Nested(OnCallEntrySchema()))
    away = fields.List(fields.Nested(AwaySchema()))


class OnCallShiftSchema(Schema):
    """A span in which one person, or nobody, is on call for one reason."""

    rotation = fields.Nested(RotationNameSchema(), allow_none=True, metadata={"description": "null: by hand"})
    developer = fields.Nested(PersonOnCallSchema(), allow_none=True, metadata={"description": "null: nobody"})
    why = fields.Enum(DutyReason, by_value=True)
    instead_of = fields.Nested(PersonOnCallSchema(), allow_none=True)
    begin = fields.AwareDateTime(data_key="from")
    end = fields.AwareDateTime(data_key="until")


class CoverageGapSchema(Schema):
    """A span in which nobody is on call for a service."""

    service = fields.String(metadata={"description": "`*`: all that no rotation names"})
    begin = fields.AwareDateTime(data_key="from")
    end = fields.AwareDateTime(data_key="until")


class OnCallScheduleSchema(Schema):
    """Who is on call when."""

    begin = fields.AwareDateTime(data_key="from")
    end = fields.AwareDateTime(data_key="until")
    service = fields.String(allow_none=True)
    shifts = fields.List(fields.Nested(OnCallShiftSchema()))
    gaps = fields.List(fields.Nested(CoverageGapSchema()))
