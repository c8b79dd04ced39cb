"""`error-logging send-test`: whether an error reaches somebody."""

from collections.abc import Callable

import click
from rich.console import Console

from adapters.inbound.cli import options
from adapters.inbound.cli.failures import Refused
from adapters.inbound.cli.output import print_json, print_table
from application.ports.own_door import DoorClosed
from application.send_test_error import SendTestError, SendTestErrorCommand, SentTest
from domain.notification import Notification
from domain.severity import Severity


def send_test_command(use_case: Callable[[], SendTestError]) -> click.Command:
    """The command `send-test`."""

    @click.command("send-test", short_help="Send a test error through the whole system.")
    @click.option("--service", default="send-test", show_default=True, help="Whose error it is said to be.")
    @click.option(
        "--severity",
        type=click.Choice([*map(str, Severity)]),
        default=Severity.HIGH.value,
        show_default=True,
        help="How bad it is said to be; text messages are sent of critical ones only.",
    )
    @click.option("--wait", type=click.IntRange(1, 600), default=30, show_default=True, help="Seconds to wait for.")
    @options.as_json
    @options.host
    @options.port
    @options.data_dir
    @click.pass_context
    def send_test(context: click.Context, *, service: str, severity: str, wait: int, as_json: bool) -> None:
        """Report a test error to the web process that runs here, and follow it until people are told.

        Whoever is responsible for SERVICE is really told: the message says that it is a test. It is resolved
        afterwards. Exit code 0 when somebody was told, 1 when nobody was.

        \b
        Examples:
          error-logging send-test
          error-logging send-test --service shop --severity critical
        """
        seen = _sent(use_case(), SendTestErrorCommand(service=service, severity=Severity(severity), wait_s=wait))
        if as_json:
            print_json(_as_dict(seen))
        else:
            _print(seen)
        context.exit(0 if seen.arrived else 1)

    return send_test


def _sent(use_case: SendTestError, command: SendTestErrorCommand) -> SentTest:
    try:
        with Console(stderr=True).status("sending") as status:
            return use_case.execute(command, status.update)
    except DoorClosed as closed:
        raise Refused(f"the test error could not be reported: {closed}") from closed


def _print(seen: SentTest) -> None:
    click.echo(f"Stored as {seen.error_id}.")
    if not seen.triaged:
        click.echo("No worker has looked at it: does one run? (error-logging worker, or serve, which runs one)")
        return
    click.echo(f"Assigned to {seen.owner}." if seen.owner else "Nobody could be assigned: see error-logging doctor.")
    rows = [
        [one.channel.value, _receiver(seen, one), one.state.value, one.reason.replace("_", " ")] for one in seen.notices
    ]
    print_table(("Channel", "Recipient", "State", "Reason"), rows, empty="Nobody was to be told: it is too mild.")
    click.echo("It works: somebody was told." if seen.arrived else "Nobody was told: see error-logging doctor.")


def _receiver(seen: SentTest, notice: Notification) -> str:
    return seen.endpoints.get(notice.recipient, notice.recipient) or "-"


def _as_dict(seen: SentTest) -> dict[str, object]:
    notices = [
        {
            "channel": one.channel.value,
            "recipient": one.recipient,
            "endpoint": seen.endpoints.get(one.recipient),
            "state": one.state.value,
            "reason": one.reason,
        }
        for one in seen.notices
    ]
    return {
        "error": str(seen.error_id),
        "triaged": seen.triaged,
        "owner": seen.owner,
        "told": seen.arrived,
        "notifications": notices,
    }
