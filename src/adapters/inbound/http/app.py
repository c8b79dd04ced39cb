"""The web application, built of the use cases that it calls."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from adapters.inbound.http.arrival import Arrivals
from adapters.inbound.http.assign_api import assign_blueprint
from adapters.inbound.http.doors import Entrance, Ingest, preflight, strict_door, webhook_door
from adapters.inbound.http.envelope import API, Envelope
from adapters.inbound.http.error_page import add_error_page, page_of_problem
from adapters.inbound.http.errors_api import errors_blueprint
from adapters.inbound.http.failures import answer_failures
from adapters.inbound.http.fast_lane import Door, FastLane, view_of
from adapters.inbound.http.health import add_health
from adapters.inbound.http.openapi import make_api
from adapters.inbound.http.origins import AllowedOrigins
from adapters.inbound.http.permissions import guard
from adapters.inbound.webhooks.platforms import PLATFORMS
from application.admit_sender import AdmitSender
from application.assign_error import AssignError
from application.authenticate_token import AuthenticateToken
from application.check_readiness import CheckReadiness
from application.find_errors import FindErrors
from application.show_error import ShowError
from domain.trust import AddressPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpUseCases:
    """What the web calls."""

    ingest: Ingest
    admit_sender: AdmitSender
    authenticate_token: AuthenticateToken
    find_errors: FindErrors
    show_error: ShowError
    assign_error: AssignError
    check_readiness: CheckReadiness


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpOptions:
    """What the web is told. `cors_allowed_origins` as in `https://shop.example.org`; "*" allows every page."""

    version: str
    addresses: AddressPolicy = AddressPolicy()
    cors_allowed_origins: tuple[str, ...] = ()


def create_app(use_cases: HttpUseCases, options: HttpOptions) -> Flask:
    """The application; a WSGI server may call it from any number of threads."""
    app = Flask(__name__, static_folder=None)
    app.url_map.strict_slashes = False
    arrivals = Arrivals(options.addresses)
    origins = AllowedOrigins(options.cors_allowed_origins)
    entrance = Entrance(use_cases.ingest, use_cases.admit_sender, arrivals, origins)
    doors = _doors(entrance)
    _add_doors(app, entrance, doors)
    guard(app, use_cases.authenticate_token)
    add_health(app, use_cases.check_readiness)
    api = make_api(app, options.version)
    api.register_blueprint(errors_blueprint(use_cases.find_errors, use_cases.show_error))
    api.register_blueprint(assign_blueprint(use_cases.assign_error))
    add_error_page(app, use_cases.authenticate_token, use_cases.show_error)
    answer_failures(app, arrivals, page_of_problem)
    app.wsgi_app = Envelope(FastLane(app.wsgi_app, doors))  # type: ignore[method-assign]
    return app


def _doors(entrance: Entrance) -> dict[str, Door]:
    """By path."""
    doors = {f"{API}/errors/": strict_door(entrance)}
    for platform in PLATFORMS:
        doors[f"{API}/webhook/{platform.name}/"] = webhook_door(entrance, platform.default_service)
    return doors


def _add_doors(app: Flask, entrance: Entrance, doors: Mapping[str, Door]) -> None:
    for path, door in doors.items():
        name = path.removeprefix(f"{API}/").rstrip("/")
        app.add_url_rule(path, f"post {name}", view_of(door), methods=["POST"], provide_automatic_options=False)
        app.add_url_rule(path, f"preflight {name}", preflight(entrance), methods=["OPTIONS"])
