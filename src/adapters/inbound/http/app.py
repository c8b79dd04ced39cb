"""The web application, built of the use cases that it calls."""

from dataclasses import dataclass

from flask import Flask

from adapters.inbound.http.arrival import Arrivals
from adapters.inbound.http.doors import Entrance, Ingest, preflight, strict_door, webhook_door
from adapters.inbound.http.envelope import API, Envelope
from adapters.inbound.http.error_page import add_error_page, page_of_problem
from adapters.inbound.http.errors_api import errors_blueprint
from adapters.inbound.http.failures import answer_failures
from adapters.inbound.http.health import add_health
from adapters.inbound.http.openapi import make_api
from adapters.inbound.http.origins import AllowedOrigins
from adapters.inbound.webhooks.platforms import PLATFORMS
from application.admit_sender import AdmitSender
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
    _add_doors(app, entrance)
    add_health(app, use_cases.check_readiness)
    api = make_api(app, options.version)
    api.register_blueprint(errors_blueprint(use_cases.authenticate_token, use_cases.find_errors, use_cases.show_error))
    add_error_page(app, use_cases.authenticate_token, use_cases.show_error)
    answer_failures(app, arrivals, page_of_problem)
    app.wsgi_app = Envelope(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _add_doors(app: Flask, entrance: Entrance) -> None:
    doors = {"errors": strict_door(entrance)}
    for platform in PLATFORMS:
        doors[f"webhook/{platform.name}"] = webhook_door(entrance, platform.default_service)
    for path, view in doors.items():
        rule = f"{API}/{path}/"
        app.add_url_rule(rule, f"post {path}", view, methods=["POST"], provide_automatic_options=False)
        app.add_url_rule(rule, f"preflight {path}", preflight(entrance), methods=["OPTIONS"])
