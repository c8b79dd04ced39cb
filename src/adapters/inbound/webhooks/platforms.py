"""The lenient doors: which platform knocks where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Platform:
    """A webhook's name in its path, and the service of errors that name none."""

    name: str
    default_service: str
    summary: str


PLATFORMS = (
    Platform("laravel", "laravel", "Report errors of a Laravel backend"),
    Platform("java", "java", "Report errors of a Java backend"),
    Platform("frontend", "frontend", "Report errors of a React, Angular or Vue page"),
    Platform("mobile", "mobile", "Report errors of a Flutter app"),
    Platform("generic", "generic", "Report errors of any service"),
)
