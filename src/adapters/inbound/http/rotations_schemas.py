"""Rotations, overrides and time off in the API's JSON."""

from datetime import time
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from adapters.inbound.http.field_rules import Check, by_rule
from adapters.inbound.http.local_times import LocalTime, local_time
from adapters.inbound.http.zoned_moments import ZonedMoment
from application.add_time_off import reason_fault
from domain.developer import EVERY_SERVICE, LONGEST_NAME, MOST_SERVICES, name_fault
from domain.on_call.duty import LONGEST_REASON
from domain.on_call.rotation import (
    MOST_MEMBERS,
    MOST_WEEKS,
    Weekday,
    members_fault,
    rotation_services_fault,
    starts_on_fault,
)
from domain.time_zones import zone_fault

_LONGEST_ZONE = 60


def _name(**said: Any) -> fields.String:
    checks: list[Check] = [validate.Length(1, LONGEST_NAME), by_rule(name_fault)]
    return fields.String(validate=checks, **said)


def _services(**said: Any) -> fields.List[str]:
    checks: list[Check] = [validate.Length(1, MOST_SERVICES), by_rule(rotation_services_fault)]
    one = fields.String(validate=validate.Length(1, LONGEST_NAME))
    return fields.List(one, validate=checks, metadata={"description": "what it covers; `*` is every one"}, **said)


def _members(**said: Any) -> fields.List[Any]:
    checks: list[Check] = [by_rule(members_fault), validate.Length(1, MOST_MEMBERS)]
    says = {"description": "developers in the order of their turns, each once"}
    return fields.List(fields.UUID(), validate=checks, metadata=says, **said)


def _time_zone(**said: Any) -> fields.String:
    checks: list[Check] = [validate.Length(1, _LONGEST_ZONE), by_rule(zone_fault)]
    return fields.String(validate=checks, metadata={"description": "an IANA name, such as Europe/Berlin"}, **said)


def _weekday(**said: Any) -> fields.Enum[Weekday]:
    return fields.Enum(Weekday, by_value=True, **said)


def _weeks(**said: Any) -> fields.Integer:
    says = {"description": "how long each turn is"}
    return fields.Integer(strict=True, validate=validate.Range(1, MOST_WEEKS), metadata=says, **said)


def _starts_on(**said: Any) -> fields.Date:
    return fields.Date(format="iso", validate=by_rule(starts_on_fault), **said)


class _Strict(Schema):
    class Meta:
        """A member that is misspelt must not be passed over."""

        unknown = RAISE


class NewRotationSchema(_Strict):
    """A rotation to be."""

    name = _name(required=True)
    services = _services(load_default=lambda: [EVERY_SERVICE])
    members = _members(required=True)
    time_zone = _time_zone(required=True)
    hand_over_weekday = _weekday(load_default=Weekday.MONDAY)
    hand_over_time = local_time(load_default=time(9))
    weeks = _weeks(load_default=1)
    starts_on = _starts_on(
        load_default=None,
        allow_none=True,
        metadata={"description": "the day of the first turn; null: so that somebody is on call at once"},
    )


class RotationChangesSchema(_Strict):
    """What is to be different; what is left out stays."""

    name = _name()
    services = _services()
    members = _members()
    time_zone = _time_zone()
    hand_over_weekday = _weekday()
    hand_over_time = local_time()
    weeks = _weeks()
    starts_on = _starts_on()


class RotationMemberSchema(Schema):
    """A member of a rotation."""

    id = fields.UUID()
    name = fields.String(allow_none=True)
    active = fields.Boolean(metadata={"description": "who is not is passed over"})


class RotationSchema(Schema):
    """People who take turns."""

    id = fields.UUID()
    name = fields.String()
    services = fields.List(fields.String())
    members = fields.List(fields.Nested(RotationMemberSchema()))
    time_zone = fields.String()
    hand_over_weekday = fields.Enum(Weekday, by_value=True)
    hand_over_time = LocalTime()
    weeks = fields.Integer()
    starts_on = fields.Date()
    created_at = fields.AwareDateTime()


class _WholeListSchema(Schema):
    count = fields.Integer()
    next = fields.String(allow_none=True, metadata={"description": "null: it is one page"})
    previous = fields.String(allow_none=True)


class RotationListSchema(_WholeListSchema):
    """All rotations by name."""

    results = fields.List(fields.Nested(RotationSchema()))


class _NewSpanSchema(_Strict):
    begin = ZonedMoment(
        format="iso",
        data_key="from",
        load_default=None,
        allow_none=True,
        metadata={"description": "null: at once"},
    )
    end = ZonedMoment(
        format="iso",
        data_key="until",
        required=True,
        metadata={"description": "not any more from then on; at most 366 days after `from`"},
    )


class NewOverrideSchema(_NewSpanSchema):
    """Who takes which span."""

    developer = fields.UUID(required=True)


class OverrideSchema(Schema):
    """A span of a rotation that somebody takes."""

    id = fields.UUID()
    developer = fields.Nested(RotationMemberSchema())
    begin = fields.AwareDateTime(data_key="from")
    end = fields.AwareDateTime(data_key="until")
    created_by = fields.String()
    created_at = fields.AwareDateTime()


class OverrideListSchema(_WholeListSchema):
    """What has not ended, the earliest first."""

    results = fields.List(fields.Nested(OverrideSchema()))


class NewTimeOffSchema(_NewSpanSchema):
    """When the developer is away."""

    reason = fields.String(
        load_default=None,
        allow_none=True,
        validate=[validate.Length(max=LONGEST_REASON), by_rule(reason_fault)],
    )


class TimeOffSchema(Schema):
    """A span in which nothing is given to a developer."""

    id = fields.UUID()
    begin = fields.AwareDateTime(data_key="from")
    end = fields.AwareDateTime(data_key="until")
    reason = fields.String(allow_none=True)
    created_at = fields.AwareDateTime()


class TimeOffListSchema(_WholeListSchema):
    """What has not ended, the earliest first."""

    results = fields.List(fields.Nested(TimeOffSchema()))
