"""The yardstick: a Flask endpoint that reads and decodes a body and does nothing with it, under the same server."""

import json
import signal
import sys
from types import FrameType

from flask import Flask, request

from adapters.inbound.http.server import HttpServer


def create_app() -> Flask:
    """One endpoint, no more than Flask itself."""
    app = Flask(__name__)

    @app.post("/noop/")
    def noop() -> tuple[dict[str, int], int]:
        body = json.loads(request.get_data())
        return {"fields": len(body)}, 201

    return app


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    server = HttpServer(create_app(), host="127.0.0.1", port=0, threads=int(sys.argv[1]))
    print(server.port, flush=True)
    server.run()
