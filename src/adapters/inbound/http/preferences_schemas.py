"""How and when somebody wants to be told, in the API's JSON."""

from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

from adapters.inbound.http.local_times import local_time
from domain.delivery import Channel
from domain.preferences import DailySpan, Preferences, WorkingHours, preferences_fault
from domain.severity import Severity

_WAYS = (Channel.EMAIL, Channel.SLACK, Channel.SMS)
_DAYS = {"description": "1 is Monday, 7 Sunday"}


class _SpanSchema(Schema):
    class Meta:
        """A member that is misspelt must not be passed over."""

        unknown = RAISE

    begin = local_time(data_key="from", required=True)
    end = local_time(data_key="until", required=True)


class QuietHoursSchema(_SpanSchema):
    """A part of each day in which only what is critical is told; it may go over midnight."""

    @post_load
    def _to_span(self, said: Mapping[str, Any], **_: Any) -> DailySpan:
        return DailySpan(said["begin"], said["end"])


class WorkingHoursSchema(_SpanSchema):
    """What is milder than high waits for them."""

    days = fields.List(
        fields.Integer(strict=True, validate=validate.Range(1, 7)),
        required=True,
        validate=validate.Length(1, 7),
        metadata=_DAYS,
    )

    @post_load
    def _to_hours(self, said: Mapping[str, Any], **_: Any) -> WorkingHours:
        return WorkingHours(frozenset(said["days"]), DailySpan(said["begin"], said["end"]))


class PreferencesSchema(Schema):
    """How and when this person wants to be told; what is left out is as the installation has it."""

    class Meta:
        """A member that is misspelt must not be passed over."""

        unknown = RAISE

    channels = fields.Dict(
        keys=fields.Enum(Severity, by_value=True),
        values=fields.List(
            fields.Enum(Channel, by_value=True, validate=validate.OneOf(_WAYS)),
            validate=validate.Length(max=len(_WAYS)),
        ),
        load_default=dict,
        metadata={
            "description": "by severity the ways, of `email`, `slack` (a direct message) and `sms` (critical only); "
            "an empty list: none. A severity that is not named is told as the installation has it"
        },
    )
    minimum = fields.Enum(
        Severity,
        by_value=True,
        load_default=Severity.INFO,
        metadata={"description": "nothing milder is told; critical always is"},
    )
    quiet_hours = fields.Nested(
        QuietHoursSchema(), load_default=None, allow_none=True, metadata={"description": "in the person's time zone"}
    )
    working_hours = fields.Nested(
        WorkingHoursSchema(), load_default=None, allow_none=True, metadata={"description": "in the person's time zone"}
    )

    @post_load
    def _to_preferences(self, said: Mapping[str, Any], **_: Any) -> Preferences:
        channels = {severity: tuple(ways) for severity, ways in said["channels"].items()}
        preferences = Preferences(**{**said, "channels": channels})
        if (fault := preferences_fault(preferences)) is not None:
            raise ValidationError(fault)
        return preferences


def shown_preferences(preferences: Preferences) -> dict[str, object]:
    """As the schema dumps them."""
    quiet, working = preferences.quiet_hours, preferences.working_hours
    return {
        "channels": preferences.channels,
        "minimum": preferences.minimum,
        "quiet_hours": quiet,
        "working_hours": None
        if working is None
        else {"days": sorted(working.days), "begin": working.span.begin, "end": working.span.end},
    }
