"""Developers in the API's JSON."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from adapters.inbound.http.field_rules import Check, by_rule
from adapters.inbound.http.json_requests import JsonBoolean
from adapters.inbound.http.place_cursors import LONGEST
from adapters.inbound.http.preferences_schemas import PreferencesSchema
from adapters.inbound.http.zoned_moments import ZonedMoment
from application.find_developers import LARGEST_PAGE
from application.remove_developer import OpenEpisodes
from domain.developer import (
    EVERY_SERVICE,
    LONGEST_EMAIL,
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_SLACK_ID,
    MOST_SERVICES,
    email_fault,
    name_fault,
    phone_fault,
    services_fault,
    slack_id_fault,
)
from domain.severity import Severity
from domain.time_zones import zone_fault


def _name(**said: Any) -> fields.String:
    checks: list[Check] = [validate.Length(1, LONGEST_NAME), by_rule(name_fault)]
    return fields.String(validate=checks, **said)


def _email(**said: Any) -> fields.String:
    describe = {"description": "where mail is sent to; null: nobody can tell this person of anything"}
    checks: list[Check] = [validate.Length(3, LONGEST_EMAIL), by_rule(email_fault)]
    return fields.String(allow_none=True, validate=checks, metadata=describe, **said)


def _services(**said: Any) -> fields.List[str]:
    describe = {"description": "the services that this person knows; `*` is every one"}
    checks: list[Check] = [validate.Length(max=MOST_SERVICES), by_rule(services_fault)]
    one = fields.String(validate=validate.Length(1, LONGEST_NAME))
    return fields.List(one, validate=checks, metadata=describe, **said)


def _severity(**said: Any) -> fields.Enum[Severity]:
    return fields.Enum(Severity, by_value=True, metadata={"description": "the least bad that is taken"}, **said)


def _phone(**said: Any) -> fields.String:
    describe = {"description": "by E.164, as +491711234567; what is critical is told by text message, too"}
    checks: list[Check] = [validate.Length(1, LONGEST_PHONE), by_rule(phone_fault)]
    return fields.String(allow_none=True, validate=checks, metadata=describe, **said)


def _slack_id(**said: Any) -> fields.String:
    describe = {"description": "the member's id in Slack, as U012AB3CD"}
    checks: list[Check] = [validate.Length(1, LONGEST_SLACK_ID), by_rule(slack_id_fault)]
    return fields.String(allow_none=True, validate=checks, metadata=describe, **said)


def _time_zone(**said: Any) -> fields.String:
    describe = {"description": "an IANA name, as Europe/Berlin; null: the installation's"}
    checks: list[Check] = [validate.Length(1, LONGEST_NAME), by_rule(zone_fault)]
    return fields.String(allow_none=True, validate=checks, metadata=describe, **said)


def _preferences(**said: Any) -> fields.Nested:
    describe = {"description": "replaced whole; null: as the installation has it"}
    return fields.Nested(PreferencesSchema(), allow_none=True, metadata=describe, **said)


class _Strict(Schema):
    class Meta:
        """A member that is misspelt must not be passed over."""

        unknown = RAISE


class DeveloperListQuery(_Strict):
    """What narrows the list."""

    active = fields.Boolean(load_default=None)
    service = fields.String(
        load_default=None,
        validate=validate.Length(1, LONGEST_NAME),
        metadata={"description": "who knows it, also by knowing every service"},
    )
    on_call = fields.Boolean(load_default=None, metadata={"description": "at this moment"})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, LARGEST_PAGE))
    cursor = fields.String(
        load_default=None,
        validate=validate.Length(max=LONGEST),
        metadata={"description": "out of `next` or `previous`"},
    )


class NewDeveloperSchema(_Strict):
    """A developer to be."""

    name = _name(required=True)
    email = _email(load_default=None)
    services = _services(load_default=lambda: [EVERY_SERVICE])
    min_severity = _severity(load_default=Severity.INFO)
    active = JsonBoolean(load_default=True, metadata={"description": "whether anything is given to this person"})
    phone = _phone(load_default=None)
    slack_id = _slack_id(load_default=None)
    time_zone = _time_zone(load_default=None)
    preferences = _preferences(load_default=None)


class DeveloperChangesSchema(_Strict):
    """What is to be different; what is left out stays."""

    name = _name()
    email = _email()
    services = _services()
    min_severity = _severity()
    active = JsonBoolean(metadata={"description": "whether anything is given to this person"})
    phone = _phone()
    slack_id = _slack_id()
    time_zone = _time_zone()
    preferences = _preferences()


class RemoveDeveloperQuery(_Strict):
    """What becomes of what the person owns."""

    open_episodes = fields.Enum(
        OpenEpisodes,
        by_value=True,
        load_default=OpenEpisodes.REFUSE,
        metadata={"description": "refuse: 409 where there are any; reassign: others are given them"},
    )


class OnCallSchema(_Strict):
    """Whether and when this person is asked first."""

    on_call = JsonBoolean(required=True)
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
        load_default=None,
        allow_none=True,
        metadata={"description": "not any more from then on; null: until it is ended"},
    )


class DeveloperSchema(Schema):
    """Somebody who can own episodes."""

    id = fields.UUID()
    name = fields.String()
    email = fields.String(allow_none=True)
    services = fields.List(fields.String())
    min_severity = fields.Enum(Severity, by_value=True)
    active = fields.Boolean()
    on_call = fields.Boolean(metadata={"description": "as it was said; see `on_call_now`"})
    on_call_from = fields.AwareDateTime(allow_none=True)
    on_call_until = fields.AwareDateTime(allow_none=True)
    on_call_now = fields.Boolean(metadata={"description": "whether this person is asked first at this moment"})
    phone = fields.String(allow_none=True)
    slack_id = fields.String(allow_none=True)
    time_zone = fields.String(allow_none=True)
    preferences = fields.Nested(PreferencesSchema())
    created_at = fields.AwareDateTime()
    last_assigned_at = fields.AwareDateTime(allow_none=True)


class DeveloperDetailSchema(DeveloperSchema):
    """One developer."""

    open_episodes = fields.Integer(metadata={"description": "how many this person owns"})


class DeveloperPageSchema(Schema):
    """One page by name; `next` and `previous` are paths on this server."""

    count = fields.Integer()
    next = fields.String(allow_none=True)
    previous = fields.String(allow_none=True)
    results = fields.List(fields.Nested(DeveloperSchema()))


class OpenErrorsSchema(Schema):
    """Open errors by severity."""

    critical = fields.Integer()
    high = fields.Integer()
    medium = fields.Integer()
    low = fields.Integer()
    info = fields.Integer()
    total = fields.Integer()


class LoadSchema(Schema):
    """What lies with one person, or with nobody."""

    open_episodes = fields.Integer(attribute="load.open_episodes")
    open_errors = fields.Nested(OpenErrorsSchema(), attribute="load.open_errors")
    oldest_episode_at = fields.AwareDateTime(attribute="load.oldest_episode_at", allow_none=True)
    oldest_episode_age_s = fields.Integer(allow_none=True, metadata={"description": "in seconds, at the moment `at`"})


class DeveloperLoadSchema(LoadSchema):
    """What lies with one developer."""

    id = fields.UUID(attribute="developer.id")
    name = fields.String(attribute="developer.name")
    active = fields.Boolean(attribute="developer.active")
    on_call_now = fields.Boolean()


class WorkloadSchema(Schema):
    """How much lies with whom."""

    at = fields.AwareDateTime(metadata={"description": "when this was so"})
    developers = fields.List(fields.Nested(DeveloperLoadSchema()))
    unowned = fields.Nested(LoadSchema())
