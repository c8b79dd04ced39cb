"""How long a fingerprint takes: microseconds on one core, by language, least of five runs.

.venv/bin/python benchmarks/fingerprint.py
"""

import sys
import timeit
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from domain.error_report import ErrorReport
from domain.grouping import group

MESSAGE = (
    "Connection to 10.0.3.17:5432 refused after 3 attempts (request 7f3a2b1c-9d8e-4f10-a2b3-c4d5e6f70819, "
    "user 'bob', 1.5 s): could not load order 4711"
)
HOSTS = "https://shop.example.com/static/js"
QUERY = "deep/" * 78


def python_frame(number: int) -> str:
    path = "/srv/app/shop/orders" if number % 3 else "/srv/venv/lib/python3.11/site-packages/sqlalchemy/engine"
    return (
        f'  File "{path}/module_{number}.py", line {number * 17}, in function_{number}\n    {"result = call(x); " * 22}'
    )


def php_frame(number: int) -> str:
    path = "/var/www/app/Services" if number % 3 else "/var/www/vendor/laravel/framework/src/Illuminate/Pipeline"
    argument = "Object(App\\Models\\Order), " * 14
    return f"#{number} {path}/Service{number}.php({number * 17}): App\\Services\\Service{number}->run({argument})"


def java_frame(number: int) -> str:
    package = "com.example.shop.orders" if number % 3 else "org.springframework.aop.framework"
    jar = f" ~[{'shop-orders-service-' * 18}1.2.3.jar:1.2.3]"
    return f"\tat {package}.Service{number}.run{number}(Service{number}.java:{number * 17}){jar}"


def v8_frame(number: int) -> str:
    script = f"page-{number % 5}.4f3a2b1c.js" if number % 3 else "vendors.9d8e7f6a.js"
    return f"    at Cart{number}.method{number} ({HOSTS}/{script}?v={QUERY}:1:{number * 1711})"


def firefox_frame(number: int) -> str:
    script = f"page-{number % 5}.4f3a2b1c.js" if number % 3 else "vendors.9d8e7f6a.js"
    return f"method{number}@{HOSTS}/{script}?v={QUERY}:1:{number * 1711}"


def dart_frame(number: int) -> str:
    package = "shop" if number % 3 else "flutter"
    place = f"package:{package}/{'deep/' * 78}cart_{number}.dart:{number}:5"
    return f"#{number}      Cart{number}.method.<anonymous closure> ({place})"


LANGUAGES = {
    "Python": ("Traceback (most recent call last):\n", python_frame),
    "PHP": ("RuntimeException: no in /var/www/app/Services/A.php:12\nStack trace:\n", php_frame),
    "Java": ("java.lang.IllegalStateException: no\n", java_frame),
    "V8": ("TypeError: no\n", v8_frame),
    "Firefox": ("", firefox_frame),
    "Dart": ("", dart_frame),
}


def microseconds(report: ErrorReport) -> float:
    """CPU time, the least of five runs of 500, so that other work on the machine counts as little as it can."""
    return (
        min(timeit.repeat(lambda: group(report, trusted=False), timer=process_time, number=500, repeat=5)) / 500 * 1e6
    )


def main() -> None:
    small = ErrorReport(service="shop", error_type="OperationalError", message=MESSAGE)
    print(f"{'no stack':10} {len(MESSAGE):6,} characters {microseconds(small):8.1f} µs")
    for name, (head, frame) in LANGUAGES.items():
        for frames in (3, 20):
            lines = [frame(number) for number in range(frames)]
            stack = head + "\n".join(line if frames == 20 else line.replace("deep/", "")[:150] for line in lines)
            report = ErrorReport(service="shop", error_type="OperationalError", message=MESSAGE, stack_trace=stack)
            print(f"{name:10} {len(MESSAGE + stack):6,} characters {frames:3} frames {microseconds(report):8.1f} µs")


if __name__ == "__main__":
    main()
