"""The API's interactive documentation: Swagger UI, out of a package, served from here alone."""

import gzip
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from flask import Flask, Response, render_template, request

from adapters.inbound.http.envelope import API
from adapters.inbound.http.page_headers import page_headers

_PACKAGE = "flask-swagger-ui"
_OURS, _THEIRS = ("adapters.inbound.http", "templates"), ("flask_swagger_ui", "dist")
_FILES = {
    "swagger-ui.css": (_THEIRS, "text/css; charset=utf-8"),
    "swagger-ui-bundle.js": (_THEIRS, "text/javascript; charset=utf-8"),
    "favicon-32x32.png": (_THEIRS, "image/png"),
    "docs.css": (_OURS, "text/css; charset=utf-8"),
    "docs.js": (_OURS, "text/javascript; charset=utf-8"),
}
# Swagger UI draws its icons from data: addresses, and sets styles on elements from its script, which CSP allows.
_HEADERS = page_headers(
    "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'", "form-action 'none'"
)


def add_docs_page(app: Flask) -> None:
    """`/docs/` and its files."""

    def docs_page() -> Response:
        html = render_template("docs.html", release=version(_PACKAGE))
        return Response(html, 200, {**_HEADERS, "Cache-Control": "no-cache"}, content_type="text/html; charset=utf-8")

    def docs_file(name: str) -> Response:
        _, media_type = _FILES[name]
        packed, headers = _packed(name), {**_HEADERS, "ETag": '"file"', "Cache-Control": "no-cache"}
        if request.accept_encodings.quality("gzip") > 0:
            response = Response(packed, 200, {**headers, "Content-Encoding": "gzip"}, content_type=media_type)
        else:
            response = Response(gzip.decompress(packed), 200, headers, content_type=media_type)
        response.vary.add("Accept-Encoding")
        return response

    app.add_url_rule(f"{API}/docs/", "docs_page", docs_page)
    names = ",".join(f'"{name}"' for name in _FILES)
    app.add_url_rule(f"{API}/docs/<any({names}):name>", "docs_file", docs_file)


@cache
def _packed(name: str) -> bytes:
    """A file in gzip, made once: anybody may ask for these, and the largest takes 50 ms."""
    (package, folder), _ = _FILES[name]
    return gzip.compress(files(package).joinpath(folder, name).read_bytes(), mtime=0)
