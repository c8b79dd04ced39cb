"""The settings of text messages."""

import re
from dataclasses import dataclass, field

from bootstrap import setting_parsers as parse
from bootstrap.setting_reader import SettingReader

OFFICIAL = "https://api.twilio.com"

_SID = re.compile(r"AC[0-9a-f]{32}", re.IGNORECASE)
_NEEDED = {
    "TWILIO_ACCOUNT_SID": "AC0123456789abcdef0123456789abcdef",
    "TWILIO_AUTH_TOKEN": "…",
    "TWILIO_PHONE_NUMBER": "+15005550006",
}


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """An account at Twilio, and the number that messages come from."""

    account_sid: str = field(repr=False)
    auth_token: str = field(repr=False)
    sender: str
    api_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsChannel:
    """`wanted` says whether somebody asked for text messages; `settings` is None where nobody did, or where they are at
    fault: then messages are written all the same and wait. `off` says why there are none though they were asked for.
    `per_day` is how many are sent on one day.
    """

    wanted: bool
    settings: SmsSettings | None = None
    per_day: int = 50
    off: str | None = None


def read_sms(reader: SettingReader, lenient: SettingReader, *, listed: bool, asked_for: bool) -> SmsChannel:
    """The channel of text messages; what is wrong stays with the reader.

    Args:
        listed: whether it is among the channels in use; `asked_for`, whether it was named there.
    """
    on = reader.read("SMS_NOTIFICATIONS", parse.flag, default=True, example="true")
    flagged = reader.is_set("SMS_NOTIFICATIONS")
    sid = reader.read("TWILIO_ACCOUNT_SID", _sid, None, example=_NEEDED["TWILIO_ACCOUNT_SID"], secret=True)
    token = reader.read("TWILIO_AUTH_TOKEN", str, None, example="…", secret=True)
    sender = reader.read("TWILIO_PHONE_NUMBER", parse.phone_number, None, example=_NEEDED["TWILIO_PHONE_NUMBER"])
    api_url = reader.read("TWILIO_API_URL", parse.web_url, OFFICIAL, example=OFFICIAL)
    per_day = lenient.read("SMS_DAILY_BUDGET", parse.whole_number(0, 100_000), 50, example="50")
    if not on or not listed:
        reader.faults.clear()
        return SmsChannel(wanted=False, per_day=per_day)
    missing = [name for name in _NEEDED if not reader.is_set(name)]
    if len(missing) == len(_NEEDED) and not reader.faults:
        why = f"{', '.join(missing)} are not set" if asked_for or flagged else None
        return SmsChannel(wanted=False, per_day=per_day, off=why)
    for name in missing:
        reader.fault(name, f"{name} is not set, but others of Twilio's are", f"{name}={_NEEDED[name]}")
    if reader.faults or sid is None or token is None or sender is None:
        return SmsChannel(wanted=True, per_day=per_day)
    return SmsChannel(wanted=True, settings=SmsSettings(sid, token, sender, api_url), per_day=per_day)


def _sid(text: str) -> str:
    if not _SID.fullmatch(text):
        raise ValueError("is not an account's SID, which is AC and 32 hexadecimal digits")
    return text
