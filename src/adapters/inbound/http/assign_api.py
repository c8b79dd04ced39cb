"""Who deals with errors, over the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http import error_actions_examples as examples
from adapters.inbound.http.action_answers import Answer, answer_done
from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.envelope import API
from adapters.inbound.http.error_actions_api import act_of
from adapters.inbound.http.error_actions_schemas import (
    AcknowledgementSchema,
    ActionSchema,
    AssignedSchema,
    AssignmentSchema,
    EscalatedSchema,
    EscalationSchema,
)
from adapters.inbound.http.problems import FieldFault, Problem, ProblemKind
from adapters.inbound.http.versions import expected_version
from application.acknowledge_episode import AcknowledgeEpisode, AcknowledgeEpisodeCommand
from application.assign_error import AssignError, AssignErrorCommand
from application.escalate_error import EscalateError, EscalateErrorCommand
from application.show_error import ShowError

_ACKNOWLEDGE, _WITHDRAW = "acknowledge", "withdraw_acknowledgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignments:
    """What can be done about who deals with errors."""

    show: ShowError
    assign: AssignError
    escalate: EscalateError
    acknowledge: AcknowledgeEpisode


def assign_blueprint(assignments: Assignments) -> Blueprint:
    """`/errors/{id}/assign/`, `escalate/` and `acknowledge/`."""
    blueprint = Blueprint(
        "assignment", __name__, url_prefix=f"{API}/errors/<uuid:error_id>", description="Who deals with errors"
    )
    for rule, method, view in (
        ("/assign/", "POST", _assign_view(blueprint, assignments)),
        ("/escalate/", "POST", _escalate_view(blueprint, assignments)),
        ("/acknowledge/", "POST", _acknowledge_view(blueprint, assignments)),
        ("/acknowledge/", "DELETE", _withdraw_view(blueprint, assignments)),
    ):
        blueprint.add_url_rule(rule, view_func=view, methods=[method])
    return blueprint


def _assign_view(blueprint: Blueprint, assignments: Assignments) -> Any:
    @describes(AssignError, request=examples.ASSIGN, answer=examples.ASSIGNED, versioned=True)
    def assign_error(wanted: Mapping[str, Any], error_id: UUID) -> Answer:
        """Give an error, or all that are like it, to a developer"""
        if wanted["automatic"] and wanted["developer"] is not None:
            fault = FieldFault("automatic", "contradicts `developer`", "one of the two")
            raise Problem(ProblemKind.INVALID, "See `errors`.", errors=[fault])
        command = AssignErrorCommand(
            error_id=error_id,
            act=act_of(wanted),
            developer_id=wanted["developer"],
            scope=wanted["scope"],
            expected_version=expected_version(),
        )
        assigned = assignments.assign.execute(command)
        return answer_done(assignments.show, assigned.done, "assign", assigned_to=assigned.developer_id)

    takes, answers = blueprint.arguments(AssignmentSchema(), required=False), blueprint.response(200, AssignedSchema())
    return takes(answers(assign_error))


def _escalate_view(blueprint: Blueprint, assignments: Assignments) -> Any:
    @describes(EscalateError, request=examples.ESCALATE, answer=examples.ESCALATED, versioned=True)
    def escalate_error(wanted: Mapping[str, Any], error_id: UUID) -> Answer:
        """Escalate what is alike to an error"""
        command = EscalateErrorCommand(
            error_id=error_id, act=act_of(wanted), developer_id=wanted["to"], expected_version=expected_version()
        )
        escalated = assignments.escalate.execute(command)
        more = {"level": escalated.level, "escalated_to": escalated.developer_id}
        return answer_done(assignments.show, escalated.done, "escalate", **more)

    takes, answers = blueprint.arguments(EscalationSchema(), required=False), blueprint.response(200, EscalatedSchema())
    return takes(answers(escalate_error))


def _acknowledge_view(blueprint: Blueprint, assignments: Assignments) -> Any:
    @describes(AcknowledgeEpisode, request=examples.ACKNOWLEDGE, answer=examples.ACKNOWLEDGED, versioned=True)
    def acknowledge_error(wanted: Mapping[str, Any], error_id: UUID) -> Answer:
        """Say that somebody deals with it, or withdraw that"""
        return _acknowledged(assignments, error_id, wanted, withdraw=wanted["withdraw"])

    takes, answers = (
        blueprint.arguments(AcknowledgementSchema(), required=False),
        blueprint.response(200, ActionSchema()),
    )
    return takes(answers(acknowledge_error))


def _withdraw_view(blueprint: Blueprint, assignments: Assignments) -> Any:
    @describes(AcknowledgeEpisode, answer=examples.WITHDRAWN, versioned=True)
    def withdraw_acknowledgement(error_id: UUID) -> Answer:
        """Withdraw that somebody deals with it"""
        return _acknowledged(assignments, error_id, {}, withdraw=True)

    return blueprint.response(200, ActionSchema())(withdraw_acknowledgement)


def _acknowledged(assignments: Assignments, error_id: UUID, wanted: Mapping[str, Any], *, withdraw: bool) -> Answer:
    command = AcknowledgeEpisodeCommand(
        error_id=error_id, act=act_of(wanted), withdraw=withdraw, expected_version=expected_version()
    )
    done = assignments.acknowledge.execute(command)
    return answer_done(assignments.show, done, _WITHDRAW if withdraw else _ACKNOWLEDGE)
