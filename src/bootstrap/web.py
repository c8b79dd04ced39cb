"""The process `error-logging web`."""

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

import structlog

from adapters.inbound.http.server import HttpServer
from application.ports.store_errors import DataRefused, StoreUnavailable
from bootstrap.first_start import PREPARE, FirstStartFailed, prepare_in_child
from bootstrap.memory import settle_memory
from bootstrap.next_steps import program_in_shell, where_token_is
from bootstrap.ports import AddressUnusable, why_unusable
from bootstrap.process import first_look, on_terminate, process, require_schema
from bootstrap.settings import Settings, WebSettings
from bootstrap.web_container import WebContainer


def run_web(settings: Settings) -> int:
    """Answer HTTP until told to stop; the exit code. While the store is away the answers are 503.

    Raises what `process` and `first_look` raise, AddressUnusable.
    """
    with process("web", settings, WebContainer) as container:
        on_terminate(sys.exit)
        container.init_resources()
        server = _listening(container, settings.web)
        opening, look = container.opening(), _look(container, settings)
        # Preparing may wait long for another host that migrates.
        if os.environ.get(PREPARE) or not first_look(opening, look):
            arguments = (look, threading.Event())
            threading.Thread(target=opening.keep_trying, args=arguments, name="opening", daemon=True).start()
        structlog.get_logger().info("web is ready", host=settings.web.host, port=server.port)
        settle_memory()
        server.run()
        # Nobody is served worse for a last use, or a last count, that is not on record.
        for write in (container.access_directory().write_use, container.intake_tally().write):
            with suppress(StoreUnavailable, DataRefused):
                write()
    return 0


def _look(container: WebContainer, settings: Settings) -> Callable[[], None]:
    def look() -> None:
        if os.environ.get(PREPARE):
            try:
                token = prepare_in_child(settings, terminal=False)
            except FirstStartFailed as failed:
                raise StoreUnavailable(str(failed)) from failed
            os.environ.pop(PREPARE)
            structlog.get_logger().info(where_token_is(token, program=program_in_shell(settings)))
        require_schema(container)
        container.ingest().make()

    return look


def _listening(container: WebContainer, web: WebSettings) -> HttpServer:
    try:
        return HttpServer(container.app(), host=web.host, port=web.port, threads=web.threads)
    except OSError as fault:
        raise AddressUnusable(why_unusable(web.host, web.port, fault)) from fault
