"""The web application, built of the use cases that it calls."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from adapters.inbound.http.acknowledge_page import LinkUseCases, add_acknowledge_page
from adapters.inbound.http.arrival import Arrivals
from adapters.inbound.http.assign_api import Assignments, assign_blueprint
from adapters.inbound.http.audit_api import audit_blueprint
from adapters.inbound.http.chains_api import ChainUseCases, chains_blueprint
from adapters.inbound.http.compression import compress_answers
from adapters.inbound.http.counted_doors import counted
from adapters.inbound.http.developers_api import DeveloperActions, developers_blueprint
from adapters.inbound.http.docs_page import add_docs_page
from adapters.inbound.http.doors import Entrance, Ingest, preflight, strict_door, webhook_door
from adapters.inbound.http.envelope import API, Envelope
from adapters.inbound.http.error_actions_api import ErrorActions, error_actions_blueprint
from adapters.inbound.http.error_page import add_error_page, page_of_problem
from adapters.inbound.http.errors_api import ErrorLists, errors_blueprint
from adapters.inbound.http.explain_api import explain_blueprint
from adapters.inbound.http.failures import answer_failures
from adapters.inbound.http.fast_lane import Door, FastLane, view_of
from adapters.inbound.http.health import add_health
from adapters.inbound.http.idempotency import answer_repeats
from adapters.inbound.http.intake_api import intake_blueprint
from adapters.inbound.http.jobs_api import JobActions, jobs_blueprint
from adapters.inbound.http.json_requests import want_json
from adapters.inbound.http.metric_families import MetricSources
from adapters.inbound.http.metrics import add_metrics
from adapters.inbound.http.notifications_api import NotificationUseCases, notifications_blueprint
from adapters.inbound.http.on_call_api import on_call_blueprint
from adapters.inbound.http.openapi import ProblemApi, make_api
from adapters.inbound.http.origins import AllowedOrigins
from adapters.inbound.http.patterns_api import PatternUseCases, patterns_blueprint
from adapters.inbound.http.permissions import guard
from adapters.inbound.http.query_parameters import want_parameters_once
from adapters.inbound.http.receipts_api import receipts_blueprint
from adapters.inbound.http.remembered import remember
from adapters.inbound.http.rotations_api import rotations_blueprint
from adapters.inbound.http.shedding import shed_under_load
from adapters.inbound.http.silences_api import silences_blueprint
from adapters.inbound.http.statistics_api import statistics_blueprint
from adapters.inbound.http.time_off_api import time_off_blueprint
from adapters.inbound.http.versions import answer_unchanged
from adapters.inbound.http.webhook_endpoints_api import WebhookEndpointActions, webhook_endpoints_blueprint
from adapters.inbound.on_call_use_cases import OnCallUseCases
from adapters.inbound.silence_use_cases import SilenceUseCases
from adapters.inbound.webhooks.platforms import PLATFORMS
from application.admit_sender import AdmitSender
from application.answer_once import AnswerOnce
from application.authenticate_token import AuthenticateToken
from application.check_readiness import CheckReadiness
from application.costly_reads import CostlyReads
from application.explain_error import ExplainError
from application.find_audit_entries import FindAuditEntries
from application.intake_tally import IntakeTally
from application.ports.intake_repository import NOBODY_KNOWS
from application.remembered_answers import RememberedAnswers
from application.show_error import ShowError
from application.show_intake import ShowIntake
from application.show_receipt import ShowReceipt
from application.show_services import ShowServices
from application.show_statistics import ShowStatistics
from domain.trust import AddressPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpUseCases:
    """What the web calls."""

    ingest: Ingest
    admit_sender: AdmitSender
    authenticate_token: AuthenticateToken
    answer_once: AnswerOnce
    error_lists: ErrorLists
    show_error: ShowError
    error_actions: ErrorActions
    assignments: Assignments
    developers: DeveloperActions
    on_call: OnCallUseCases
    webhook_endpoints: WebhookEndpointActions
    chains: ChainUseCases
    acknowledging: LinkUseCases
    jobs: JobActions
    silences: SilenceUseCases
    find_audit_entries: FindAuditEntries
    check_readiness: CheckReadiness
    explain_error: ExplainError
    notifications: NotificationUseCases
    patterns: PatternUseCases
    show_statistics: ShowStatistics
    show_services: ShowServices
    show_receipt: ShowReceipt
    intake_tally: IntakeTally
    show_intake: ShowIntake
    remembered_answers: RememberedAnswers
    costly_reads: CostlyReads
    metric_sources: MetricSources


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
    compress_answers(app)
    arrivals = Arrivals(options.addresses)
    counts = add_metrics(app, use_cases.metric_sources, use_cases.authenticate_token, arrivals, options.version)
    origins = AllowedOrigins(options.cors_allowed_origins)
    entrance = Entrance(use_cases.ingest, use_cases.admit_sender, arrivals, origins, use_cases.intake_tally)
    doors = _doors(entrance)
    _add_doors(app, entrance, doors)
    guard(app, use_cases.authenticate_token)
    want_parameters_once(app)
    want_json(app)
    answer_repeats(app, use_cases.answer_once)
    answer_unchanged(app)
    add_health(app, use_cases.check_readiness)
    _add_api(make_api(app, options.version), use_cases, entrance)
    add_docs_page(app)
    add_acknowledge_page(app, use_cases.acknowledging, entrance)
    add_error_page(app, use_cases.authenticate_token, use_cases.show_error)
    shed_under_load(app, use_cases.costly_reads)
    remember(app, use_cases.remembered_answers)
    answer_failures(app, arrivals, page_of_problem)
    counted_doors = {path: counts.at_door(door, _view_at(path)) for path, door in doors.items()}
    app.wsgi_app = Envelope(FastLane(app.wsgi_app, counted_doors))  # type: ignore[method-assign]
    return app


def _add_api(api: ProblemApi, use_cases: HttpUseCases, entrance: Entrance) -> None:
    api.register_blueprint(errors_blueprint(use_cases.error_lists))
    api.register_blueprint(error_actions_blueprint(use_cases.error_actions))
    api.register_blueprint(assign_blueprint(use_cases.assignments))
    api.register_blueprint(developers_blueprint(use_cases.developers))
    api.register_blueprint(on_call_blueprint(use_cases.on_call))
    api.register_blueprint(rotations_blueprint(use_cases.on_call))
    api.register_blueprint(time_off_blueprint(use_cases.on_call))
    api.register_blueprint(webhook_endpoints_blueprint(use_cases.webhook_endpoints))
    api.register_blueprint(chains_blueprint(use_cases.chains))
    api.register_blueprint(jobs_blueprint(use_cases.jobs))
    api.register_blueprint(silences_blueprint(use_cases.silences))
    api.register_blueprint(audit_blueprint(use_cases.find_audit_entries))
    api.register_blueprint(explain_blueprint(use_cases.explain_error))
    api.register_blueprint(notifications_blueprint(use_cases.notifications))
    api.register_blueprint(patterns_blueprint(use_cases.patterns))
    api.register_blueprint(statistics_blueprint(use_cases.show_statistics, use_cases.show_services))
    api.register_blueprint(intake_blueprint(use_cases.show_intake))
    api.register_blueprint(receipts_blueprint(use_cases.show_receipt, use_cases.authenticate_token, entrance))


def _doors(entrance: Entrance) -> dict[str, Door]:
    """By path."""
    tally = entrance.tally
    doors = {f"{API}/errors/": counted(strict_door(entrance), tally, NOBODY_KNOWS)}
    for platform in PLATFORMS:
        service = platform.default_service
        doors[f"{API}/webhook/{platform.name}/"] = counted(webhook_door(entrance, service), tally, service)
    return doors


def _add_doors(app: Flask, entrance: Entrance, doors: Mapping[str, Door]) -> None:
    for path, door in doors.items():
        name = path.removeprefix(f"{API}/").rstrip("/")
        app.add_url_rule(path, _view_at(path), view_of(door), methods=["POST"], provide_automatic_options=False)
        app.add_url_rule(path, f"preflight {name}", preflight(entrance), methods=["OPTIONS"])


def _view_at(path: str) -> str:
    """The name of the view that takes posts there."""
    return "post " + path.removeprefix(f"{API}/").rstrip("/")
