"""Which parts of a message are variable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.grouping.message import without_variable_parts

VARIABLE = [
    ("Order 42 not found", "Order <num> not found"),
    ("balance -5 of +3; 1,234.50 and 6e-10", "balance <num> of <num>; <num> and <num>"),
    ("user 550e8400-e29b-41d4-a716-446655440000 gone", "user <uuid> gone"),
    ("user ffffffff-ffff-ffff-ffff-ffffffffffff gone", "user <uuid> gone"),
    ("<Cart object at 0x7f3a2b1c>", "<Cart object at <address>>"),
    ("com.app.Cart@1b2c3d4 is closed", "com.app.Cart@<address> is closed"),
    ("commit 4f3a2b1c9d not found", "commit <hex> not found"),
    ("at 2024-01-05 12:00:01,123 +0000", "at <time>"),
    ("at 2024-01-05T12:00:01.5Z", "at <time>"),
    ("at 20240105T120001Z", "at <time>"),
    ("[05/Jan/2024:12:00:01 +0000]", "[<time>]"),
    ("since Mon, 05 Jan 2024 12:00:01 GMT", "since <time>"),
    ("Jan 5 12:00:01 sshd", "<time> sshd"),
    ("due 12/31/2024 23:59", "due <time>"),
    ("mail to bob.smith+x@example.co.uk failed.", "mail to <email> failed."),
    ("mail to <email:1a2b3c> from <ip:aa11bb>:80", "mail to <email> from <ip>:<num>"),
    ("Connection to 10.0.0.5:5432 refused", "Connection to <ip>:<num> refused"),
    ("no route to fe80::1 or 2001:db8:0:0:0:0:0:1", "no route to <ip> or <ip>"),
    ("GET https://api.example/users/42?page=3&q=a failed", "GET https://api.example/users/<num>?<query> failed"),
    ("/tmp/upload/7f3a2b1c9d/x", "/tmp/upload/<hex>/x"),
    ("took 12ms after 1.5 s; 1m30s and 3 minutes", "took <duration> after <duration>; <duration> and <duration>"),
    ("12 MB of 1,234 bytes", "<size> of <size>"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc_DEF-12 expired", "<token> expired"),
    ("key AbC9dEf3GhIjKl5mN0pQrS7tUvWx2YzA+bC= bad", "key <token> bad"),
    ("thread pool-1-thread-14, worker12", "thread pool-<num>-thread-<num>, worker<num>"),
    ("no bean OAuth2Client, no S3Client", "no bean OAuth<num>Client, no S<num>Client"),
    ("id cjld2cjxh0000qzrmn831i7rn; A1b2C3", "id <id>; <id>"),
    ("pod web-7d9f8b6c5d-x2x7k is gone", "pod web-<id> is gone"),
    ("pod web-bcdfghjklm-bcdfg is gone", "pod web-<id> is gone"),
    ("Loading chunk 23 failed: /js/23.4f3a2b1c.chunk.js", "Loading chunk <num> failed: /js/<num>.<hash>.chunk.js"),
    ("cannot load /assets/Cart-DgRsTuVw.js", "cannot load /assets/Cart-<hash>.js"),
    ("HTTP/1.1 500 from upstream", "HTTP/<num> 500 from upstream"),
    ("WHERE id IN (1, 2, 3)", "WHERE id IN (<num>)"),
    (
        "/srv/releases/20240105123000/current/shop/cart/getOrder2.py",
        "/srv/releases/<num>/current/shop/cart/getOrder<num>.py",
    ),
]

KEPT = [
    "No module named foo",
    "Request failed with status code 404",
    "HTTP 500 from upstream",
    "[Errno 2] No such file or directory",
    "SQLSTATE[23000]: Integrity constraint violation",
    "ORA-00942: table or view does not exist",
    "Process exited with exit code 137",
    "cannot decode utf8 as sha256 in /api/v1/users",
    "Foo::bar is not a function, can't call it",
    "std::vector at a::b",
    "state = /usr/lib/share/a-b_c/some_long_name_of_a_thing/and_more",
    "maybe on Monday, in May or March",
]


@pytest.mark.parametrize(("message", "expected"), VARIABLE)
def test_variable_parts_are_replaced(message: str, expected: str) -> None:
    assert without_variable_parts(message) == expected


@pytest.mark.parametrize("message", KEPT)
def test_what_says_what_happened_is_kept(message: str) -> None:
    assert without_variable_parts(message) == message


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("No module named 'foo'", "No module named 'foo'"),
        ("'NoneType' object has no attribute 'total'", "'NoneType' object has no attribute 'total'"),
        ('column "orders.total" does not exist', 'column "orders.total" does not exist'),
        ("Undefined array key `id`", "Undefined array key `id`"),
        ("missing 1 required positional argument: 'cart'", "missing <num> required positional argument: 'cart'"),
        ("user 'bob' not found", "user <str> not found"),
        ("User: 'José Núñez' not found", "User: <str> not found"),
        ("could not read 'field list'", "could not read <str>"),
        ("invalid literal for int() with base 10: 'abc'", "invalid literal for int() with base <num>: <str>"),
        ("No such file or directory: '/tmp/x/y.txt'", "No such file or directory: <str>"),
        ("Duplicate entry 'bob' for key 'users.email'", "Duplicate entry <str> for key 'users.email'"),
        ("(1062, \"Duplicate entry 'bob' for key 'email'\")", "(1062, \"Duplicate entry <str> for key 'email'\")"),
        ('{"email": "bob", "age": 3}', '{"email": <str>, "age": <num>}'),
        ("<a name='bob'>", "<a name=<str>>"),
        ("Unexpected token '<', \"<!DOCTYPE \"... is not JSON", "Unexpected token <str>... is not JSON"),
        ("can't open, isn't there, users' own", "can't open, isn't there, users' own"),
    ],
)
def test_quoted_names_are_kept_and_quoted_data_is_not(message: str, expected: str) -> None:
    assert without_variable_parts(message) == expected


@pytest.mark.parametrize(
    "messages",
    [
        (
            "Cannot read properties of undefined (reading 'total')",
            "Cannot read property 'total' of undefined",
            "Cannot set properties of undefined (setting 'total')",
            'can\'t access property "total", cart.items is undefined',
            "undefined is not an object (evaluating 'cart.items.total')",
            "undefined is not an object (evaluating 'e.total(n, 5)')",
            "undefined is not an object (evaluating 'e.total = 5')",
        ),
        ("x.y is not a function", "x.y is not a function. (In 'x.y()', 'x.y' is undefined)"),
        ("foo is not defined", "Can't find variable: foo"),
        ("Failed to fetch", "Load failed", "NetworkError when attempting to fetch resource."),
        (
            "Failed to fetch dynamically imported module: https://a.example/assets/Cart-BxY3a9Kd.js",
            "error loading dynamically imported module: https://a.example/assets/Cart-BxY3a9Kd.js",
            "Importing a module script failed.",
        ),
    ],
)
def test_three_browsers_words_for_one_fault_are_the_same(messages: tuple[str, ...]) -> None:
    assert len({without_variable_parts(message) for message in messages}) == 1


def test_a_missing_property_keeps_its_name_and_what_it_was_missing_from() -> None:
    messages = [
        "Cannot read properties of undefined (reading 'total')",
        "Cannot read properties of null (reading 'total')",
        "Cannot read properties of undefined (reading 'price')",
    ]

    assert len({without_variable_parts(message) for message in messages}) == 3


def test_spaces_and_line_ends_do_not_count_but_lines_stay() -> None:
    assert without_variable_parts("  a \t b\r\n\r\n  c  ") == "a b\nc"


def test_letters_composed_in_two_ways_are_the_same() -> None:
    assert without_variable_parts("cafe\u0301 shut") == without_variable_parts("caf\u00e9 shut")


def test_how_long_the_variable_parts_are_does_not_move_the_end_of_a_long_message() -> None:
    long = "item {} of the cart has no price in the catalogue and none in the archive; " * 100

    assert without_variable_parts(long.format(*[9] * 100)) == without_variable_parts(long.format(*[10_000] * 100))


@given(st.text(max_size=400))
def test_any_text_is_read(message: str) -> None:
    assert len(without_variable_parts(message)) <= 1_000


SEEDS = [
    "a",
    "1",
    "'",
    '"',
    "`",
    "(",
    "<",
    "a.",
    "1.",
    "1-a",
    "a@",
    "::",
    "-",
    "a/",
    "?a",
    "<a>, ",
    "Jan 1 ",
    "12:",
    "0x",
    "A1",
    "\n",
    "é",
]


@pytest.mark.parametrize(
    "seed", [*SEEDS, "can't access property a, ", "undefined is not an object (evaluating '", "a1.js", "eyJ"]
)
def test_a_megabyte_of_anything_is_read_at_its_beginning_only(seed: str) -> None:
    assert len(without_variable_parts(seed * (2**20 // len(seed)))) <= 1_000
