"""Whether Slack would take messages, without posting any."""

from adapters.bounded_http import NoReply
from adapters.outbound.slack.web_api import BotRefused, WebApi
from application.diagnosis import Finding, Health

_NAME = "slack"
_NEEDED = "chat:write"
_LATER = "try again later; what waits is sent then. See whether this host reaches Slack (SLACK_API_URL)"
_REFUSED = "see SLACK_BOT_TOKEN: install the app again in Slack, and copy the bot's token"


def check_bot(api: WebApi) -> Finding:
    """Ask what the token may do. Takes at most as long as an attempt."""
    try:
        scopes = api.scopes()
    except BotRefused as refused:
        return Finding(_NAME, Health.FAIL, f"Slack refuses the bot: {refused}", _REFUSED)
    except NoReply as silence:
        return Finding(_NAME, Health.FAIL, f"Slack could not be asked: {silence}", _LATER)
    if scopes is not None and _NEEDED not in scopes:
        what = f"Slack knows the bot, which may not post: the scope {_NEEDED} is missing"
        return Finding(_NAME, Health.FAIL, what, f"give the app {_NEEDED} in Slack, and install it again")
    return Finding(_NAME, Health.OK, "Slack knows the bot, which may post")
