"""What becomes of errors, over the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g
from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http import error_actions_examples as examples
from adapters.inbound.http.action_answers import Answer, answer_done
from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.envelope import API
from adapters.inbound.http.error_actions_schemas import (
    ActionSchema,
    DeletionQuery,
    ErrorChangesSchema,
    IgnoringSchema,
    NoteSchema,
    ReopeningSchema,
    ResolutionSchema,
)
from adapters.inbound.http.problems import refused
from adapters.inbound.http.versions import expected_version
from application.acts import Act
from application.delete_error import DeleteError, DeleteErrorCommand
from application.edit_error import EditError, EditErrorCommand, NewOwner
from application.erase_error import EraseError, EraseErrorCommand
from application.ignore_error import IgnoreError, IgnoreErrorCommand
from application.reopen_error import ReopenError, ReopenErrorCommand
from application.resolve_error import ResolveError, ResolveErrorCommand
from application.restore_error import RestoreError, RestoreErrorCommand
from application.show_error import ShowError
from domain.access import Scope
from domain.pattern_lifecycle import IgnoreUntil
from domain.trust import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorActions:
    """What can be done about errors."""

    show: ShowError
    edit: EditError
    delete: DeleteError
    erase: EraseError
    restore: RestoreError
    resolve: ResolveError
    ignore: IgnoreError
    reopen: ReopenError


def error_actions_blueprint(actions: ErrorActions) -> Blueprint:
    """PATCH and DELETE of `/errors/{id}/`, and what is posted below it."""
    blueprint = Blueprint(
        "error_actions", __name__, url_prefix=f"{API}/errors/<uuid:error_id>", description="What becomes of errors"
    )
    for rule, method, view in (
        ("/", "PATCH", _edit_view(blueprint, actions)),
        ("/", "DELETE", _delete_view(blueprint, actions)),
        ("/restore/", "POST", _restore_view(blueprint, actions)),
        ("/resolve/", "POST", _resolve_view(blueprint, actions)),
        ("/ignore/", "POST", _ignore_view(blueprint, actions)),
        ("/reopen/", "POST", _reopen_view(blueprint, actions)),
    ):
        blueprint.add_url_rule(rule, view_func=view, methods=[method])
    return blueprint


def act_of(wanted: Mapping[str, Any]) -> Act:
    """Who asks, and why."""
    return Act(actor=g.actor, note=wanted.get("note"))


def _edit_view(blueprint: Blueprint, actions: ErrorActions) -> Any:
    @describes(EditError, request=examples.EDIT, answer=examples.EDITED, versioned=True)
    def edit_error(wanted: Mapping[str, Any], error_id: UUID) -> Answer:
        """Change what is named of an error"""
        command = EditErrorCommand(
            error_id=error_id,
            act=act_of(wanted),
            status=wanted.get("status"),
            severity=wanted.get("severity"),
            owner=NewOwner(wanted["assigned_to"]) if "assigned_to" in wanted else None,
            expected_version=expected_version(),
        )
        return answer_done(actions.show, actions.edit.execute(command), "edit")

    takes, answers = blueprint.arguments(ErrorChangesSchema()), blueprint.response(200, ActionSchema())
    return takes(answers(edit_error))


def _delete_view(blueprint: Blueprint, actions: ErrorActions) -> Any:
    @describes(DeleteError, answer=examples.DELETED, versioned=True)
    def delete_error(query: Mapping[str, Any], error_id: UUID) -> Answer:
        """Delete an error, or erase it"""
        act, version = act_of({}), expected_version()
        if not query["erase"]:
            command = DeleteErrorCommand(error_id=error_id, act=act, expected_version=version)
            return answer_done(actions.show, actions.delete.execute(command), "delete")
        if not g.token.scope.allows(Scope.ADMIN):
            raise refused(Refusal.SCOPE_TOO_SMALL)
        erasure = EraseErrorCommand(error_id=error_id, act=act, expected_version=version)
        return answer_done(actions.show, actions.erase.execute(erasure), "erase")

    takes = blueprint.arguments(DeletionQuery(), location="query", unknown=None)
    return takes(blueprint.response(200, ActionSchema())(delete_error))


def _restore_view(blueprint: Blueprint, actions: ErrorActions) -> Any:
    @describes(RestoreError, request=examples.RESTORE, answer=examples.RESTORED, versioned=True)
    def restore_error(wanted: Mapping[str, Any], error_id: UUID) -> Answer:
        """Restore a deleted error"""
        command = RestoreErrorCommand(error_id=error_id, act=act_of(wanted), expected_version=expected_version())
        return answer_done(actions.show, actions.restore.execute(command), "restore")

    takes, answers = blueprint.arguments(NoteSchema(), required=False), blueprint.response(200, ActionSchema())
    return takes(answers(restore_error))


def _resolve_view(blueprint: Blueprint, actions: ErrorActions) -> Any:
    @describes(ResolveError, request=examples.RESOLVE, answer=examples.RESOLVED, versioned=True)
    def resolve_error(wanted: Mapping[str, Any], error_id: UUID) -> Answer:
        """Resolve an error, or all that are like it"""
        command = ResolveErrorCommand(
            error_id=error_id,
            act=act_of(wanted),
            scope=wanted["scope"],
            release=wanted["release"],
            expected_version=expected_version(),
        )
        return answer_done(actions.show, actions.resolve.execute(command), "resolve")

    takes, answers = blueprint.arguments(ResolutionSchema(), required=False), blueprint.response(200, ActionSchema())
    return takes(answers(resolve_error))


def _ignore_view(blueprint: Blueprint, actions: ErrorActions) -> Any:
    @describes(IgnoreError, request=examples.IGNORE, answer=examples.IGNORED, versioned=True)
    def ignore_error(wanted: Mapping[str, Any], error_id: UUID) -> Answer:
        """Ignore an error, or all that are like it"""
        until = IgnoreUntil(moment=wanted["until"], further_errors=wanted["count"], release=wanted["release"])
        command = IgnoreErrorCommand(
            error_id=error_id,
            act=act_of(wanted),
            scope=wanted["scope"],
            until=until,
            expected_version=expected_version(),
        )
        return answer_done(actions.show, actions.ignore.execute(command), "ignore")

    takes, answers = blueprint.arguments(IgnoringSchema(), required=False), blueprint.response(200, ActionSchema())
    return takes(answers(ignore_error))


def _reopen_view(blueprint: Blueprint, actions: ErrorActions) -> Any:
    @describes(ReopenError, request=examples.REOPEN, answer=examples.REOPENED, versioned=True)
    def reopen_error(wanted: Mapping[str, Any], error_id: UUID) -> Answer:
        """Take back that an error was resolved or ignored"""
        command = ReopenErrorCommand(
            error_id=error_id, act=act_of(wanted), scope=wanted["scope"], expected_version=expected_version()
        )
        return answer_done(actions.show, actions.reopen.execute(command), "reopen")

    takes, answers = blueprint.arguments(ReopeningSchema(), required=False), blueprint.response(200, ActionSchema())
    return takes(answers(reopen_error))
