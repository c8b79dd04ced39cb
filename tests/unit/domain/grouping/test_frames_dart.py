"""Frames of Dart and Flutter traces."""

from domain.grouping.frames import parse_frames
from tests.unit.domain.grouping import traces

OWN = [
    ("package:shop/cart.dart", "Cart.total", True),
    ("package:shop/pages/cart.dart", "CartPage.build.<closure>", True),
]


def test_closures_count_by_what_they_are_in_and_libraries_are_told_apart() -> None:
    frames = parse_frames(traces.DART)

    assert list(frames[:2]) == OWN
    assert [frame.in_app for frame in frames[2:]] == [False, False]


def test_the_packages_own_form_reads_the_same() -> None:
    assert parse_frames(traces.DART_FRIENDLY) == parse_frames(traces.DART)[:3]


def test_addresses_alone_are_no_frames() -> None:
    assert parse_frames(traces.DART_OBFUSCATED) == ()


def test_constructors_and_files_outside_a_package() -> None:
    trace = "#0      new Cart.fromJson (file:///home/bob/shop/lib/cart.dart:3)"

    assert parse_frames(trace)[0] == ("lib/cart.dart", "new Cart.fromJson", True)
