"""A notice, or a digest, as text and as HTML."""

import textwrap
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from application.digest_text import DigestText
from application.notice import Notice
from domain.severity import Severity

_COLUMNS = 72
_COLOURS = {
    Severity.CRITICAL: "#b3261e",
    Severity.HIGH: "#b45309",
    Severity.MEDIUM: "#8a6100",
    Severity.LOW: "#1d5fbf",
    Severity.INFO: "#4b5563",
}
"""White text on each has a contrast of at least 4.5 (WCAG 2.1 AA), by day and by night."""


def render(notice: Notice) -> tuple[str, str]:
    """The text, 72 columns wide, and the HTML, which loads nothing and links to `notice.link` alone."""
    colour = _COLOURS[notice.severity]
    text, html = (_templates().get_template(name) for name in ("notice.txt", "notice.html"))
    return text.render(notice=notice), html.render(notice=notice, colour=colour)


def render_digest(digest: DigestText) -> tuple[str, str]:
    """As `render`, with a line and a link each for what is summed up."""
    worst = digest.lines[0].severity if digest.lines else Severity.INFO
    text, html = (_templates().get_template(name) for name in ("digest.txt", "digest.html"))
    return text.render(digest=digest), html.render(digest=digest, colour=_COLOURS[worst])


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    templates.filters["folded"] = _folded
    return templates


def _folded(text: str, further_indent: int = 0, first_column: int = 0) -> str:
    indent = " " * further_indent
    wrapper = textwrap.TextWrapper(
        width=_COLUMNS,
        initial_indent=" " * first_column,
        subsequent_indent=indent,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
    return wrapper.fill(text)[first_column:]
