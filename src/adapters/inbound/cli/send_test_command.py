"""`error-logging send-test`: whether an error reaches somebody."""

from collections.abc import Callable

import click
from rich.console import Console

from adapters.inbound.cli import options
from adapters.inbound.cli.failures import Refused
from adapters.inbound.cli.output import moment, print_json, print_table
from application.ports.own_door import DoorClosed
from application.send_test_error import SendTestError, SendTestErrorCommand, SentTest
from application.send_test_notification import (
    SendTestNotification,
    SendTestNotificationCommand,
    TriedChannel,
)
from domain.display_text import safe_line
from domain.notification import Notification
from domain.severity import Severity

_ANSWER_CHARS = 300
_REASON_CHARS = 200
_to = click.option(
    "--to",
    metavar="EMAIL_NAME_OR_ID",
    help="Send no error, but a test message to this developer over each channel that is on.",
)
_severity = click.option(
    "--severity",
    type=click.Choice([*map(str, Severity)]),
    default=Severity.HIGH.value,
    show_default=True,
    help="How bad it is said to be; text messages are sent of critical ones only.",
)


def send_test_command(
    use_case: Callable[[], SendTestError], notification: Callable[[], SendTestNotification]
) -> click.Command:
    """The command `send-test`."""

    @click.command("send-test", short_help="Send a test error, or a message to somebody, through the whole system.")
    @_to
    @click.option("--service", default="send-test", show_default=True, help="Whose error it is said to be.")
    @_severity
    @click.option("--wait", type=click.IntRange(1, 600), default=30, show_default=True, help="Seconds to wait for.")
    @options.as_json
    @options.host
    @options.port
    @options.data_dir
    @click.pass_context
    def send_test(
        context: click.Context, *, to: str | None, service: str, severity: str, wait: int, as_json: bool
    ) -> None:
        """Report a test error to the web process that runs here, and follow it until people are told.

        Whoever is responsible for SERVICE is really told: the message says that it is a test. It is resolved
        afterwards. Exit code 0 when somebody was told, 1 when nobody was.

        With --to nothing is reported or stored: that developer is sent a test message by email, Slack and text
        message, as far as these are on and lead there, whatever they wish. Exit code 1 unless each took it.

        \b
        Examples:
          error-logging send-test
          error-logging send-test --service shop --severity critical
          error-logging send-test --to anna@example.org
        """
        if to is not None:
            context.exit(_send_to(notification(), to, as_json=as_json))
        command = SendTestErrorCommand(service=service, severity=Severity(severity), wait_s=wait)
        context.exit(_send_error(use_case(), command, as_json=as_json))

    return send_test


def _send_to(use_case: SendTestNotification, to: str, *, as_json: bool) -> int:
    """Its exit code."""
    tried = use_case.execute(SendTestNotificationCommand(which=to))
    rows = [(one.channel.value, one.address, *_answer(one)) for one in tried.channels]
    if as_json:
        named = [dict(zip(("channel", "address", "outcome", "answer"), row, strict=True)) for row in rows]
        print_json({"developer": tried.developer.id, "reached": tried.reached, "channels": named})
    else:
        columns = ("Channel", "Address", "Outcome", "Answer")
        print_table(columns, [[cell or "-" for cell in row] for row in rows], empty="There is no channel.")
    return 0 if tried.reached else 1


def _answer(one: TriedChannel) -> tuple[str, str]:
    if one.result is not None:
        return one.result.outcome.value, safe_line(one.result.answer, _ANSWER_CHARS)
    if not one.address:
        return "not tried", "this person has no address there"
    return "not tried", "it is off, or its settings are at fault: see error-logging doctor"


def _send_error(use_case: SendTestError, command: SendTestErrorCommand, *, as_json: bool) -> int:
    """Its exit code."""
    seen = _sent(use_case, command)
    if as_json:
        print_json(_as_dict(seen))
    else:
        _print(seen)
    return 0 if seen.arrived else 1


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
    click.echo("It works: somebody was told." if seen.arrived else _why_nobody(seen))


def _why_nobody(seen: SentTest) -> str:
    explained = f"GET /api/error-logging/errors/{seen.error_id}/explain/ tells each decision"
    if seen.silence is None:
        return f"Nobody was told: see error-logging doctor; {explained}."
    silence = seen.silence
    until, reason = moment(silence.ends_at), safe_line(silence.reason, _REASON_CHARS)
    said = f"{safe_line(silence.created_by, _REASON_CHARS)} silenced it until {until}: {reason}"
    return f"Nobody was told. {said}\nSee error-logging silence list ({silence.id}); {explained}."


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
