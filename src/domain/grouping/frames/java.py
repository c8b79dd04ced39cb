"""Frames of a Java trace (Kotlin's, Scala's and Android's too)."""

import re

from domain.grouping.frames import libraries
from domain.grouping.frames.frame import MAXIMUM_FRAMES, Frame

_CALL = re.compile(r"\n[ \t]*+at [^\s(:]++\([^\s)]")
"""V8 puts a space before the bracket, and its places hold a colon."""
_GENERATED = (
    "$Proxy",
    "$$FastClass",
    "$$Lambda",
    "$$ExternalSynthetic",
    "GeneratedMethodAccessor",
    "GeneratedConstructorAccessor",
    "GeneratedSerializationConstructorAccessor",
    "reflect.NativeMethodAccessorImpl",
    "reflect.NativeConstructorAccessorImpl",
    "reflect.DelegatingMethodAccessorImpl",
    "reflect.DelegatingConstructorAccessorImpl",
    "reflect.DirectMethodHandleAccessor",
    "reflect.DirectConstructorHandleAccessor",
    "LambdaForm$",
    ".access$",
    ".$r8$lambda$",
)
"""Made at run time or by the compiler: which of them appear depends on the JVM and on how often it ran."""
_NUMBER = re.compile(r"\$[0-9]++")


def looks_like_it(text: str) -> bool:
    """Whether there are lines such as `at shop.Cart.add(Cart.java:12)`."""
    return text.startswith("at ") or _CALL.search(text) is not None


def parse(text: str) -> tuple[Frame, ...]:
    """Innermost first, from the root cause outwards: it is printed last, and whole but for "... 23 more"."""
    frames: list[Frame] = []
    for section in reversed(text.split("\nCaused by: ")):
        for line in section.partition("\tSuppressed: ")[0].split("\n"):
            if len(frames) < MAXIMUM_FRAMES and (frame := _frame(line)):
                frames.append(frame)
    return tuple(frames)


def _frame(line: str) -> Frame | None:
    line = line.lstrip()
    if not line.startswith("at "):
        return None
    call, parenthesis, _ = line[3:].partition("(")
    owner, dot, method = call.rpartition(".")
    if not (parenthesis and dot) or " " in call or ":" in call or _is_generated(call):
        return None
    if "/" in owner:  # the module or the class loader: java.base/java.lang.Thread, app//shop.Cart
        owner = owner.rpartition("/")[2]
    return Frame(_class(owner), _method(method), _in_app(owner))


def _is_generated(call: str) -> bool:
    return ("$" in call or "reflect." in call or "Accessor" in call) and any(part in call for part in _GENERATED)


def _class(name: str) -> str:
    """Without a proxy's suffix (`Cart$$EnhancerBySpringCGLIB$$a1b2`) and an anonymous class's number (`Cart$1`)."""
    if "$" not in name:
        return name
    name = name.partition("$$")[0].partition("$HibernateProxy$")[0].partition("$MockitoMock$")[0]
    return _NUMBER.sub("$", name)


def _method(name: str) -> str:
    """Without the compiler's numbers: `lambda$add$0`, Scala's `$anonfun$add$1`; Kotlin's `add$default` is add."""
    return _NUMBER.sub("", name).removesuffix("$default") if "$" in name else name


def _in_app(owner: str) -> bool:
    first, _, rest = owner.partition(".")
    return first not in libraries.JAVA and f"{first}.{rest.partition('.')[0]}" not in libraries.JAVA
