"""What a view says of itself for the OpenAPI document; all that follows from elsewhere is added in `openapi`."""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

_KEPT_IN = "_apidoc"
"""Where flask-smorest gathers what it documents; its decorators copy it from the view that they wrap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """`text` is Markdown. `request` and `answer` are examples of bodies, None where there is no body. `versioned` views
    know ETag, and If-Match or If-None-Match; `problems` are statuses of refusals that nothing else leads to.
    """

    text: str
    request: object = None
    answer: object = None
    versioned: bool = False
    problems: frozenset[int] = frozenset()


def describes(
    use_case: type,
    *,
    request: Mapping[str, object] | None = None,
    answer: object = None,
    versioned: bool = False,
    problems: Iterable[int] = (),
) -> Callable[[View], View]:
    """Describe a view by its use case's docstring, the list of its rules; the first line of the view's own docstring
    is the operation's summary.
    """
    description = Description(
        text=inspect.getdoc(use_case) or "",
        request=request,
        answer=answer,
        versioned=versioned,
        problems=frozenset(problems),
    )

    def describe(view: View) -> View:
        kept = dict(getattr(view, _KEPT_IN, {}))
        kept["described"] = description
        setattr(view, _KEPT_IN, kept)
        return view

    return describe


def arguments_of(view: Callable[..., Any]) -> Sequence[Mapping[str, Any]]:
    """What its blueprint was told that it takes: `in`, `schema` and `required` of each."""
    found: Sequence[Mapping[str, Any]] = getattr(view, _KEPT_IN, {}).get("arguments", {}).get("parameters", ())
    return found


def description_of(view: Callable[..., Any]) -> Description | None:
    """What `describes` was told of it."""
    found = getattr(view, _KEPT_IN, {}).get("described")
    return found if isinstance(found, Description) else None
