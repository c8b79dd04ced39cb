"""Silences over the API."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import g
from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.envelope import API
from adapters.inbound.http.rotations_api import whole_list
from adapters.inbound.http.silences_schemas import NewSilenceSchema, SilenceListSchema, SilenceSchema
from adapters.inbound.silence_use_cases import SilenceUseCases
from application.create_silence import CreateSilence, CreateSilenceCommand
from application.end_silence import EndSilence, EndSilenceCommand
from application.list_silences import ListSilences
from domain.silence import Silence

_WANTED: dict[str, object] = {
    "service": "laravel",
    "severity": "high",
    "reason": "The database is being moved",
    "until": "2099-11-23T20:00:00+00:00",
}
_SILENCE: dict[str, object] = {
    **_WANTED,
    "id": "019dba00-4444-7222-8333-444455556666",
    "pattern_id": None,
    "created_by": "anna",
    "created_at": "2099-11-23T18:00:00+00:00",
    "from": "2099-11-23T18:00:00+00:00",
}


def silences_blueprint(use_cases: SilenceUseCases) -> Blueprint:
    """Everything under `/silences/`."""
    blueprint = Blueprint(
        "silences", __name__, url_prefix=f"{API}/silences", description="Of what nobody is told for a time"
    )
    for rule, method, view in (
        ("/", "GET", _list_view(blueprint, use_cases)),
        ("/", "POST", _create_view(blueprint, use_cases)),
        ("/<uuid:silence_id>/", "DELETE", _end_view(blueprint, use_cases)),
    ):
        blueprint.add_url_rule(rule, view_func=view, methods=[method])
    return blueprint


def _list_view(blueprint: Blueprint, use_cases: SilenceUseCases) -> Any:
    @describes(ListSilences, answer={"count": 1, "next": None, "previous": None, "results": [_SILENCE]})
    def list_silences() -> dict[str, object]:
        """List the silences"""
        return whole_list(use_cases.list.execute())

    return blueprint.response(200, SilenceListSchema())(list_silences)


def _create_view(blueprint: Blueprint, use_cases: SilenceUseCases) -> Any:
    @describes(CreateSilence, request=_WANTED, answer=_SILENCE)
    def create_silence(wanted: Mapping[str, Any]) -> Silence:
        """Silence a service, a pattern or a severity for a time"""
        return use_cases.create.execute(CreateSilenceCommand(**wanted, actor=g.actor))

    takes, answers = blueprint.arguments(NewSilenceSchema()), blueprint.response(201, SilenceSchema())
    return takes(answers(create_silence))


def _end_view(blueprint: Blueprint, use_cases: SilenceUseCases) -> Any:
    @describes(EndSilence)
    def end_silence(silence_id: UUID) -> None:
        """End a silence now"""
        use_cases.end.execute(EndSilenceCommand(silence_id=silence_id, actor=g.actor))

    return blueprint.response(204)(end_silence)
