"""Hypothesis strategies for what services report: JSON of all kinds, secrets, texts full of traps."""

from hypothesis import strategies as st

from domain.error_report import TEXT_FIELDS, ErrorReport, JsonValue, Mark, MarkReason

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"

texts = st.text(st.characters(codec=None), max_size=30)
"""Lone surrogates and control characters included."""

traps = st.sampled_from(
    [
        *("password", "token", "api key", "Cookie", "Authorization", "sid", "pin", "author", "x", "Bearer", "Basic"),
        *("=", ":", " => ", '"', "'", '\\"', "\\\\", "\\", "%3D", "%22", "%26", "&quot;", "&", "?key", "--", " "),
        *("[", "]", "{", "}", "(", ")", "<", ">", "</", "<password>", "</password>", ",", ";", "\n", "\r\n", "\t"),
        *("@", "://", "%40", ".", "..", "-", "_", "a.com", "bob@x.org", "1.2.3.4", "::", ":1", "fe80:", "12", "4"),
        *("4111 1111 1111 1111", "411111", "1111", "eyJ", "eyJhbGciOiJIUzI1NiJ9", "ghp_", "AKIA", "sk_live_"),
        *("AbCdEfGh12345678", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "[redacted]", "İ", "é"),
        *("<email:1a2b3c4d5e>", "<session:1a2b3c4d5e>", "<ip:", "0123456789", "tcp(", "none", "YWJjOmRlZg=="),
    ]
)
trapped_texts = st.lists(traps | st.text(max_size=3), max_size=14).map("".join)
"""Fragments that rules look for, in any order."""

_any_texts = texts | trapped_texts
_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=-(10**120), max_value=10**120)
    | st.floats()
    | _any_texts
)
json_values: st.SearchStrategy[JsonValue] = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(_any_texts, inner, max_size=5),
    max_leaves=15,
)

_mixed = st.tuples(
    st.text(_DIGITS, min_size=4, max_size=6), st.text(_LETTERS, min_size=8), st.text(_DIGITS, min_size=4, max_size=6)
).map("".join)


def _with_check_digit(body: str) -> str:
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in body[::-2])
    return body + str(-(doubled + sum(map(int, body[-2::-2]))) % 10)


cards = st.text(_DIGITS, min_size=14, max_size=14).map(lambda digits: _with_check_digit(f"4{digits}"))
keys = st.text(_LETTERS + _DIGITS, min_size=36, max_size=36).map(lambda key: f"ghp_{key}")
emails = st.text(_LETTERS, min_size=3, max_size=12).map(lambda local: f"{local}@example.com")
recognised_secrets = cards | keys | emails
"""Secrets by their form, wherever they stand."""
named_secrets = _mixed
"""Secrets only because of their name."""


def _nested(secret: str, shape: list[str]) -> JsonValue:
    value: JsonValue = secret
    for kind in shape:
        value = [value, 1] if kind == "list" else {kind: value, "other": "x"}
    return value


_shapes = st.lists(st.sampled_from(["list", "a", "request", "author"]), max_size=30)
secret_names = st.sampled_from(["password", "userPassword", "X-Api-Key", "client_secret", "Cookie", "auth_token"])


@st.composite
def plantings(draw: st.DrawFn) -> tuple[str, JsonValue]:
    """A secret, and a value that holds it somewhere."""
    if draw(st.booleans()):
        secret = draw(recognised_secrets)
        text = draw(st.sampled_from(["{}", "it was {} indeed", "({})", "x\n{}\ny", '"{}"', "a={} "])).format(secret)
        return secret, _nested(text, draw(_shapes))
    secret, name = draw(named_secrets), draw(secret_names)
    forms = ["{n}={s}", '{{"{n}":"{s}"}}', "'{n}' => '{s}'", "failed ({n}: {s})", "https://a.b/?{n}={s}&z=1"]
    if draw(st.booleans()):
        return secret, _nested(draw(st.sampled_from(forms)).format(n=name, s=secret), draw(_shapes))
    return secret, {name: _nested(secret, draw(_shapes))}


_short = st.just("checkout") | _any_texts
error_reports = st.builds(
    lambda texts, others, **said: ErrorReport(**texts, **others, **said),
    texts=st.fixed_dictionaries({"service": _short, "error_type": _short, "message": _short}),
    others=st.dictionaries(
        st.sampled_from([name for name in TEXT_FIELDS if name not in ("service", "error_type", "message")]),
        _any_texts,
        max_size=4,
    ),
    status_code=st.none() | st.integers(),
    context=st.dictionaries(_any_texts, json_values, max_size=3),
    marks=st.lists(st.builds(Mark, _any_texts, st.sampled_from(MarkReason), _any_texts), max_size=1).map(tuple),
)
"""Anything that passes for a report, however odd."""
