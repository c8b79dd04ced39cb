"""How many requests were answered how, since the process was started."""

import threading
from collections import Counter, defaultdict
from collections.abc import Mapping

from flask import Flask, Response, request

from adapters.inbound.http.body import Environ
from adapters.inbound.http.fast_lane import Door
from adapters.inbound.http.ready_answer import ReadyAnswer

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

Answered = tuple[str, str, int]
"""The view, the method, the status."""


class RequestCounts:
    """Counts by the names of views, never by what senders wrote: there are only so many."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[Answered] = Counter()
        self._at_doors: dict[str, dict[int, int]] = {}

    def add(self, view: str, method: str, status: int) -> None:
        """Count an answer."""
        with self._lock:
            self._counts[view, method, status] += 1

    def all(self) -> Mapping[Answered, int]:
        """As they are now."""
        with self._lock:
            counts = Counter(self._counts)
            for view, by_status in self._at_doors.items():
                counts.update({(view, "POST", status): count for status, count in by_status.items()})
        return counts

    def at_door(self, door: Door, view: str) -> Door:
        """The door, with its answers counted; what it raises is answered, and counted, by the application. Half a
        microsecond a request.
        """
        counts, lock = self._at_doors.setdefault(view, defaultdict(int)), self._lock

        def counted_door(environ: Environ) -> ReadyAnswer:
            response = door(environ)
            with lock:
                counts[response.status_code] += 1
            return response

        return counted_door


def count_requests(app: Flask, counts: RequestCounts) -> None:
    """Count what the application answers."""

    def count(response: Response) -> Response:
        method = request.method if request.method in _METHODS else "other"
        counts.add(request.endpoint or "none", method, response.status_code)
        return response

    app.after_request(count)
