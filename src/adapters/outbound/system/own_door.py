"""The web process's own door, over HTTP."""

import json
from collections.abc import Mapping
from uuid import UUID

from adapters.bounded_http import Exchange, NoReply
from application.ports.own_door import DoorClosed

_CREATED = 201
_OUR_FAULT = 500


class HttpOwnDoor:
    """Posts to `POST errors/` of the installation at `url`, which ends without a slash."""

    def __init__(self, url: str, *, limit_s: float = 15.0) -> None:
        self._url = f"{url}/api/error-logging/errors/"
        self._limit_s = limit_s

    def report(self, error: Mapping[str, str], secret: str) -> UUID:
        """See the port."""
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        body = json.dumps(error).encode()
        try:
            reply = Exchange(method="POST", url=self._url, headers=headers, body=body, limit_s=self._limit_s).run()
        except NoReply as silence:
            words = f"{silence}: does a web process run? (error-logging serve)"
            raise DoorClosed(words, maybe_stored=silence.handed_over) from None
        if reply.status != _CREATED:
            words = f"it was answered {reply.status}: {reply.text.strip()[:300]}"
            raise DoorClosed(words, maybe_stored=reply.status >= _OUR_FAULT)
        try:
            return UUID(json.loads(reply.text)["id"])
        except (ValueError, KeyError, TypeError):
            raise DoorClosed("what answered is another program") from None
