"""Who is on call, over the API."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http import on_call_examples as examples
from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.envelope import API
from adapters.inbound.http.on_call_schemas import (
    OnCallQuery,
    OnCallReportSchema,
    OnCallScheduleQuery,
    OnCallScheduleSchema,
)
from adapters.inbound.on_call_use_cases import OnCallUseCases
from application.show_on_call import OnCallEntry, OnCallReport, ShowOnCall, ShowOnCallQuery
from application.show_on_call_schedule import OnCallSchedule, ShowOnCallSchedule, ShowOnCallScheduleQuery
from domain.developer import Developer
from domain.on_call.turns import Turn

People = Mapping[UUID, Developer]


def on_call_blueprint(use_cases: OnCallUseCases) -> Blueprint:
    """`/on-call/` and `/on-call/schedule/`."""
    blueprint = Blueprint("on_call", __name__, url_prefix=f"{API}/on-call", description="Who is on call, and when")
    blueprint.add_url_rule("/", view_func=_show_view(blueprint, use_cases.show), methods=["GET"])
    schedule = _schedule_view(blueprint, use_cases.show_schedule)
    blueprint.add_url_rule("/schedule/", view_func=schedule, methods=["GET"])
    return blueprint


def _show_view(blueprint: Blueprint, show: ShowOnCall) -> Any:
    @describes(ShowOnCall, answer=examples.ON_CALL)
    def show_on_call(query: Mapping[str, Any]) -> dict[str, object]:
        """Show who is on call"""
        return _report(show.execute(ShowOnCallQuery(**query)))

    takes = blueprint.arguments(OnCallQuery(), location="query", unknown=None)
    return takes(blueprint.response(200, OnCallReportSchema())(show_on_call))


def _schedule_view(blueprint: Blueprint, show: ShowOnCallSchedule) -> Any:
    @describes(ShowOnCallSchedule, answer=examples.SCHEDULE)
    def show_schedule(query: Mapping[str, Any]) -> dict[str, object]:
        """Show who is on call when, and when nobody is"""
        return _schedule(show.execute(ShowOnCallScheduleQuery(**query)))

    takes = blueprint.arguments(OnCallScheduleQuery(), location="query", unknown=None)
    return takes(blueprint.response(200, OnCallScheduleSchema())(show_schedule))


def _report(report: OnCallReport) -> dict[str, object]:
    return {
        "at": report.at,
        "service": report.service,
        "on_call": [_entry(entry, report.people) for entry in report.entries],
        "away": [
            {"developer": _person(developer_id, report.people), "end": until}
            for developer_id, until in report.away.items()
        ],
    }


def _entry(entry: OnCallEntry, people: People) -> dict[str, object]:
    following = entry.following
    return {
        "rotation": entry.rotation,
        "developer": _person(entry.developer_id, people),
        "why": entry.why,
        "instead_of": _person(entry.instead_of, people),
        "begin": entry.begin,
        "end": entry.end,
        "following": None if following is None else _following(following, people),
    }


def _following(turn: Turn, people: People) -> dict[str, object]:
    return {"developer": _person(turn.developer_id, people), "begin": turn.begin, "why": turn.why}


def _schedule(schedule: OnCallSchedule) -> dict[str, object]:
    people, rotations = schedule.people, schedule.rotations

    def shift(turn: Turn) -> dict[str, object]:
        return {
            "rotation": None if turn.rotation_id is None else rotations[turn.rotation_id],
            "developer": _person(turn.developer_id, people),
            "why": turn.why,
            "instead_of": _person(turn.instead_of, people),
            "begin": turn.begin,
            "end": turn.end,
        }

    span: dict[str, datetime] = {"begin": schedule.begin, "end": schedule.end}
    return {
        **span,
        "service": schedule.service,
        "shifts": [shift(turn) for turn in schedule.turns],
        "gaps": schedule.gaps,
    }


def _person(developer_id: UUID | None, people: People) -> Developer | None:
    return None if developer_id is None else people[developer_id]
