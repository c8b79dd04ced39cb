"""The process `error-logging web`."""

import sys
from contextlib import suppress

import structlog

from adapters.inbound.http.server import HttpServer
from application.ports.store_errors import DataRefused, StoreUnavailable
from bootstrap.ports import AddressUnusable, why_unusable
from bootstrap.process import on_terminate, process
from bootstrap.settings import Settings, WebSettings
from bootstrap.web_container import WebContainer


def run_web(settings: Settings) -> int:
    """Answer HTTP until told to stop; the exit code. Raises what `process` raises, AddressUnusable."""
    with process("web", settings, WebContainer) as container:
        on_terminate(sys.exit)
        container.init_resources()
        server = _listening(container, settings.web)
        structlog.get_logger().info("web is ready", host=settings.web.host, port=server.port)
        server.run()
        # Nobody is served worse for a last use that is not on record.
        with suppress(StoreUnavailable, DataRefused):
            container.access_directory().write_use()
    return 0


def _listening(container: WebContainer, web: WebSettings) -> HttpServer:
    try:
        return HttpServer(container.app(), host=web.host, port=web.port, threads=web.threads)
    except OSError as fault:
        raise AddressUnusable(why_unusable(web.host, web.port, fault)) from fault
