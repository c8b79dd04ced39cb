"""Developers' time off over the API."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import g
from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http import on_call_examples as examples
from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.envelope import API
from adapters.inbound.http.rotations_api import whole_list
from adapters.inbound.http.rotations_schemas import NewTimeOffSchema, TimeOffListSchema, TimeOffSchema
from adapters.inbound.on_call_use_cases import OnCallUseCases
from application.add_time_off import AddTimeOff, AddTimeOffCommand
from application.list_time_off import ListTimeOff
from application.remove_time_off import RemoveTimeOff, RemoveTimeOffCommand
from domain.on_call.duty import TimeOff


def time_off_blueprint(use_cases: OnCallUseCases) -> Blueprint:
    """Everything under `/developers/{id}/time-off/`."""
    path = f"{API}/developers/<uuid:developer_id>/time-off"
    blueprint = Blueprint("time_off", __name__, url_prefix=path, description="When developers are away")
    for rule, method, view in (
        ("/", "GET", _list_view(blueprint, use_cases.list_time_off)),
        ("/", "POST", _add_view(blueprint, use_cases.add_time_off)),
        ("/<uuid:time_off_id>/", "DELETE", _remove_view(blueprint, use_cases.remove_time_off)),
    ):
        blueprint.add_url_rule(rule, view_func=view, methods=[method])
    return blueprint


def _list_view(blueprint: Blueprint, list_all: ListTimeOff) -> Any:
    @describes(ListTimeOff, answer=examples.ALL_TIME_OFF)
    def list_time_off(developer_id: UUID) -> dict[str, object]:
        """List when a developer is away"""
        return whole_list(list_all.execute(developer_id))

    return blueprint.response(200, TimeOffListSchema())(list_time_off)


def _add_view(blueprint: Blueprint, add: AddTimeOff) -> Any:
    @describes(AddTimeOff, request=examples.NEW_TIME_OFF, answer=examples.TIME_OFF)
    def add_time_off(wanted: Mapping[str, Any], developer_id: UUID) -> TimeOff:
        """Say when a developer is away"""
        return add.execute(AddTimeOffCommand(**wanted, developer=developer_id, actor=g.actor))

    takes, answers = blueprint.arguments(NewTimeOffSchema()), blueprint.response(201, TimeOffSchema())
    return takes(answers(add_time_off))


def _remove_view(blueprint: Blueprint, remove: RemoveTimeOff) -> Any:
    @describes(RemoveTimeOff)
    def remove_time_off(developer_id: UUID, time_off_id: UUID) -> None:
        """Take time off back"""
        remove.execute(RemoveTimeOffCommand(developer=developer_id, time_off_id=time_off_id, actor=g.actor))

    return blueprint.response(204)(remove_time_off)
