"""Microseconds that preparing a report's text takes: `python benchmarks/prepare_text.py`.

`first` is redaction by a process that has seen none of its lines before.
"""

import json
import sys
import time
import timeit
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from domain.error_report import ErrorReport
from domain.limits import cut_to_limits
from domain.redaction import Redactor
from domain.storable import make_storable

_FRAME = """  File "/srv/app/billing/modules/service_{n}.py", line {line}, in handle_payment_request_{n}
    result = self.gateway.charge(order.customer, amount=order.total, currency=order.currency_{n})
    invoice = yield from repo.fetch_invoice(order.number, lines=[row for row in rows if row.open])
    raise PaymentFailed(f"order {{order.number}}: {{exc}} while charging {{order.total:.2f}}") from exc
"""
_HEADERS = {
    "Host": "shop.example.com",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "de,en-US;q=0.7,en;q=0.3",
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": "1432",
    "Referer": "https://shop.example.com/cart?step=2&coupon=SPRING",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36",
    "X-Request-Id": "0b5c2c1e-77b1-4a3f-9a43-1f27f3f3a001",
}
_SECRET_HEADERS = {
    "Authorization": "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
    "Cookie": "sessionid=38afes7a8; csrftoken=u32t4o3tb3gg43; theme=dark",
    "X-Forwarded-For": "203.0.113.7",
}
_REQUEST = {"method": "POST", "path": "/api/v1/orders", "items": [{"sku": f"A-{n}", "count": n} for n in range(8)]}


def small() -> ErrorReport:
    """About 0.6 KB."""
    return ErrorReport(
        service="checkout",
        error_type="PaymentFailed",
        message="order 4711: gateway answered 502 while charging 12.50",
        endpoint="/api/v1/orders",
        release="2024.5.1",
        url="https://shop.example.com/cart?step=2",
        stack_trace=_FRAME.format(n=1, line=42),
        context={"order": 4711, "region": "eu-west-1"},
    )


def large(*, secrets: bool) -> ErrorReport:
    """About 10 KB: 20 frames and a request with its headers."""
    frames = "".join(_FRAME.format(n=n, line=100 + 7 * n) for n in range(20))
    headers = {**_HEADERS, **_SECRET_HEADERS} if secrets else _HEADERS
    return ErrorReport(
        service="checkout",
        error_type="PaymentFailed",
        message="order 4711: gateway answered 502" + (" for bob@example.com" if secrets else ""),
        endpoint="/api/v1/orders",
        release="2024.5.1",
        user_id="u-4711",
        session_id="38afes7a8" if secrets else None,
        url="https://shop.example.com/cart?step=2" + ("&token=abcdef" if secrets else ""),
        user_agent=_HEADERS["User-Agent"],
        stack_trace=f"Traceback (most recent call last):\n{frames}PaymentFailed: order 4711",
        context={"request": {**_REQUEST, "headers": headers}, "tags": {"region": "eu-west-1", "pod": "checkout-7f9c"}},
    )


def _us(work: Callable[[], object], times: int = 500) -> float:
    return min(timeit.repeat(work, number=times, repeat=7, timer=time.process_time)) / times * 1e6


def main() -> None:
    """Prints one line a report."""
    redactor = Redactor(b"benchmark")
    print(f"{'report':24}{'KB':>6}{'first':>7}{'redact':>9}{'storable':>10}{'limits':>8}{'all':>8}  (µs)")
    for name, report in (
        ("small, clean", small()),
        ("large, clean", large(secrets=False)),
        ("large, seven secrets", large(secrets=True)),
    ):
        size = len(json.dumps(asdict(report), default=str)) / 1000
        redacted = redactor.report(report)
        storable = make_storable(redacted)
        first = _us(lambda report=report: Redactor(b"benchmark").report(report))
        costs = (
            _us(lambda report=report: redactor.report(report)),
            _us(lambda redacted=redacted: make_storable(redacted)),
            _us(lambda storable=storable: cut_to_limits(storable)),
        )
        print(f"{name:24}{size:6.1f}{first:7.0f}{costs[0]:9.0f}{costs[1]:10.0f}{costs[2]:8.0f}{sum(costs):8.0f}")


if __name__ == "__main__":
    main()
