"""Escalation chains over the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g
from flask_smorest import Blueprint  # type: ignore[import-untyped]

from adapters.inbound.http.chains_schemas import ChainListSchema, ChainSchema, WantedChainSchema
from adapters.inbound.http.descriptions import describes
from adapters.inbound.http.envelope import API
from application.chain_subject import ChainSubject
from application.list_chains import ListChains
from application.remove_chain import RemoveChain, RemoveChainCommand
from application.set_chain import SetChain, SetChainCommand, WantedStep
from domain.developer import Developer
from domain.escalation_chain import ChainOf

_ANNA = "019dba00-1111-7222-8333-444455556666"
_WANTED: dict[str, object] = {"steps": [{"on_call": True}, {"developers": [_ANNA]}]}
_CHAIN: dict[str, object] = {
    "service": "laravel",
    "developer": None,
    "steps": [
        {"developers": [], "on_call": True},
        {"developers": [{"id": _ANNA, "name": "Anna"}], "on_call": False},
    ],
    "updated_at": "2026-11-23T12:00:00+00:00",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainUseCases:
    """What the views call."""

    list: ListChains
    set: SetChain
    remove: RemoveChain


def chains_blueprint(use_cases: ChainUseCases) -> Blueprint:
    """Everything under `/escalation-chains/`."""
    blueprint = Blueprint(
        "chains", __name__, url_prefix=f"{API}/escalation-chains", description="Who is asked after whom"
    )
    service, developer = "/services/<string:service>/", "/developers/<uuid:developer_id>/"
    for rule, method, view in (
        ("/", "GET", _list_view(blueprint, use_cases)),
        (service, "PUT", _set_service_view(blueprint, use_cases)),
        (service, "DELETE", _remove_service_view(blueprint, use_cases)),
        (developer, "PUT", _set_developer_view(blueprint, use_cases)),
        (developer, "DELETE", _remove_developer_view(blueprint, use_cases)),
    ):
        blueprint.add_url_rule(rule, view_func=view, methods=[method])
    return blueprint


def _list_view(blueprint: Blueprint, use_cases: ChainUseCases) -> Any:
    @describes(ListChains, answer={"count": 1, "results": [_CHAIN]})
    def list_chains() -> dict[str, object]:
        """List the escalation chains"""
        found = use_cases.list.execute()
        return {"count": len(found.chains), "results": [_shown(one, found.developers) for one in found.chains]}

    return blueprint.response(200, ChainListSchema())(list_chains)


def _set_service_view(blueprint: Blueprint, use_cases: ChainUseCases) -> Any:
    @describes(SetChain, request=_WANTED, answer=_CHAIN)
    def set_service_chain(wanted: Mapping[str, Any], service: str) -> dict[str, object]:
        """Say who is told of a service's episodes, level by level"""
        return _set(use_cases, ChainSubject(service=service), wanted)

    takes, answers = blueprint.arguments(WantedChainSchema()), blueprint.response(200, ChainSchema())
    return takes(answers(set_service_chain))


def _set_developer_view(blueprint: Blueprint, use_cases: ChainUseCases) -> Any:
    @describes(SetChain, request=_WANTED, answer={**_CHAIN, "service": None, "developer": _ANNA})
    def set_developer_chain(wanted: Mapping[str, Any], developer_id: UUID) -> dict[str, object]:
        """Say who is told of a developer's episodes, level by level"""
        return _set(use_cases, ChainSubject(developer=developer_id), wanted)

    takes, answers = blueprint.arguments(WantedChainSchema()), blueprint.response(200, ChainSchema())
    return takes(answers(set_developer_chain))


def _remove_service_view(blueprint: Blueprint, use_cases: ChainUseCases) -> Any:
    @describes(RemoveChain)
    def remove_service_chain(service: str) -> None:
        """Remove a service's escalation chain"""
        use_cases.remove.execute(RemoveChainCommand(subject=ChainSubject(service=service), actor=g.actor))

    return blueprint.response(204)(remove_service_chain)


def _remove_developer_view(blueprint: Blueprint, use_cases: ChainUseCases) -> Any:
    @describes(RemoveChain)
    def remove_developer_chain(developer_id: UUID) -> None:
        """Remove a developer's escalation chain"""
        use_cases.remove.execute(RemoveChainCommand(subject=ChainSubject(developer=developer_id), actor=g.actor))

    return blueprint.response(204)(remove_developer_chain)


def _set(use_cases: ChainUseCases, subject: ChainSubject, wanted: Mapping[str, Any]) -> dict[str, object]:
    steps = [WantedStep(**step) for step in wanted["steps"]]
    chain = use_cases.set.execute(SetChainCommand(subject=subject, steps=steps, actor=g.actor))
    return _shown(chain, use_cases.list.execute().developers)


def _shown(chain: ChainOf, developers: Mapping[UUID, Developer]) -> dict[str, object]:
    return {
        "service": chain.service,
        "developer": chain.developer_id,
        "steps": [
            {
                "developers": [
                    {"id": one, "name": developers[one].name if one in developers else None} for one in step.developers
                ],
                "on_call": step.on_call,
            }
            for step in chain.chain.steps
        ],
        "updated_at": chain.updated_at,
    }
