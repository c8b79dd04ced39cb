"""A Twilio as its documentation publishes it: the Messages resource of the 2010-04-01 API."""

import base64
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from tests.support.web_far_end import Asked, Said, WebFarEnd, as_json

SID = "AC" + "0123456789abcdef" * 2
TOKEN = "pl4nted-s3cret-0123456789abcdef"
SENDER = "+15005550006"
INVALID = "+15005550001"
"""Twilio's own number for a receiver that is none."""

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_ACCOUNT = f"/2010-04-01/Accounts/{SID}"
_MESSAGES = f"{_ACCOUNT}/Messages"


@dataclass
class Text:
    """A message that it took. It goes on by one `step` at each look, and stays at the last."""

    sid: str
    to: str
    sender: str
    body: str
    steps: list[str]
    error_code: int | None = None

    def record(self) -> Mapping[str, Any]:
        """As the API shows it."""
        failed = self.steps[0] in ("undelivered", "failed")
        return {
            "account_sid": SID,
            "api_version": "2010-04-01",
            "body": self.body,
            "date_created": "Thu, 24 Aug 2023 05:01:45 +0000",
            "date_sent": None,
            "date_updated": "Thu, 24 Aug 2023 05:01:45 +0000",
            "direction": "outbound-api",
            "error_code": self.error_code if failed else None,
            "error_message": "Unreachable destination handset" if failed else None,
            "from": self.sender,
            "messaging_service_sid": None,
            "num_media": "0",
            "num_segments": "1",
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.steps[0],
            "subresource_uris": {"media": f"{_MESSAGES}/{self.sid}/Media.json"},
            "to": self.to,
            "uri": f"{_MESSAGES}/{self.sid}.json",
        }


class TwilioServer(WebFarEnd):
    """Takes messages of SID with TOKEN from SENDER. `next_steps` is the way that further messages go."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, Text] = {}
        self.next_steps: tuple[str, ...] = ("queued", "sent", "delivered")
        self.error_code: int | None = None
        self.account_status = "active"
        self._numbers = itertools.count(1)

    def reset(self) -> None:
        """As if just started."""
        super().reset()
        self.texts.clear()
        self.next_steps, self.error_code = ("queued", "sent", "delivered"), None
        self.account_status = "active"

    def answer(self, asked: Asked) -> Said:
        """As Twilio does."""
        login = base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
        if asked.headers["Authorization"] != f"Basic {login}":
            return refusal(401, 20003, "Authenticate")
        if asked.method == "POST" and asked.path == f"{_MESSAGES}.json":
            return self._take(asked)
        if asked.method == "GET" and asked.path == f"{_ACCOUNT}.json":
            return as_json(200, {"sid": SID, "status": self.account_status, "friendly_name": "Errors", "type": "Full"})
        text = self.texts.get(asked.path.removeprefix(f"{_MESSAGES}/").removesuffix(".json"))
        if asked.method != "GET" or text is None:
            return refusal(404, 20404, f"The requested resource {asked.path} was not found")
        text.steps = text.steps[1:] or text.steps
        return as_json(200, text.record())

    def _take(self, asked: Asked) -> Said:
        if asked.headers.get_content_type() != "application/x-www-form-urlencoded":
            return refusal(400, 21604, "A 'To' phone number is required.")
        form = {name: values[0] for name, values in parse_qs(asked.body.decode("ascii")).items()}
        to, sender, body = (form.get(name, "") for name in ("To", "From", "Body"))
        if not _NUMBER.fullmatch(to) or to == INVALID:
            return refusal(400, 21211, f"The 'To' number {to} is not a valid phone number.")
        if sender != SENDER:
            return refusal(400, 21606, f"The 'From' phone number {sender} is not a valid, SMS-capable number.")
        if not body:
            return refusal(400, 21602, "Message body is required.")
        if len(body) > 1600:
            return refusal(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
        sid = f"SM{next(self._numbers):032x}"
        self.texts[sid] = Text(sid, to, sender, body, list(self.next_steps), self.error_code)
        return as_json(201, self.texts[sid].record())


def refusal(status: int, code: int, message: str, **headers: str) -> Said:
    """An error as the API shows it."""
    more_info = f"https://www.twilio.com/docs/errors/{code}"
    return as_json(status, {"code": code, "message": message, "more_info": more_info, "status": status}, **headers)
