"""One stack or message told in many ways: what differs between the ways must not split a group."""

from collections.abc import Callable
from typing import NamedTuple

from hypothesis import strategies as st


class Call(NamedTuple):
    """A call of the service's own code, or of a library's."""

    module: str
    function: str
    of_library: bool = False


NAMES = st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "theta", "kappa"])
CALLS = st.builds(Call, NAMES, st.sampled_from(["first", "second", "third", "fourth", "fifth"]), st.just(value=False))
WORDS = st.sampled_from(["cart", "is", "empty", "locked", "no", "connection", "to", "replica", "Überweisung", "failed"])


def _python(call: Call, seed: int) -> str:
    root = "/srv/venv/lib/python3.11/site-packages" if call.of_library else f"/srv/releases/{seed + 10_000_000}"
    return f'  File "{root}/shop/{call.module}.py", line {seed}, in {call.function}\n    something({seed})'


def _php_file(call: Call, seed: int) -> str:
    root = f"/var/www/{seed}/vendor/illuminate/support" if call.of_library else f"/var/www/{seed}/app/Services"
    return f"{root}/{call.module}.php"


def _php(calls: list[Call], seed: int) -> str:
    """A line names a function and its caller's file, so each call's own file stands in the line before."""
    lines = []
    for place, call in enumerate(calls):
        owner = "Illuminate\\Support" if call.of_library else "App\\Services"
        caller = _php_file(calls[place + 1], seed) if place + 1 < len(calls) else f"/var/www/{seed}/public/index.php"
        lines.append(f"#{place} {caller}({seed}): {owner}\\{call.module}->{call.function}(Array, {seed})")
    first = _php_file(calls[0], seed) if calls else "/x.php"
    return f"E: m in {first}:{seed}\nStack trace:\n" + "\n".join(lines) + f"\n#{len(calls)} {{main}}"


def _java(call: Call, seed: int) -> str:
    package = "org.springframework.aop" if call.of_library else "com.example.shop"
    proxy = f"$$EnhancerBySpringCGLIB$$a{seed:x}" if seed % 2 else ""
    generated = f"\n\tat com.example.shop.X$$Lambda${seed}/0x{seed:016x}.run(Unknown Source)" if seed % 3 else ""
    return f"\tat {package}.{call.module}{proxy}.lambda${call.function}${seed}({call.module}.java:{seed}){generated}"


def _script(call: Call, seed: int) -> str:
    folder = "vendor" if call.of_library else "js"
    return f"https://host{seed}.example/{folder}/{call.module}.{seed:08x}ab.js?v={seed}:{seed}:{seed}"


def _v8(call: Call, seed: int) -> str:
    return f"    at {call.module}.{call.function} ({_script(call, seed)})"


def _firefox(call: Call, seed: int) -> str:
    return f"{call.function}@{_script(call, seed)}"


def _dart(call: Call, seed: int) -> str:
    package = "flutter" if call.of_library else "shop"
    return f"#{seed % 90}      Cart.{call.function} (package:{package}/{call.module}.dart:{seed}:{seed})"


_FORMS: dict[str, tuple[str, Callable[[Call, int], str]]] = {
    "python": ("Traceback (most recent call last):\n", _python),
    "java": ("E: m\n", _java),
    "v8": ("E: m\n", _v8),
    "firefox": ("", _firefox),
    "dart": ("", _dart),
}
LANGUAGES = (*_FORMS, "php")


def rendered(calls: list[Call], language: str, seed: int) -> str:
    """The calls (innermost first) as the language prints them, with lines, hashes and addresses made of the seed."""
    if language == "php":
        return _php(calls, seed)
    head, form = _FORMS[language]
    ordered = reversed(calls) if language == "python" else calls
    return head + "\n".join(form(call, seed + place) for place, call in enumerate(ordered))


def with_libraries(calls: list[Call], data: st.DataObject) -> list[Call]:
    """The same calls with calls of libraries between them."""
    mixed: list[Call] = []
    for call in calls:
        between = data.draw(st.lists(CALLS, max_size=2))
        mixed += [library._replace(of_library=True) for library in between]
        mixed.append(call)
    return mixed


MESSAGES = [
    "user {user} not found",
    "order {number} of {uuid} failed",
    "mail to {email} bounced at {time}",
    "cannot reach {ip} after {number} ms",
    "<Cart object at {address}> is closed",
    "GET /users/{number}/orders?page={number}&t={time} took too long",
    "commit {digest} is unknown",
    "ids [{number}, {number}] and {list}",
]
_PARTS: dict[str, st.SearchStrategy[str]] = {
    "user": st.sampled_from(["bob", "alice", "Zoë", "x y", "o-5"]).map("'{}'".format),
    "number": st.integers(-(10**12), 10**12).map(str) | st.floats(0, 1e6, allow_nan=False).map("{:.3f}".format),
    "uuid": st.uuids().map(str),
    "email": st.emails(domains=st.just("example.com")).filter(
        lambda text: text.replace("@", "").replace(".", "").isalnum()
    )
    | st.integers(0, 2**64).map("<email:{:016x}>".format),
    "time": st.datetimes().map(lambda moment: moment.isoformat(timespec="milliseconds") + "Z"),
    "ip": st.ip_addresses(v=4).map(str) | st.integers(0, 2**64).map("<ip:{:016x}>".format),
    "address": st.integers(0, 2**64).map("0x{:x}".format),
    "digest": st.integers(0, 2**160 - 1).map("{:040x}".format).filter(lambda text: not text.isalpha()),
    "list": st.lists(st.integers(0, 10**9), min_size=1, max_size=9).map(lambda ids: ", ".join(map(str, ids))),
}


def filled(template: str, data: st.DataObject) -> str:
    """The template with each of its variable parts drawn anew."""
    for name, values in _PARTS.items():
        while "{" + name + "}" in template:
            template = template.replace("{" + name + "}", data.draw(values), 1)
    return template
