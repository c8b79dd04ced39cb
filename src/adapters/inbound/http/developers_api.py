"""Developers over the API."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import g
from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http import developers_examples as examples
from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.developers_schemas import (
    DeveloperChangesSchema,
    DeveloperDetailSchema,
    DeveloperListQuery,
    DeveloperPageSchema,
    NewDeveloperSchema,
    OnCallSchema,
    RemoveDeveloperQuery,
    WorkloadSchema,
)
from adapters.inbound.http.envelope import API
from adapters.inbound.http.place_cursors import link_to, not_ours, read_place
from adapters.inbound.http.preferences_schemas import shown_preferences
from adapters.inbound.http.versions import expected_version, with_version
from application.create_developer import CreateDeveloper, CreateDeveloperCommand
from application.find_developers import DeveloperPage, FindDevelopers, FindDevelopersQuery, Place
from application.remove_developer import RemoveDeveloper, RemoveDeveloperCommand
from application.set_on_call import SetOnCall, SetOnCallCommand
from application.show_developer import ShowDeveloper
from application.show_workload import DeveloperLoad, ShowWorkload, WorkloadReport
from application.update_developer import UpdateDeveloper, UpdateDeveloperCommand
from domain.developer import Developer
from domain.preferences import Preferences
from domain.versions import developer_version
from domain.workload import Workload

_PATH = f"{API}/developers/"
_CAN_BE_TAKEN_AWAY = ("phone", "slack_id", "time_zone", "preferences")

Versioned = tuple[dict[str, object], dict[str, str]]


@dataclass(frozen=True, slots=True)
class DeveloperActions:
    """What can be done about developers."""

    find: FindDevelopers
    show: ShowDeveloper
    create: CreateDeveloper
    update: UpdateDeveloper
    remove: RemoveDeveloper
    set_on_call: SetOnCall
    show_workload: ShowWorkload


def developers_blueprint(actions: DeveloperActions) -> Blueprint:
    """Everything under `/developers/`."""
    blueprint = Blueprint(
        "developers", __name__, url_prefix=_PATH.rstrip("/"), description="Who is asked to mend errors, and when"
    )
    one = "/<uuid:developer_id>/"
    for rule, method, view in (
        ("/", "GET", _list_view(blueprint, actions)),
        ("/", "POST", _create_view(blueprint, actions)),
        ("/workload/", "GET", _workload_view(blueprint, actions)),
        (one, "GET", _show_view(blueprint, actions)),
        (one, "PATCH", _update_view(blueprint, actions)),
        (one, "DELETE", _remove_view(blueprint, actions)),
        (f"{one}on-call/", "POST", _on_call_view(blueprint, actions)),
    ):
        blueprint.add_url_rule(rule, view_func=view, methods=[method])
    return blueprint


def _list_view(blueprint: Blueprint, actions: DeveloperActions) -> Any:
    @describes(FindDevelopers, answer=examples.PAGE)
    def list_developers(query: Mapping[str, Any]) -> dict[str, object]:
        """List developers by name"""
        return _page(actions.find.execute(_find_query(query)))

    takes = blueprint.arguments(DeveloperListQuery(), location="query", unknown=None)
    return takes(blueprint.response(200, DeveloperPageSchema())(list_developers))


def _create_view(blueprint: Blueprint, actions: DeveloperActions) -> Any:
    @describes(CreateDeveloper, request=examples.NEW, answer=examples.DETAIL)
    def create_developer(wanted: Mapping[str, Any]) -> Versioned:
        """Add a developer"""
        preferences = wanted["preferences"] or Preferences()
        said = {**wanted, "services": frozenset(wanted["services"]), "preferences": preferences}
        developer = actions.create.execute(CreateDeveloperCommand(**said, actor=g.actor))
        body, headers = _shown(actions, developer.id)
        return body, {**headers, "Location": f"{_PATH}{developer.id}/"}

    takes, answers = blueprint.arguments(NewDeveloperSchema()), blueprint.response(201, DeveloperDetailSchema())
    return takes(answers(create_developer))


def _show_view(blueprint: Blueprint, actions: DeveloperActions) -> Any:
    @describes(ShowDeveloper, answer=examples.DETAIL, versioned=True)
    def show_developer(developer_id: UUID) -> Versioned:
        """Show one developer"""
        return _shown(actions, developer_id)

    return blueprint.response(200, DeveloperDetailSchema())(show_developer)


def _update_view(blueprint: Blueprint, actions: DeveloperActions) -> Any:
    @describes(UpdateDeveloper, request=examples.CHANGES, answer=examples.CHANGED, versioned=True)
    def update_developer(wanted: Mapping[str, Any], developer_id: UUID) -> Versioned:
        """Change what is named of a developer"""
        services = wanted.get("services")
        command = UpdateDeveloperCommand(
            which=developer_id,
            name=wanted.get("name"),
            email=wanted.get("email"),
            no_email=wanted.get("email", "") is None,
            services=None if services is None else frozenset(services),
            min_severity=wanted.get("min_severity"),
            active=wanted.get("active"),
            **{field: wanted.get(field) for field in _CAN_BE_TAKEN_AWAY},
            without=frozenset(field for field in _CAN_BE_TAKEN_AWAY if wanted.get(field, "") is None),
            actor=g.actor,
            expected_version=expected_version(),
        )
        return _shown(actions, actions.update.execute(command).id)

    takes, answers = blueprint.arguments(DeveloperChangesSchema()), blueprint.response(200, DeveloperDetailSchema())
    return takes(answers(update_developer))


def _remove_view(blueprint: Blueprint, actions: DeveloperActions) -> Any:
    @describes(RemoveDeveloper, versioned=True)
    def remove_developer(query: Mapping[str, Any], developer_id: UUID) -> None:
        """Remove a developer"""
        actions.remove.execute(
            RemoveDeveloperCommand(
                which=developer_id,
                open_episodes=query["open_episodes"],
                actor=g.actor,
                expected_version=expected_version(),
            )
        )

    takes = blueprint.arguments(RemoveDeveloperQuery(), location="query", unknown=None)
    return takes(blueprint.response(204)(remove_developer))


def _on_call_view(blueprint: Blueprint, actions: DeveloperActions) -> Any:
    @describes(SetOnCall, request=examples.ON_CALL, answer=examples.ON_CALL_SET, versioned=True)
    def set_on_call(wanted: Mapping[str, Any], developer_id: UUID) -> Versioned:
        """Put a developer on call, or take the developer off it"""
        command = SetOnCallCommand(**wanted, which=developer_id, actor=g.actor, expected_version=expected_version())
        return _shown(actions, actions.set_on_call.execute(command).id)

    takes, answers = blueprint.arguments(OnCallSchema()), blueprint.response(200, DeveloperDetailSchema())
    return takes(answers(set_on_call))


def _workload_view(blueprint: Blueprint, actions: DeveloperActions) -> Any:
    @describes(ShowWorkload, answer=examples.WORKLOAD)
    def show_workload() -> dict[str, object]:
        """Show how much lies with whom"""
        return _workload(actions.show_workload.execute())

    return blueprint.response(200, WorkloadSchema())(show_workload)


def _shown(actions: DeveloperActions, developer_id: UUID) -> Versioned:
    detail = actions.show.execute(developer_id)
    body = _flat(detail.developer, on_call_now=detail.on_call_now) | {"open_episodes": detail.open_episodes}
    return with_version(body, developer_version(detail.developer))


def _flat(developer: Developer, *, on_call_now: bool) -> dict[str, object]:
    said = {field.name: getattr(developer, field.name) for field in fields(developer)}
    preferences = shown_preferences(developer.preferences)
    return {**said, "services": sorted(developer.services), "on_call_now": on_call_now, "preferences": preferences}


def _find_query(query: Mapping[str, Any]) -> FindDevelopersQuery:
    place, forwards = (None, True) if query["cursor"] is None else _read_place(query["cursor"])
    return FindDevelopersQuery(
        active=query["active"],
        service=query["service"],
        on_call=query["on_call"],
        limit=query["limit"],
        after=place if forwards else None,
        before=None if forwards else place,
    )


def _read_place(cursor: str) -> tuple[Place, bool]:
    (name, developer_id), forwards = read_place(cursor, (str, str))
    try:
        return (str(name), UUID(str(developer_id))), forwards
    except ValueError:
        raise not_ours() from None


def _page(page: DeveloperPage) -> dict[str, object]:
    after, before = (None if place is None else (place[0], str(place[1])) for place in (page.after, page.before))
    return {
        "count": page.count,
        "next": link_to(_PATH, after, forwards=True),
        "previous": link_to(_PATH, before, forwards=False),
        "results": [_flat(one, on_call_now=one.id in page.on_call) for one in page.developers],
    }


def _workload(report: WorkloadReport) -> dict[str, object]:
    return {
        "at": report.at,
        "developers": [_load(entry.load, report.at, entry) for entry in report.developers],
        "unowned": _load(report.unowned, report.at),
    }


def _load(load: Workload, at: datetime, whose: DeveloperLoad | None = None) -> dict[str, object]:
    oldest = load.oldest_episode_at
    age_s = None if oldest is None else max(0, int((at - oldest).total_seconds()))
    shown: dict[str, object] = {"load": load, "oldest_episode_age_s": age_s}
    return shown if whose is None else {**shown, "developer": whose.developer, "on_call_now": whose.on_call_now}
