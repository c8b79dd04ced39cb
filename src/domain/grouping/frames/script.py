"""Where a JavaScript frame's code came from."""

import re
from typing import NamedTuple

from domain.grouping.bundle import without_hashes

_LIBRARY_PLACES = (
    "node_modules/",
    "/bower_components/",
    "-extension://",
    "/.vite/deps/",
    "/webpack/bootstrap",
    "/webpack/runtime",
    "/vendor/",
    "/vendors/",
    "//cdn.jsdelivr.net/",
    "//unpkg.com/",
    "//cdnjs.cloudflare.com/",
    "//code.jquery.com/",
    "//ajax.googleapis.com/",
    "//esm.sh/",
)
_LIBRARY_FILES = frozenset(
    ("vendor", "vendors", "chunk-vendors", "polyfill", "polyfills", "framework", "runtime", "zone", "jquery", "react")
)
"""A bundle's name up to its first ".", "~" or hyphen before a hash or a number."""
_NUMBERED = re.compile(r"(?<![A-Za-z0-9])(?:[0-9]++|(?=[a-f]*+[0-9])[0-9a-f]{7,64}+)(?![A-Za-z0-9])")


class Script(NamedTuple):
    """A script as the frames in it share it; `is_built` says that its names may be a minifier's."""

    module: str
    in_app: bool
    is_built: bool
    in_browser: bool


def script_of(address: str) -> Script:
    """The script at an address, whatever host serves it and whatever its build is."""
    path = address.replace("\\", "/") if "\\" in address else address
    module = _module(path)
    is_built = "<hash>" in module or ".min." in module or ".bundle" in module
    in_browser = address.startswith(("http", "webpack", "capacitor", "blob"))
    return Script(module, not _is_library(path, module), is_built, in_browser)


def _is_library(path: str, module: str) -> bool:
    if path.startswith(("node:", "internal/")) or any(place in path for place in _LIBRARY_PLACES):
        return True
    file = module.rpartition("/")[2].removesuffix(".js").replace("~", ".").replace("-<", ".<")
    return file.partition(".")[0] in _LIBRARY_FILES


def _module(path: str) -> str:
    """The file and its directory, without scheme, host, `webpack-internal:///./` and the like."""
    scheme, slashes, rest = path.partition("://")
    if slashes:
        if scheme.startswith("webpack"):
            path = "/" + rest.partition("/./")[2] if "/./" in rest else rest.rpartition(")/")[2]
        else:
            path = rest.partition("/")[1] + rest.partition("/")[2]
    segments = path.rsplit("/", 2)[-2:]
    return "/".join([_stable(segment) for segment in segments if segment])


def _stable(segment: str) -> str:
    """A directory or a file without the build's hash and without numbers."""
    return segment if segment.isalpha() else _NUMBERED.sub("<num>", without_hashes(segment))
