"""A Slack that checks what Slack checks: tokens, content types, channels, threads, and the limits of Block Kit."""

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.web_far_end import Asked, Said, WebFarEnd, as_json

TOKEN = "xoxb-0123456789-pl4nted-s3cret"
WEBHOOK_PATH = "/services/T0000AAAA/B0000BBBB/pl4nted-s3cret-of-24-let"

_MOST_BLOCKS = 50
_LIMITS = {"header": 150, "section": 3_000, "field": 2_000}
_ENTITY = re.compile(r"&(amp|lt|gt);")
_MARKUP = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True)
class Posted:
    """A message as it stands in a channel."""

    channel: str
    ts: str
    body: Mapping[str, Any]

    @property
    def thread_ts(self) -> str | None:
        """The message that it answers."""
        return self.body.get("thread_ts")

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Everything that is shown, from the top: kind ("plain_text" or "mrkdwn") and text."""
        return [("mrkdwn", self.body["text"]), *_texts(self.body["blocks"]), *_texts(self.body["attachments"])]

    @property
    def markup(self) -> list[str]:
        """What Slack acts on: mentions and links, as they stand between < and >."""
        return [inside for kind, text in self.texts if kind == "mrkdwn" for inside in _MARKUP.findall(text)]

    def shows(self, words: str) -> bool:
        """Whether it can be read in it."""
        return any(words in _shown(text) for _, text in self.texts)


class SlackServer(WebFarEnd):
    """`chat.postMessage` with TOKEN into its channels and to its members, and an incoming webhook at WEBHOOK_PATH."""

    scopes = "chat:write,im:write"
    """Of TOKEN."""
    channels = frozenset({"#ops", "#dev", "C024BE91L", "U012ABCDEF"})

    def __init__(self) -> None:
        super().__init__()
        self.posted: list[Posted] = []
        self._numbers = itertools.count(1)

    @property
    def api_url(self) -> str:
        """For SLACK_API_URL."""
        return f"{self.url}/api"

    @property
    def webhook_url(self) -> str:
        """For SLACK_WEBHOOK_URL."""
        return self.url + WEBHOOK_PATH

    def reset(self) -> None:
        """As if just started."""
        super().reset()
        self.posted.clear()
        self.scopes = type(self).scopes

    def answer(self, asked: Asked) -> Said:
        """As Slack does."""
        if asked.path == WEBHOOK_PATH:
            return self._by_webhook(asked)
        if asked.path == "/api/auth.test":
            if asked.headers["Authorization"] != f"Bearer {TOKEN}":
                return as_json(200, {"ok": False, "error": "invalid_auth"})
            return as_json(200, {"ok": True, "team": "Errors", "user": "bot"}, X_OAuth_Scopes=self.scopes)
        if asked.path != "/api/chat.postMessage":
            return as_json(200, {"ok": False, "error": "unknown_method"})
        error = self._fault(asked)
        if error is not None:
            return as_json(200, {"ok": False, "error": error})
        body = asked.json
        ts = self._post(body["channel"], body)
        return as_json(200, {"ok": True, "channel": "C024BE91L", "ts": ts, "message": {"text": body["text"]}})

    def _by_webhook(self, asked: Asked) -> Said:
        if asked.headers.get_content_type() != "application/json" or block_fault(asked.json) is not None:
            return Said(400, "invalid_payload")
        if "thread_ts" in asked.json or "channel" in asked.json:
            return Said(400, "invalid_payload")
        self._post("webhook", asked.json)
        return Said(200, "ok")

    def _post(self, channel: str, body: Mapping[str, Any]) -> str:
        ts = f"1700000000.{next(self._numbers):06d}"
        self.posted.append(Posted(channel, ts, body))
        return ts

    def _fault(self, asked: Asked) -> str | None:
        if asked.headers["Authorization"] != f"Bearer {TOKEN}":
            return "invalid_auth" if asked.headers["Authorization"] else "not_authed"
        if asked.headers.get_content_type() != "application/json":
            return "invalid_post_type"
        body = asked.json
        if body.get("channel") not in self.channels:
            return "channel_not_found"
        replied = body.get("thread_ts")
        if replied is not None and (body["channel"], replied) not in {(each.channel, each.ts) for each in self.posted}:
            return "thread_not_found"
        return block_fault(body)


def block_fault(body: Mapping[str, Any]) -> str | None:
    """What Slack says of blocks that it does not take."""
    groups = [body.get("blocks", []), *(each.get("blocks", []) for each in body.get("attachments", []))]
    for blocks in groups:
        if len(blocks) > _MOST_BLOCKS or not all(_block_fits(block) for block in blocks):
            return "invalid_blocks"
    return None if body.get("text") else "no_text"


def _block_fits(block: Mapping[str, Any]) -> bool:
    match block:
        case {"type": "header", "text": {"type": "plain_text", "text": str(text)}}:
            return 0 < len(text) <= _LIMITS["header"]
        case {"type": "section", "text": {"type": "mrkdwn", "text": str(text)}}:
            return 0 < len(text) <= _LIMITS["section"]
        case {"type": "section", "fields": [*fields]}:
            texts = [field["text"] for field in fields if field["type"] == "mrkdwn"]
            return 0 < len(texts) == len(fields) <= 10 and all(0 < len(text) <= _LIMITS["field"] for text in texts)
    return False


def _texts(part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, Mapping):
        if part.get("type") in ("plain_text", "mrkdwn"):
            yield part["type"], part["text"]
        for each in part.values():
            yield from _texts(each)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for each in part:
            yield from _texts(each)


def _shown(text: str) -> str:
    return _ENTITY.sub(lambda found: {"amp": "&", "lt": "<", "gt": ">"}[found[1]], text)


def as_written(body: bytes) -> str:
    """A request's body with every escape of JSON undone, to look for what must not be in it."""
    return json.dumps(json.loads(body), ensure_ascii=False)
