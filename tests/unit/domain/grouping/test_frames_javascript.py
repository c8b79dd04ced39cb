"""Frames of JavaScript traces in three browsers and in Node."""

import pytest

from domain.grouping.frames import parse_frames
from tests.unit.domain.grouping import traces


def in_app(trace: str) -> list[tuple[str, str]]:
    return [(frame.module, frame.function) for frame in parse_frames(trace) if frame.in_app]


@pytest.mark.parametrize("trace", [traces.V8, traces.FIREFOX, traces.SAFARI])
def test_three_browsers_tell_the_same(trace: str) -> None:
    assert in_app(trace) == [
        ("js/main.<hash>.js", "showTotal"),
        ("js/main.<hash>.js", ""),
        ("js/main.<hash>.js", "CartView"),
    ]


def test_in_node_asynchronous_callers_count_and_the_cause_comes_first() -> None:
    assert in_app(traces.NODE) == [
        ("src/lines.js", "sum"),
        ("src/order.js", "check"),
        ("src/order.js", "check"),
        ("src/routes.js", "create"),
    ]


@pytest.mark.parametrize(
    ("place", "module"),
    [
        ("https://a.example/assets/index-BxY3a9Kd.js", "assets/index-<hash>.js"),
        ("https://b.example:8080/assets/index-Qw-rT_yU.js", "assets/index-<hash>.js"),
        ("https://a.example/js/23.4f3a2b1c.chunk.js?x=1#y", "js/<num>.<hash>.chunk.js"),
        ("https://a.example/main-es2015.4f3a2b1c0d9e8f7a.js", "main-es2015.<hash>.js"),
        ("webpack-internal:///./src/cart.js", "src/cart.js"),
        ("webpack-internal:///(app-pages-browser)/./src/cart.tsx", "src/cart.tsx"),
        ("webpack://shop/./src/cart.js?4f3a", "src/cart.js"),
        ("file:///C:/shop/src/cart.js", "src/cart.js"),
        ("https://a.example/checkout/42", "checkout/<num>"),
        ("http://localhost:3000/src/cart.js?t=1704412345678", "src/cart.js"),
        ("capacitor://localhost/js/app.js", "js/app.js"),
        ("https://a.example/user-settings.js", "user-settings.js"),
    ],
)
def test_hosts_hashes_queries_and_prefixes_are_left_out(place: str, module: str) -> None:
    assert in_app(f"Error: m\n    at addItem ({place}:1:2)") == [(module, "addItem")]
    assert in_app(f"addItem@{place}:1:2") == [(module, "addItem")]


@pytest.mark.parametrize(
    "place",
    [
        "/app/node_modules/express/lib/router/layer.js",
        "node:internal/process/task_queues",
        "https://a.example/js/vendors~main.4f3a2b1c.js",
        "https://a.example/js/chunk-vendors.4f3a2b1c.js",
        "https://a.example/_next/static/chunks/framework-4f3a2b1c0d9e8f7a.js",
        "https://unpkg.com/react@17.0.2/umd/react.production.min.js",
        "chrome-extension://abcdef/inject.js",
        "https://a.example/jquery-3.6.0.min.js",
    ],
)
def test_libraries_are_told_apart(place: str) -> None:
    assert [frame.in_app for frame in parse_frames(f"Error: m\n    at add ({place}:1:2)")] == [False]


@pytest.mark.parametrize(
    ("v8", "firefox", "name"),
    [
        ("Cart.add", "add", "add"),
        ("new Cart", "Cart", "Cart"),
        ("Object.add [as onclick]", "add", "add"),
        ("Cart.get total [as total]", "get total", "total"),
        ("Object.<anonymous>", "", ""),
        ("eval", "eval code", ""),
        ("Foo.bar.<anonymous>", "bar/<", ""),
    ],
)
def test_names_agree(v8: str, firefox: str, name: str) -> None:
    place = "https://a.example/src/cart.js:1:2"

    assert in_app(f"Error: m\n    at {v8} ({place})") == [("src/cart.js", name)]
    assert in_app(f"{firefox}@{place}") == [("src/cart.js", name)]


def test_a_minifiers_names_count_for_nothing() -> None:
    built = "https://a.example/js/main.4f3a2b1c.js:1:2"

    assert in_app(f"t@{built}\nqe@{built}\nadd@{built}") == [
        ("js/main.<hash>.js", ""),
        ("js/main.<hash>.js", ""),
        ("js/main.<hash>.js", "add"),
    ]


def test_older_safaris_print_a_bare_place() -> None:
    assert in_app("add@https://a.example/x/a.js:1:2\nhttps://a.example/x/a.js:3:4") == [
        ("x/a.js", "add"),
        ("x/a.js", ""),
    ]


def test_evaluated_code_and_addresses_in_the_message_are_no_frames() -> None:
    trace = (
        "Error: cannot reach redis://bob@host:6379\n"
        "    at eval (eval at run (https://a.example/x/a.js:1:2), <anonymous>:1:1)\n"
        "    at run (https://a.example/x/a.js:1:2)\n"
    )

    assert in_app(trace) == [("x/a.js", "run")]


def test_eight_frames_of_the_app_are_compared_however_deep_an_engine_looks() -> None:
    deep = "\n".join(f"call{number}x@https://a.example/x/a.js:1:{number}" for number in range(50))

    assert len(in_app(deep)) == 8
