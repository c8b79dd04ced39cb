"""Version 1 of the rules is released: a report that it put in one group must never be put in another.

If one of these fails, do not change the value: what you changed belongs in a version 2.
"""

import pytest

from domain.error_report import ErrorReport
from domain.grouping.v1 import fingerprint

FROZEN = [
    ("shop", "ValueError", "", None, "2057147625df067fd25a325e4be1892b35c1004edddf053deaa774752bc2fcdc"),
    ("shop", "ValueError", "cart is empty", None, "09d5f52fd448b4277707e149a047487c180ceaea5f106e59c01213b00b63922b"),
    ("Shop", "ValueError", "cart is empty", None, "7057eb0e4bb524b1d6bb2245de1eb5f6b762a86c1f0780f6b4634b2c1b85fe23"),
    ("shop", "KeyError", "cart is empty", None, "45f8ccbbc549717dd2eedda27986a5950fb30f362f00e4853091736106aa2c8f"),
    (
        "shop",
        "ValueError",
        "cart 4711 is empty",
        None,
        "8f5fd9f249df29dfc741d812b0f49649a70e57c6257cbe021ab3c41e4eef1583",
    ),
    (
        "shop",
        "ValueError",
        "worker12 lost OAuth2Client in utf8, id 7d9f8b",
        None,
        "10a8afa083c2f024a51daf9f850b28e394ddb823741d9299159926a50f689624",
    ),
    (
        "shop",
        "KeyError",
        "No module named 'foo'",
        None,
        "6e7e09849f1ba03acbacc005dd462a98ef94f7d4719770342ba941bfb64abed3",
    ),
    (
        "shop",
        "KeyError",
        "user 'bob' not found",
        None,
        "9b325f755d47c3099f74a4ed95a9684c79fadc252c5d467bf5e9a41d0b0291c4",
    ),
    (
        "shop",
        "E",
        'Duplicate entry "bob" for key "email": {"a": "b"}',
        None,
        "e729646f30723ebbd868d8d347fcd6580ec501c76079d6291aecc6d4d9377cd1",
    ),
    (
        "shop",
        "E",
        "request 550e8400-e29b-41d4-a716-446655440000 at 2024-01-05T12:00:01.5Z took 1.5 s for 12 MB",
        None,
        "55d7139af7723d7e22aec513236bb236f5183647f401f3af547cc3a47ad74183",
    ),
    (
        "shop",
        "E",
        "mail to bob@example.com, <email:1a2b3c4d> from 10.0.0.5:25 and fe80::1",
        None,
        "91a3c6965d9027bd8aeda04eee542d996f91d3f7e2a8464fe269c725b8d0d307",
    ),
    (
        "shop",
        "E",
        "GET https://api.example/users/42?page=3 failed with status code 404",
        None,
        "9a1431f49cb647d984b33911940ac190c6ed0c14c2973b3b1f19a2ca6b3a80e1",
    ),
    (
        "shop",
        "E",
        "GET https://api.example/users/42?page=3 failed with status code 500",
        None,
        "30502a223e0f255e99b74c58838a069751c738159d522b973a6bbccdf88bfdfe",
    ),
    (
        "shop",
        "E",
        "<Cart at 0x7f3a2b1c> com.app.Cart@1b2c3d4 commit 4f3a2b1c9d key AbC9dEf3GhIjKl5mN0pQrS7tUvWx2YzA",
        None,
        "2d9f4436b0fc674db7a718e898b254e09de801af72ccf16d2cda9785a455aa96",
    ),
    (
        "shop",
        "E",
        "since Mon, 05 Jan 2024 12:00:01 GMT [05/Jan/2024:12:00:01 +0000] ids (1, 2, 3)",
        None,
        "bbaef66d5041cd1a62a70acb6b280c99c637942cb90756068f5ae3fefd46975a",
    ),
    (
        "shop",
        "E",
        "pod web-7d9f8b6c5d-x2x7k, /js/23.4f3a2b1c.chunk.js, Cart-BxY3a9Kd.js",
        None,
        "d18b1a6f2a4fc569822bd50058bc73ae2006d6bbb31cf5695fa21d69f757a3e7",
    ),
    (
        "shop",
        "TypeError",
        "undefined is not an object (evaluating 'cart.items.total')",
        None,
        "d51ca57197f1ac3fc73c88676d096aa0307f2a6620d3650648b0e0b511cfa158",
    ),
    (
        "shop",
        "TypeError",
        "null is not an object (evaluating 'cart.items.total')",
        None,
        "14739b44e7891697dc279b189ed9f0111c57875cdebb61264bf0de90a70e7a9e",
    ),
    (
        "shop",
        "E",
        "caf\xe9 \xdcberweisung \u6771\u4eac \U0001f4a5 5",
        None,
        "e048ab8fa49631930616c150998cee978c5891992b62093150f58dbe150b59f2",
    ),
    (
        "shop",
        "E",
        "two\n  lines\r\nof   text",
        None,
        "0a0bb448cb249272a2cd9e50eb4fdd33e44ff20ce3a345cd27c21c30b4a87d1b",
    ),
    (
        "shop",
        "E",
        "m",
        (
            "Traceback (most recent call last):\n"
            '  File "/srv/releases/20240105/shop/views.py", line 40, in checkout\n'
            '  File "/srv/venv/lib/python3.11/site-packages/retry/api.py", line 9, in call\n'
            '  File "/srv/releases/20240105/shop/cart.py", line 12, in total\n'
            "E: m"
        ),
        "4b9a72b92313cc149f085f9bc9d4e71c7c75103ae5ef5fa6e0e8fbaa80f44c4a",
    ),
    (
        "shop",
        "E",
        "m",
        (
            '  File "/srv/shop/store.py", line 9, in load\n'
            "KeyError\n"
            "\n"
            "The above exception was the direct cause of the following exception:\n"
            "\n"
            '  File "/srv/shop/views.py", line 4, in show\n'
            "E: m"
        ),
        "39be43ba4d30e2bd9ce5ae7cacc09c2b47c408a3cbd04dbf0b6a165ae41eb576",
    ),
    (
        "shop",
        "E",
        "m",
        ('  File "/usr/lib/python3.11/json/decoder.py", line 355, in raw_decode\nE: m'),
        "eb08759bc52db4bf71e93c1ae17e3777d1a2138fb0fa7265be0b028c8f32a071",
    ),
    (
        "shop",
        "E",
        "m",
        (
            "E: m in /srv/app/Cart.php:12\n"
            "Stack trace:\n"
            "#0 /srv/app/Order.php(4): App\\Cart->total(Array)\n"
            "#1 /srv/vendor/x/y.php(9): App\\Order->{closure}(1)\n"
            "#2 {main}"
        ),
        "aa9b24eccd33f76217973f564ddb4c0d97942ff1c7936d3ac21e40069735c934",
    ),
    (
        "shop",
        "E",
        "m",
        (
            "E: m\n"
            "\tat com.example.Order.place(Order.java:8)\n"
            "Caused by: F\n"
            "\tat java.base/java.lang.Integer.parseInt(Integer.java:668)\n"
            "\tat com.example.Price$1.lambda$of$0(Price.java:5)\n"
            "\tat com.example.Price$$Lambda$14/0x08.run(Unknown Source)\n"
            "\t... 1 more"
        ),
        "bca6db8d1e34ef29199f28ecb1bb233d05901897ea444e39299d6a5279603120",
    ),
    (
        "shop",
        "E",
        "m",
        (
            "E: m\n"
            "    at Cart.add (https://a.example/js/main.4f3a2b1c.js?v=1:1:2)\n"
            "    at new Cart (webpack:///./src/cart.js:1:2)\n"
            "    at https://a.example/js/vendors.1a2b3c4d.js:1:2"
        ),
        "56676cbc9acd5cd20032e98f76bebf4608394756c12bc04d9ddbedf95665aab8",
    ),
    (
        "shop",
        "E",
        "m",
        (
            "add@https://a.example/js/main.4f3a2b1c.js:1:2\n"
            "global code@https://a.example/js/app.js:1:2\n"
            "map@[native code]"
        ),
        "4bb17e1d686e21544d0b5c4c84315f2487e9599a5e3c5cb0500dff539e2e5877",
    ),
    (
        "shop",
        "E",
        "m",
        (
            "E: m\n"
            "    at sum (/app/src/lines.js:3:17)\n"
            "    at Layer.handle (/app/node_modules/express/lib/layer.js:95:5)\n"
            "    at async create (/app/src/routes.js:7:3)"
        ),
        "254b8ec5e7f4e2629a7520e4f9289dd200762cf502aac07a2bae3f499d8b576f",
    ),
    (
        "shop",
        "E",
        "m",
        (
            "#0      Cart.total (package:shop/cart.dart:12:5)\n"
            "#1      build.<anonymous closure> (package:shop/page.dart:4:2)\n"
            "#2      State.set (package:flutter/src/a.dart:1:3)"
        ),
        "8c28087e5778bb5797f0d690b11a8351c7eaf60e79982b359c0a42e4669779a6",
    ),
    (
        "shop",
        "E",
        "m",
        ("package:shop/cart.dart 12:5  Cart.total"),
        "6c6151c11638db1c384319450473fab3b0d1af8422002fa168d0dc075094788f",
    ),
    (
        "shop",
        "E",
        "m",
        ("    #00 abs 0000007b8e2d96bb virt 00000000005096bb _kDartIsolateSnapshotInstructions+0x1c6fbb"),
        "b140e9b9a1b14079ba3c4b4873439bc7262a93b6aedcf5871760d6ee8bbc763f",
    ),
    (
        "shop",
        "E",
        "m",
        ("a trace of no known form"),
        "b140e9b9a1b14079ba3c4b4873439bc7262a93b6aedcf5871760d6ee8bbc763f",
    ),
]


@pytest.mark.parametrize(("service", "error_type", "message", "stack_trace", "value"), FROZEN)
def test_a_released_version_never_changes(
    service: str, error_type: str, message: str, stack_trace: str | None, value: str
) -> None:
    report = ErrorReport(service=service, error_type=error_type, message=message, stack_trace=stack_trace)

    assert fingerprint(report).value == value


def test_a_pattern_keeps_its_id() -> None:
    assert (
        str(fingerprint(ErrorReport(service="shop", error_type="E", message="m")).id)
        == "cb4953e1-6bdf-54d4-8f17-1d0829b4b215"
    )
