"""Statistics in the API's JSON."""

from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema
from webargs.fields import DelimitedList

from application.ports.statistics_reader import Grouping
from application.show_statistics import LARGEST_DAYS, MOST_DAYS_BY_HOUR, largest_days
from domain.severity import Severity


def _names() -> DelimitedList:
    return DelimitedList(fields.String(validate=validate.Length(min=1, max=300)), load_default=())


def _days(says: str = "times 24 hours, until now") -> fields.Integer:
    return fields.Integer(load_default=7, validate=validate.Range(1, LARGEST_DAYS), metadata={"description": says})


class _Strict(Schema):
    class Meta:
        """What is misspelt must not be passed over."""

        unknown = RAISE


class StatisticsQuery(_Strict):
    """What is counted, and by what it is divided; several values by comma."""

    days = _days(f"times 24 hours, until now; by hour at most {MOST_DAYS_BY_HOUR}")
    group_by = fields.Enum(Grouping, by_value=True, load_default=Grouping.SERVICE)
    service = _names()
    environment = _names()
    severity = DelimitedList(fields.Enum(Severity, by_value=True), load_default=())

    @validates_schema
    def check_days(self, query: Mapping[str, Any], **_: object) -> None:
        """Fewer days than were asked for would look like all of them."""
        by = query["group_by"]
        if query["days"] > largest_days(by):
            raise ValidationError(f"must be at most {largest_days(by)} by {by}", "days")


class ServicesQuery(_Strict):
    """Over how many days."""

    days = _days()


class _Ready(fields.Nested):
    """What the view has in the API's JSON already: a month of hours took longer to be looked through again than to be
    counted.
    """

    def _serialize(self, *given: Any, **_: Any) -> Any:
        return given[0]


class SeverityCountsSchema(Schema):
    """A count of each severity."""

    critical = fields.Integer()
    high = fields.Integer()
    medium = fields.Integer()
    low = fields.Integer()
    info = fields.Integer()


class GroupSchema(Schema):
    """One service, severity, environment, pattern, hour or day."""

    key = fields.String(metadata={"description": "a name, a pattern's id, or when the hour or the day began"})
    count = fields.Integer()
    by_severity = fields.Nested(SeverityCountsSchema(), metadata={"description": "not there by pattern"})
    service = fields.String(metadata={"description": "this and all below: by pattern"})
    error_type = fields.String()
    title = fields.String()


class StatisticsSchema(Schema):
    """What arrived, in all and by group, and what is open now."""

    since = fields.AwareDateTime()
    until = fields.AwareDateTime()
    group_by = fields.Enum(Grouping, by_value=True)
    total = fields.Integer()
    by_severity = fields.Nested(SeverityCountsSchema())
    groups = _Ready(GroupSchema(), many=True)
    open = fields.Nested(SeverityCountsSchema(), metadata={"description": "open errors, however old"})


class ServiceSchema(Schema):
    """One service."""

    service = fields.String()
    last_24_hours = fields.Integer(metadata={"description": "errors that arrived"})
    last_days = fields.Integer(metadata={"description": "errors that arrived since `since`"})
    open_episodes = fields.Integer()
    open_errors = fields.Nested(SeverityCountsSchema())
    last_error_at = fields.AwareDateTime()


class ServicesSchema(Schema):
    """Each service, that of which most arrived first."""

    since = fields.AwareDateTime()
    until = fields.AwareDateTime()
    services = fields.List(fields.Nested(ServiceSchema()))
