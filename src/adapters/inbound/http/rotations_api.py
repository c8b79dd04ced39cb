"""Rotations and overrides over the API."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from flask import g
from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http import on_call_examples as examples
from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.envelope import API
from adapters.inbound.http.on_call_api import People
from adapters.inbound.http.rotations_schemas import (
    NewOverrideSchema,
    NewRotationSchema,
    OverrideListSchema,
    OverrideSchema,
    RotationChangesSchema,
    RotationListSchema,
    RotationSchema,
)
from adapters.inbound.http.versions import expected_version, with_version
from adapters.inbound.on_call_use_cases import OnCallUseCases
from application.add_override import AddOverride, AddOverrideCommand, OverrideDetail
from application.create_rotation import CreateRotation, CreateRotationCommand
from application.find_rotations import ListRotations, RotationDetail, ShowRotation
from application.list_overrides import ListOverrides
from application.remove_override import RemoveOverride, RemoveOverrideCommand
from application.remove_rotation import RemoveRotation, RemoveRotationCommand
from application.update_rotation import UpdateRotation, UpdateRotationCommand
from domain.on_call.rotation import rotation_version

_PATH = f"{API}/on-call/rotations/"

Versioned = tuple[dict[str, object], dict[str, str]]


def rotations_blueprint(use_cases: OnCallUseCases) -> Blueprint:
    """Everything under `/on-call/rotations/`."""
    blueprint = Blueprint(
        "rotations", __name__, url_prefix=_PATH.rstrip("/"), description="Who takes turns at being on call"
    )
    one = "/<uuid:rotation_id>/"
    for rule, method, view in (
        ("/", "GET", _list_view(blueprint, use_cases.list_rotations)),
        ("/", "POST", _create_view(blueprint, use_cases)),
        (one, "GET", _show_view(blueprint, use_cases)),
        (one, "PATCH", _update_view(blueprint, use_cases)),
        (one, "DELETE", _remove_view(blueprint, use_cases.remove_rotation)),
        (f"{one}overrides/", "GET", _list_overrides_view(blueprint, use_cases.list_overrides)),
        (f"{one}overrides/", "POST", _add_override_view(blueprint, use_cases.add_override)),
        (
            f"{one}overrides/<uuid:override_id>/",
            "DELETE",
            _remove_override_view(blueprint, use_cases.remove_override),
        ),
    ):
        blueprint.add_url_rule(rule, view_func=view, methods=[method])
    return blueprint


def _list_view(blueprint: Blueprint, list_all: ListRotations) -> Any:
    @describes(ListRotations, answer=examples.ROTATIONS)
    def list_rotations() -> dict[str, object]:
        """List rotations by name"""
        return whole_list(_flat(detail) for detail in list_all.execute())

    return blueprint.response(200, RotationListSchema())(list_rotations)


def _create_view(blueprint: Blueprint, use_cases: OnCallUseCases) -> Any:
    @describes(CreateRotation, request=examples.NEW_ROTATION, answer=examples.ROTATION)
    def create_rotation(wanted: Mapping[str, Any]) -> Versioned:
        """Have people take turns"""
        command = CreateRotationCommand(**_as_command(wanted), actor=g.actor)
        made = use_cases.create_rotation.execute(command)
        body, headers = _shown(use_cases, made.id)
        return body, {**headers, "Location": f"{_PATH}{made.id}/"}

    takes, answers = blueprint.arguments(NewRotationSchema()), blueprint.response(201, RotationSchema())
    return takes(answers(create_rotation))


def _show_view(blueprint: Blueprint, use_cases: OnCallUseCases) -> Any:
    @describes(ShowRotation, answer=examples.ROTATION, versioned=True)
    def show_rotation(rotation_id: UUID) -> Versioned:
        """Show one rotation"""
        return _shown(use_cases, rotation_id)

    return blueprint.response(200, RotationSchema())(show_rotation)


def _update_view(blueprint: Blueprint, use_cases: OnCallUseCases) -> Any:
    @describes(UpdateRotation, request=examples.ROTATION_CHANGES, answer=examples.CHANGED_ROTATION, versioned=True)
    def update_rotation(wanted: Mapping[str, Any], rotation_id: UUID) -> Versioned:
        """Change what is named of a rotation"""
        version = expected_version()
        said = _as_command(wanted)
        command = UpdateRotationCommand(**said, which=rotation_id, actor=g.actor, expected_version=version)
        return _shown(use_cases, use_cases.update_rotation.execute(command).id)

    takes, answers = blueprint.arguments(RotationChangesSchema()), blueprint.response(200, RotationSchema())
    return takes(answers(update_rotation))


def _remove_view(blueprint: Blueprint, remove: RemoveRotation) -> Any:
    @describes(RemoveRotation, versioned=True)
    def remove_rotation(rotation_id: UUID) -> None:
        """Remove a rotation"""
        version = expected_version()
        remove.execute(RemoveRotationCommand(which=rotation_id, actor=g.actor, expected_version=version))

    return blueprint.response(204)(remove_rotation)


def _list_overrides_view(blueprint: Blueprint, list_all: ListOverrides) -> Any:
    @describes(ListOverrides, answer=examples.OVERRIDES)
    def list_overrides(rotation_id: UUID) -> dict[str, object]:
        """List what was said to be otherwise"""
        return whole_list(_flat_override(detail) for detail in list_all.execute(rotation_id))

    return blueprint.response(200, OverrideListSchema())(list_overrides)


def _add_override_view(blueprint: Blueprint, add: AddOverride) -> Any:
    @describes(AddOverride, request=examples.NEW_OVERRIDE, answer=examples.OVERRIDE)
    def add_override(wanted: Mapping[str, Any], rotation_id: UUID) -> dict[str, object]:
        """Have somebody take a span"""
        return _flat_override(add.execute(AddOverrideCommand(**wanted, rotation=rotation_id, actor=g.actor)))

    takes, answers = blueprint.arguments(NewOverrideSchema()), blueprint.response(201, OverrideSchema())
    return takes(answers(add_override))


def _remove_override_view(blueprint: Blueprint, remove: RemoveOverride) -> Any:
    @describes(RemoveOverride)
    def remove_override(rotation_id: UUID, override_id: UUID) -> None:
        """Take an override back"""
        remove.execute(RemoveOverrideCommand(rotation=rotation_id, override_id=override_id, actor=g.actor))

    return blueprint.response(204)(remove_override)


def whole_list(results: Iterable[object]) -> dict[str, object]:
    """What lists of one page answer."""
    listed = list(results)
    return {"count": len(listed), "next": None, "previous": None, "results": listed}


def _as_command(wanted: Mapping[str, Any]) -> dict[str, Any]:
    said = dict(wanted)
    if "services" in said:
        said["services"] = frozenset(said["services"])
    if "members" in said:
        said["members"] = tuple(said["members"])
    return said


def _shown(use_cases: OnCallUseCases, rotation_id: UUID) -> Versioned:
    detail = use_cases.show_rotation.execute(rotation_id)
    return with_version(_flat(detail), rotation_version(detail.rotation))


def _flat(detail: RotationDetail) -> dict[str, object]:
    rotation = detail.rotation
    said = {field.name: getattr(rotation, field.name) for field in fields(rotation)}
    members = [_member(each, detail.people) for each in rotation.members]
    return {**said, "services": sorted(rotation.services), "members": members}


def _flat_override(detail: OverrideDetail) -> dict[str, object]:
    said = {field.name: getattr(detail.override, field.name) for field in fields(detail.override)}
    people = {} if detail.developer is None else {detail.developer.id: detail.developer}
    return {**said, "developer": _member(detail.override.developer_id, people)}


def _member(developer_id: UUID, people: People) -> dict[str, object]:
    developer = people.get(developer_id)
    return {
        "id": developer_id,
        "name": None if developer is None else developer.name,
        "active": developer is not None and developer.can_be_asked,
    }
