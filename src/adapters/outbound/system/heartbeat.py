"""Signs of life, as requests to a URL."""

from urllib.parse import urlsplit

from adapters.bounded_http import Exchange, NoReply

_SUCCESS = range(200, 300)


class HttpHeartbeat:
    """GETs a URL, which is a secret: whoever knows it can beat in our name. It follows no redirect."""

    def __init__(self, url: str, *, timeout_s: float = 5.0, limit_s: float = 10.0) -> None:
        self._url = url
        self._limits = (timeout_s, limit_s)

    def beat(self) -> str:
        """See the port."""
        timeout_s, limit_s = self._limits
        try:
            reply = Exchange(method="GET", url=self._url, timeout_s=timeout_s, limit_s=limit_s, whole=False).run()
        except NoReply as silence:
            return str(silence)
        return "" if reply.status in _SUCCESS else f"{urlsplit(self._url).hostname} answered {reply.status}"
