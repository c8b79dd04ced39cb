"""Developers as commands show them."""

from collections.abc import Callable

import click

from adapters.inbound.cli import options
from adapters.inbound.cli.output import moment, print_json
from adapters.inbound.cli.preferences_command import preferences_as_dict, preferences_in_words
from application.show_developer import DeveloperDetail, ShowDeveloper
from domain.developer import Developer
from domain.display_text import safe_line

_VALUE_CHARS = 500


def show_command(use_case: Callable[[], ShowDeveloper]) -> click.Command:
    """The command `developer show`."""

    @click.command("show")
    @click.argument("which", metavar="EMAIL_NAME_OR_ID")
    @options.as_json
    @options.data_dir
    def show(which: str, *, as_json: bool) -> None:
        """Show all that is known of a developer: addresses, zone and wishes, too."""
        found = use_case().execute(which)
        if as_json:
            shown = developer_as_dict(found.developer, on_call_now=found.on_call_now)
            print_json({**shown, "open_episodes": found.open_episodes})
            return
        for label, value in _lines(found):
            click.echo(f"{label + ':':<14} {safe_line(value, _VALUE_CHARS)}")

    return show


def developer_row(developer: Developer, *, on_call_now: bool) -> list[str]:
    """A row of the list."""
    return [
        developer.name,
        developer.email or "-",
        _other_ways(developer),
        ", ".join(sorted(developer.services)) or "-",
        f"{developer.min_severity} and worse",
        "yes" if on_call_now else "no",
        "yes" if developer.active else "no",
        moment(developer.last_assigned_at),
        str(developer.id),
    ]


def on_call_in_words(developer: Developer) -> str:
    """Whether and when, as it was said by hand."""
    if not developer.on_call:
        return "not on call"
    begin = "" if developer.on_call_from is None else f" from {moment(developer.on_call_from)}"
    end = "" if developer.on_call_until is None else f" until {moment(developer.on_call_until)}"
    return f"on call{begin}{end}"


def developer_as_dict(developer: Developer, *, on_call_now: bool) -> dict[str, object]:
    """For programs."""
    return {
        "id": developer.id,
        "name": developer.name,
        "email": developer.email,
        "services": sorted(developer.services),
        "min_severity": developer.min_severity,
        "on_call": developer.on_call,
        "on_call_from": developer.on_call_from,
        "on_call_until": developer.on_call_until,
        "on_call_now": on_call_now,
        "active": developer.active,
        "phone": developer.phone,
        "slack_id": developer.slack_id,
        "time_zone": developer.time_zone,
        "preferences": preferences_as_dict(developer.preferences),
        "last_assigned_at": developer.last_assigned_at,
        "created_at": developer.created_at,
    }


def _other_ways(developer: Developer) -> str:
    """What an installation tells by itself, or a wish may name; `developer show` has them in full."""
    ways = ["phone"] if developer.phone else []
    ways += ["Slack"] if developer.slack_id else []
    return ", ".join(ways) or "-"


def _lines(found: DeveloperDetail) -> list[tuple[str, str]]:
    developer = found.developer
    now = "on call at this moment" if found.on_call_now else "not at this moment"
    return [
        ("Name", developer.name),
        ("Id", str(developer.id)),
        ("Email", developer.email or "-"),
        ("Phone", developer.phone or "-"),
        ("Slack id", developer.slack_id or "-"),
        ("Time zone", developer.time_zone or "the installation's"),
        ("Is told", "; ".join(preferences_in_words(developer.preferences))),
        ("Services", ", ".join(sorted(developer.services)) or "-"),
        ("Takes", f"{developer.min_severity} and worse"),
        ("On call", f"{now}; by hand: {on_call_in_words(developer)}"),
        ("Active", "yes" if developer.active else "no"),
        ("Open episodes", str(found.open_episodes)),
        ("Last asked", moment(developer.last_assigned_at)),
    ]
