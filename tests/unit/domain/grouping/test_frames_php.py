"""Frames of PHP traces."""

from domain.grouping.frames import parse_frames
from tests.unit.domain.grouping import traces


def test_a_call_belongs_to_the_file_it_runs_in_not_to_its_callers() -> None:
    assert [tuple(frame) for frame in parse_frames(traces.PHP)] == [
        (r"App\Services\Cart", "total", True),
        (r"App\Http\Controllers\OrderController", "{closure}", True),
        ("[internal function]", "array_map", False),
        (r"Illuminate\Routing\Controller", "callAction", False),
        (r"Illuminate\Foundation\Http\Kernel", "handle", False),
        ("public/index.php", "{main}", True),
    ]


def test_without_the_first_line_the_namespace_tells_the_services_own_code() -> None:
    trace = "#0 /var/www/app/A.php(3): Illuminate\\Cache\\Store->get('k')\n#1 {main}"

    assert [frame.in_app for frame in parse_frames(trace)] == [False, True]


def test_a_closures_name_is_the_same_before_and_since_php_8_4() -> None:
    head = "E: m in /srv/app/a.php:1\nStack trace:\n#0 /srv/app/b.php(2): "

    old = parse_frames(head + r"App\{closure}(1)" + "\n#1 {main}")
    new = parse_frames(head + r"{closure:App\Cart::add():12}(1)" + "\n#1 {main}")

    assert old == new
    assert old[0] == ("app/a.php", "{closure}", True)


def test_an_anonymous_class_is_named_without_its_file() -> None:
    trace = "#0 /srv/app/b.php(2): class@anonymous\0/srv/app/x.php:7$0->run('(')\n#1 {main}"

    assert parse_frames(trace)[0] == ("class@anonymous", "run", True)


def test_a_chain_begins_at_the_root_which_php_prints_first() -> None:
    trace = (
        "A: root in /srv/app/a.php:1\nStack trace:\n#0 /srv/app/i.php(2): inner()\n#1 {main}\n\n"
        "Next B: outer in /srv/app/b.php:1\nStack trace:\n#0 /srv/app/i.php(2): outer()\n#1 {main}\n"
    )

    assert [frame.function for frame in parse_frames(trace)] == ["inner", "{main}", "outer", "{main}"]


def test_static_calls_have_a_class() -> None:
    assert parse_frames("#0 /srv/app/b.php(2): App\\Cart::load(5)\n#1 {main}")[0][:2] == ("App\\Cart", "load")
