"""Webhook endpoints in the API's JSON."""

from datetime import timedelta
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from adapters.inbound.http.field_rules import Check, by_rule
from adapters.inbound.http.json_requests import JsonBoolean
from application.rotate_webhook_secret import USUAL_OVERLAP
from domain.delivery import DeliveryOutcome
from domain.developer import EVERY_SERVICE, LONGEST_NAME, MOST_SERVICES, name_fault, services_fault
from domain.severity import Severity
from domain.webhook_endpoint import LONGEST_OVERLAP, LONGEST_URL, url_fault
from domain.webhook_template import DEFAULT_TEMPLATE, template_fault

_HOUR = timedelta(hours=1)
_SHOWN_URL = {"description": "scheme, host and port; the rest, in which many programs have a secret, is `/…`"}


def _name(**said: Any) -> fields.String:
    return fields.String(validate=[validate.Length(1, LONGEST_NAME), by_rule(name_fault)], **said)


def _url(**said: Any) -> fields.String:
    describe = {"description": "http or https, without user, password or fragment"}
    checks: list[Check] = [validate.Length(1, LONGEST_URL), by_rule(lambda url: url_fault(url.strip()))]
    return fields.String(validate=checks, metadata=describe, **said)


def _template(**said: Any) -> fields.Dict:
    describe = {"description": "a JSON object; `{{severity}}` and its like in its texts are filled in"}
    return fields.Dict(keys=fields.String(), validate=by_rule(template_fault), metadata=describe, **said)


def _services(**said: Any) -> fields.List[str]:
    describe = {"description": "whose news are sent there; `*` is every service"}
    checks: list[Check] = [validate.Length(1, MOST_SERVICES), by_rule(services_fault)]
    one = fields.String(validate=validate.Length(1, LONGEST_NAME))
    return fields.List(one, validate=checks, metadata=describe, **said)


def _severity(**said: Any) -> fields.Enum[Severity]:
    return fields.Enum(Severity, by_value=True, metadata={"description": "the mildest that is sent"}, **said)


class _Strict(Schema):
    class Meta:
        """A member that is misspelt must not be passed over."""

        unknown = RAISE


class NewWebhookEndpointSchema(_Strict):
    """An endpoint to be."""

    name = _name(required=True)
    url = _url(required=True)
    template = _template(load_default=lambda: dict(DEFAULT_TEMPLATE))
    services = _services(load_default=lambda: [EVERY_SERVICE])
    min_severity = _severity(load_default=Severity.HIGH)
    active = JsonBoolean(load_default=True, metadata={"description": "whether anything is sent there"})


class WebhookEndpointChangesSchema(_Strict):
    """What is to be different; what is left out stays."""

    name = _name()
    url = _url()
    template = _template()
    services = _services()
    min_severity = _severity()
    active = JsonBoolean(metadata={"description": "whether anything is sent there"})


class RotateSecretSchema(_Strict):
    """How the receiver changes over."""

    overlap_h = fields.Integer(
        strict=True,
        load_default=USUAL_OVERLAP // _HOUR,
        validate=validate.Range(0, LONGEST_OVERLAP // _HOUR),
        metadata={"description": "hours for which the present secret signs as well"},
    )


class WebhookEndpointSchema(Schema):
    """Where news are posted to."""

    id = fields.UUID()
    name = fields.String()
    url = fields.String(metadata=_SHOWN_URL)
    services = fields.List(fields.String())
    min_severity = fields.Enum(Severity, by_value=True)
    active = fields.Boolean()
    inactive_because = fields.String(
        allow_none=True, metadata={"description": "why it went off by itself, where nobody of staff switched it off"}
    )
    previous_until = fields.AwareDateTime(
        allow_none=True, metadata={"description": "until when the secret before the present one signs as well"}
    )
    created_at = fields.AwareDateTime()


class WebhookEndpointDetailSchema(WebhookEndpointSchema):
    """One endpoint."""

    template = fields.Dict(keys=fields.String())


class WebhookEndpointWithSecretSchema(WebhookEndpointDetailSchema):
    """One endpoint, and what its messages are signed with."""

    secret = fields.String(metadata={"description": "shown this once"})


class WebhookEndpointListSchema(Schema):
    """All of them; `next` and `previous` are always null."""

    count = fields.Integer()
    next = fields.String(allow_none=True)
    previous = fields.String(allow_none=True)
    results = fields.List(fields.Nested(WebhookEndpointSchema()))


class TriedEndpointSchema(Schema):
    """What came of a test message."""

    outcome = fields.Enum(
        DeliveryOutcome,
        by_value=True,
        metadata={
            "description": "accepted; refused: for good; deferred: the message was at fault; unreachable: anything "
            "else, after which news are sent again until they expire"
        },
    )
    answer = fields.String(metadata={"description": "the receiver's status and words, or why there is no answer"})
