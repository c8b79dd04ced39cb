"""`error-logging webhook-endpoint`: where news are posted to."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TextIO

import click

from adapters.inbound.cli import options
from adapters.inbound.cli.output import moment, print_json, print_secret, print_table
from adapters.inbound.webhook_endpoint_fields import shown_fields
from application.create_webhook_endpoint import CreateWebhookEndpoint, CreateWebhookEndpointCommand
from application.find_webhook_endpoints import ListWebhookEndpoints
from application.remove_webhook_endpoint import RemoveWebhookEndpoint, RemoveWebhookEndpointCommand
from application.rotate_webhook_secret import USUAL_OVERLAP, RotateWebhookSecret, RotateWebhookSecretCommand
from application.try_webhook_endpoint import TryWebhookEndpoint, TryWebhookEndpointCommand
from domain.delivery import DeliveryOutcome
from domain.developer import EVERY_SERVICE
from domain.display_text import safe_line
from domain.severity import Severity
from domain.webhook_endpoint import WebhookEndpoint
from domain.webhook_template import DEFAULT_TEMPLATE

_SEVERITIES = click.Choice([*map(str, Severity)], case_sensitive=False)
_HOUR = timedelta(hours=1)
_LONGEST_TEMPLATE = 65_536
_ANSWER_CHARS = 300


@dataclass(frozen=True, slots=True)
class WebhookEndpointUseCases:
    """What the commands call."""

    create: CreateWebhookEndpoint
    list: ListWebhookEndpoints
    rotate: RotateWebhookSecret
    remove: RemoveWebhookEndpoint
    test: TryWebhookEndpoint
    address_fault: Callable[[str], str | None]


def webhook_endpoint_commands(use_cases: Callable[[], WebhookEndpointUseCases]) -> click.Group:
    """The group `webhook-endpoint`."""
    group = click.Group(
        "webhook-endpoint",
        help="Where news are posted to as JSON: add, list, test, rotate and remove endpoints.",
        short_help="Where news are posted to as JSON.",
    )
    group.add_command(_add(use_cases))
    group.add_command(_list(use_cases))
    group.add_command(_test(use_cases))
    group.add_command(_rotate(use_cases))
    group.add_command(_remove(use_cases))
    return group


def _add(use_cases: Callable[[], WebhookEndpointUseCases]) -> click.Command:
    @click.command("add")
    @click.option("--name", required=True, help="How it is shown.")
    @click.option("--url", required=True, help="Where to; its path is never shown again.")
    @click.option(
        "--service", "services", multiple=True, default=[EVERY_SERVICE], show_default=True,
        help="Whose news; give it several times, or '*' for every service.",
    )  # fmt: skip
    @click.option(
        "--min-severity", type=_SEVERITIES, default=Severity.HIGH.value, show_default=True, help="The mildest sent."
    )
    @click.option("--template", type=click.File(encoding="utf-8"), help="A file with a JSON object; '-' is the input.")
    @options.data_dir
    def add(*, name: str, url: str, services: tuple[str, ...], min_severity: str, template: TextIO | None) -> None:
        """Add an endpoint and print the secret that its receiver checks signatures with, this once.

        \b
        Examples:
          error-logging webhook-endpoint add --name Chat --url https://chat.example.org/hooks/x --template chat.json
          echo '{"text": "{{title}} {{link}}"}' |
            error-logging webhook-endpoint add --name Ops --url https://ops.example.org/ --template -
        """
        command = CreateWebhookEndpointCommand(
            name=name,
            url=url,
            template=dict(DEFAULT_TEMPLATE) if template is None else _read(template),
            services=frozenset(services),
            min_severity=Severity(min_severity),
        )
        created = (able := use_cases()).create.execute(command)
        if fault := able.address_fault(created.endpoint.url):
            # Not refused: the setting may follow.
            click.echo(f"Nothing will be posted there: {fault}.", err=True)
        added = f"Added {created.endpoint.name!r} ({created.endpoint.id})."
        print_secret(created.secret, f"{added} Its secret is not shown again: keep it safe.")

    return add


def _list(use_cases: Callable[[], WebhookEndpointUseCases]) -> click.Command:
    @click.command("list")
    @options.as_json
    @options.data_dir
    def list_endpoints(*, as_json: bool) -> None:
        """Show all endpoints; of their URLs no more than scheme, host and port."""
        endpoints = use_cases().list.execute()
        if as_json:
            print_json([shown_fields(endpoint) for endpoint in endpoints])
            return
        print_table(
            ["Name", "URL", "Services", "Takes", "State", "Id"],
            [_row(endpoint) for endpoint in endpoints],
            empty="There are no webhook endpoints. Add one: error-logging webhook-endpoint add --name … --url …",
        )

    return list_endpoints


def _test(use_cases: Callable[[], WebhookEndpointUseCases]) -> click.Command:
    @click.command("test")
    @click.argument("which", metavar="NAME_OR_ID")
    @options.data_dir
    @click.pass_context
    def test(context: click.Context, which: str) -> None:
        """Post a test message now and say what came of it; exit code 1 unless it was accepted."""
        tried = use_cases().test.execute(TryWebhookEndpointCommand(which=which))
        answer = safe_line(tried.result.answer, _ANSWER_CHARS)
        click.echo(f"{tried.endpoint.name!r} ({tried.endpoint.shown_url}): {tried.result.outcome}. {answer}")
        context.exit(0 if tried.result.outcome is DeliveryOutcome.ACCEPTED else 1)

    return test


def _rotate(use_cases: Callable[[], WebhookEndpointUseCases]) -> click.Command:
    @click.command("rotate")
    @click.argument("which", metavar="NAME_OR_ID")
    @click.option(
        "--overlap-h", type=int, default=USUAL_OVERLAP // _HOUR, show_default=True,
        help="Hours for which the present secret signs as well; 0 after a leak.",
    )  # fmt: skip
    @options.data_dir
    def rotate(which: str, overlap_h: int) -> None:
        """Give an endpoint another secret and print it, this once.

        \b
        Example:
          error-logging webhook-endpoint rotate Chat --overlap-h 48
        """
        command = RotateWebhookSecretCommand(which=which, overlap=min(max(overlap_h, -1), 10**6) * _HOUR)
        rotated = use_cases().rotate.execute(command)
        until = rotated.endpoint.previous_until
        before = "is worthless at once" if until is None else f"signs as well until {moment(until)}"
        print_secret(rotated.secret, f"A new secret for {rotated.endpoint.name!r}; the one before {before}.")

    return rotate


def _remove(use_cases: Callable[[], WebhookEndpointUseCases]) -> click.Command:
    @click.command("remove")
    @click.argument("which", metavar="NAME_OR_ID")
    @options.data_dir
    def remove(which: str) -> None:
        """Remove an endpoint, for good; what waits to be sent there is given up."""
        removed = use_cases().remove.execute(RemoveWebhookEndpointCommand(which=which))
        click.echo(f"{removed.name!r} ({removed.id}) is removed.")

    return remove


def _read(template: TextIO) -> Mapping[str, Any]:
    """Whatever JSON it is: what does not fit is said by the rules."""
    try:
        read: Mapping[str, Any] = json.loads(template.read(_LONGEST_TEMPLATE))
    except (ValueError, RecursionError) as fault:
        raise click.BadParameter("is not JSON, or longer than 64 KiB", param_hint="--template") from fault
    return read


def _row(endpoint: WebhookEndpoint) -> list[str]:
    state = "active" if endpoint.active else f"off: {endpoint.inactive_because or 'by hand'}"
    return [
        endpoint.name,
        endpoint.shown_url,
        ", ".join(sorted(endpoint.services)),
        f"{endpoint.min_severity} and worse",
        state,
        str(endpoint.id),
    ]
