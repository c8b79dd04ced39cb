"""Whether Twilio would take text messages, without sending any."""

from adapters.outbound.sms.twilio_account import FAULTS, TwilioAccount
from application.diagnosis import Finding, Health

_NAME = "sms"
_ACTIVE = "active"
_LATER = "try again later; what waits is sent then. See whether this host reaches Twilio (TWILIO_API_URL)"
_REFUSED = "see TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN: both stand on the first page of Twilio's console"
_STATUSES_OF_REFUSAL = frozenset({400, 401, 403, 404})


def check_account(account: TwilioAccount) -> Finding:
    """Look up the account, which costs nothing. Never raises; takes at most as long as an attempt."""
    conversation = account.conversation()
    try:
        status = conversation.account_status()
    except FAULTS as fault:
        said, reply = account.in_words(str(fault)), conversation.reply
        if reply is not None and reply.status in _STATUSES_OF_REFUSAL:
            return Finding(_NAME, Health.FAIL, f"Twilio refuses the account: {said}", _REFUSED)
        return Finding(_NAME, Health.FAIL, f"Twilio could not be asked: {said}", _LATER)
    if status != _ACTIVE:
        what = f"Twilio takes nothing from the account, which is {account.in_words(status)}"
        return Finding(_NAME, Health.FAIL, what, "see Twilio's console: it may want a payment")
    return Finding(_NAME, Health.OK, "Twilio knows the account, which is active")
