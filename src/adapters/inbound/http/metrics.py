"""`/metrics`, for Prometheus and whatever else reads its text."""

from flask import Flask, Response, request
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, ProcessCollector, generate_latest

from adapters.inbound.http.arrival import Arrivals, bearer_token
from adapters.inbound.http.metric_families import MetricSources, ProductMetrics
from adapters.inbound.http.problems import refused
from adapters.inbound.http.request_counts import RequestCounts, count_requests
from application.authenticate_token import AuthenticateToken, AuthenticateTokenCommand
from domain.access import Scope
from domain.trust import Refusal


def add_metrics(
    app: Flask, sources: MetricSources, authenticate: AuthenticateToken, arrivals: Arrivals, version: str
) -> RequestCounts:
    """Add the view, and count what the application answers; what is answered past it is to be counted too.

    A scraper at a trusted address needs no token, so that figures are there also while the store that knows tokens is
    away. A page in a browser at such an address is not a scraper.
    """
    requests, registry = RequestCounts(), CollectorRegistry(auto_describe=False)
    registry.register(ProductMetrics(sources, requests, version))
    ProcessCollector(registry=registry)

    def metrics() -> Response:
        sender = arrivals.sender(request.environ, strict=True)
        secret = bearer_token(request.environ)
        if secret is not None or sender.browser or not sender.origin.trusted:
            answer = authenticate.execute(AuthenticateTokenCommand(secret, Scope.READ))
            if isinstance(answer, Refusal):
                raise refused(answer)
        headers = {"Cache-Control": "no-store"}
        return Response(generate_latest(registry), 200, headers, content_type=CONTENT_TYPE_PLAIN_0_0_4)

    app.add_url_rule("/metrics/", "metrics", metrics)
    count_requests(app, requests)
    return requests
