"""Whether Slack would take messages, without posting any."""

from collections.abc import Sequence

from adapters.bounded_http import NoReply
from adapters.outbound.slack.web_api import BotRefused, WebApi
from application.diagnosis import Finding, Health

_NAME = "slack"
_NEEDED = "chat:write"
_LATER = "try again later; what waits is sent then. See whether this host reaches Slack (SLACK_API_URL)"
_REFUSED = "see SLACK_BOT_TOKEN: install the app again in Slack, and copy the bot's token"


def check_bot(api: WebApi, places: Sequence[str]) -> Finding:
    """Ask what the token may do. Takes at most as long as an attempt.

    Args:
        places: the channels that are told, as people call them.
    """
    try:
        scopes = api.scopes()
    except BotRefused as refused:
        return Finding(_NAME, Health.FAIL, f"Slack refuses the bot: {refused}", _REFUSED)
    except NoReply as silence:
        return Finding(_NAME, Health.FAIL, f"Slack could not be asked: {silence}", _LATER)
    if scopes is not None and _NEEDED not in scopes:
        what = f"Slack knows the bot, which may not post: the scope {_NEEDED} is missing"
        return Finding(_NAME, Health.FAIL, what, f"give the app {_NEEDED} in Slack, and install it again")
    what = "Slack knows the bot, which may post"
    if not places:
        nowhere = f"{what}, but no channel is named: only people with a Slack id who wish for it are told"
        return Finding(_NAME, Health.WARN, nowhere, "SLACK_CHANNEL=#errors, and invite the bot there")
    # Looking for a channel takes scopes that posting does not.
    shows = f"whether there is {' and '.join(places)}, and the bot was invited, shows only with the first message"
    return Finding(_NAME, Health.OK, f"{what}; {shows}")
