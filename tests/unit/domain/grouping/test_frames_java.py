"""Frames of Java traces."""

import pytest

from domain.grouping.frames import parse_frames
from tests.unit.domain.grouping import traces


def in_app(trace: str) -> list[tuple[str, str]]:
    return [(frame.module, frame.function) for frame in parse_frames(trace) if frame.in_app]


def test_the_root_cause_is_printed_last_and_comes_first() -> None:
    assert in_app(traces.JAVA) == [
        ("com.example.shop.Price", "lambda$parse"),
        ("com.example.shop.Price$", "run"),
        ("com.example.shop.OrderService", "place"),
        ("com.example.shop.OrderService", "place"),
        ("com.example.shop.OrderService", "place"),
        ("com.example.shop.OrderController", "create"),
    ]


def test_suppressed_exceptions_are_not_looked_at() -> None:
    assert all(frame.module != "com.example.shop.Pool" for frame in parse_frames(traces.JAVA))


@pytest.mark.parametrize(
    "line",
    [
        "at com.sun.proxy.$Proxy45.place(Unknown Source)",
        "at jdk.proxy2/jdk.proxy2.$Proxy12.place(Unknown Source)",
        "at shop.Price$$Lambda$14/0x0000000800c8.apply(Unknown Source)",
        "at shop.Price$$Lambda/0x00007f00.apply(Unknown Source)",
        "at shop.Cart$$FastClassBySpringCGLIB$$d3ba5b1f.invoke(<generated>)",
        "at jdk.internal.reflect.GeneratedMethodAccessor123.invoke(Unknown Source)",
        "at java.base/jdk.internal.reflect.NativeMethodAccessorImpl.invoke0(Native Method)",
        "at java.lang.invoke.LambdaForm$DMH000001.invokeStatic(LambdaForm$DMH000001)",
        "at shop.Cart.access$000(Cart.java:3)",
    ],
)
def test_generated_calls_are_left_out(line: str) -> None:
    assert in_app(f"E: m\n\t{line}\n\tat shop.Cart.add(Cart.java:1)") == [("shop.Cart", "add")]
    assert len(parse_frames(f"E: m\n\t{line}\n\tat shop.Cart.add(Cart.java:1)")) == 1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("at shop.Cart$$SpringCGLIB$$0.add(<generated>)", ("shop.Cart", "add")),
        ("at shop.Cart$HibernateProxy$kHx9Tq2L.add(Unknown Source)", ("shop.Cart", "add")),
        ("at shop.Cart$Line$12.add(Cart.java:7)", ("shop.Cart$Line$", "add")),
        ("at shop.Cart.lambda$add$3(Cart.java:7)", ("shop.Cart", "lambda$add")),
        ("at shop.CartKt.add$default(Cart.kt:7)", ("shop.CartKt", "add")),
        ("at shop.Cart.$anonfun$add$1(Cart.scala:7)", ("shop.Cart", "$anonfun$add")),
        ("at shop.Cart.<init>(Cart.java:7) ~[shop.jar:1.2]", ("shop.Cart", "<init>")),
        ("at shop@1.2.3/shop.Cart.add(Cart.java:7)", ("shop.Cart", "add")),
    ],
)
def test_the_compilers_and_the_proxies_additions_do_not_count(line: str, expected: tuple[str, str]) -> None:
    assert in_app(f"E: m\n\t{line}") == [expected]
