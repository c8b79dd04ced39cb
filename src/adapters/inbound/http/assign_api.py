"""Assigning errors by hand over the API."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import g
from flask_smorest import Blueprint  # type: ignore[import-untyped]
from marshmallow import RAISE, Schema, fields, validate

from adapters.inbound.http.envelope import API
from application.assign_error import LONGEST_NOTE, AssignError, AssignErrorCommand, AssignmentScope


class AssignmentSchema(Schema):
    """Whom to give it to, and how much of it."""

    class Meta:
        """A member that is misspelt must not be passed over."""

        unknown = RAISE

    developer = fields.UUID(required=True, metadata={"description": "an active developer's id"})
    scope = fields.Enum(
        AssignmentScope,
        by_value=True,
        required=True,
        metadata={"description": "this error alone, or all open errors that are alike and those to come"},
    )
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=LONGEST_NOTE))


class AssignedSchema(Schema):
    """What was assigned."""

    id = fields.UUID()
    assigned_to = fields.UUID()
    scope = fields.Enum(AssignmentScope, by_value=True)


def assign_blueprint(assign: AssignError) -> Blueprint:
    """`POST /errors/{id}/assign/`, for tokens of staff."""
    blueprint = Blueprint("assignment", __name__, url_prefix=f"{API}/errors", description="Who owns errors")

    def assign_error(wanted: Mapping[str, Any], error_id: UUID) -> dict[str, object]:
        """Give an error, or all that are like it, to a developer"""
        command = AssignErrorCommand(
            error_id=error_id,
            developer_id=wanted["developer"],
            scope=wanted["scope"],
            actor=g.actor,
            note=wanted["note"],
        )
        assign.execute(command)
        return {"id": error_id, "assigned_to": command.developer_id, "scope": command.scope}

    takes, answers = blueprint.arguments(AssignmentSchema()), blueprint.response(200, AssignedSchema())
    view = blueprint.doc(security=[{"token": []}])(takes(answers(assign_error)))
    blueprint.add_url_rule("/<uuid:error_id>/assign/", view_func=view, methods=["POST"])
    return blueprint
