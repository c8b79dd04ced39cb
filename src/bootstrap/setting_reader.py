"""Read settings one by one and keep every fault, so that all are reported together."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from dotenv.parser import parse_stream

T = TypeVar("T")

_PASSWORD_IN_URL = re.compile(r"(://[^:/@]*:).*(?=@)", re.DOTALL)
# Within a sentence a user has no spaces: "http:// or https://" is no login.
_PASSWORD_WITHOUT_HOST = re.compile(r"(\A[\w+.-]+://[^:/@\[]*:|://[^:/@\[\s]*:)(?!\d+(?:\D|$))[^/?@]*(?![^/?]*@)")
_PASSWORD_IN_QUERY = re.compile(r"(?i)((?:password|passwd|secret|token|key)=)[^&]*")


@dataclass(frozen=True, slots=True)
class SettingFault:
    """What is wrong with one setting, and what would be right; holds no secret."""

    name: str
    wrong: str
    example: str

    def __str__(self) -> str:
        return f"{self.wrong}.\n    Right would be: {self.example}"


class SettingsRefused(Exception):
    """The settings cannot be used; the message shows every fault."""

    def __init__(self, faults: Sequence[SettingFault]) -> None:
        self.faults = tuple(faults)
        places = "one place" if len(self.faults) == 1 else f"{len(self.faults)} places"
        super().__init__("\n\n  ".join([f"The settings are wrong in {places}:", *map(str, self.faults)]))


class SettingReader:
    """Reads from texts by name; an empty text counts as not set."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.names: set[str] = {"ERROR_LOGGING_SETTINGS"}
        self.faults: list[SettingFault] = []

    def read(self, name: str, parse: Callable[[str], T], default: T, *, example: str, secret: bool = False) -> T:
        """The value, or the default where it is not set or wrong, which is then kept as a fault.

        Args:
            parse: its ValueError ends the sentence "NAME='text' …" and quotes nothing that was not masked.
        """
        self.names.add(name)
        text = self._texts.get(name, "").strip()
        if not text:
            return default
        try:
            return parse(text)
        except ValueError as fault:
            shown = name if secret else f"{name}={masked(text)!r}"
            self.fault(name, f"{shown} {fault}", f"{name}={example}")
            return default

    def is_set(self, name: str) -> bool:
        """Whether somebody set it, to whatever."""
        return bool(self._texts.get(name, "").strip())

    def read_each(self, name: str, parse: Callable[[str], T], *, example: str) -> tuple[T, ...]:
        """The values between commas; each that is wrong is left out and kept as a fault by itself."""
        self.names.add(name)
        values = []
        for part in filter(None, (part.strip() for part in self._texts.get(name, "").split(","))):
            try:
                values.append(parse(part))
            except ValueError as fault:
                wrong = f"{name}: {masked(part)!r} is left out, for it {fault}"
                self.fault(name, wrong, f"{name}={example}")
        return tuple(values)

    def fault(self, name: str, wrong: str, example: str) -> None:
        """Keep a fault that shows only when settings are seen together."""
        self.faults.append(SettingFault(name, wrong, example))


def masked(text: str) -> str:
    """The text without the passwords of the URLs in it."""
    for pattern in (_PASSWORD_IN_URL, _PASSWORD_WITHOUT_HOST, _PASSWORD_IN_QUERY):
        text = pattern.sub(r"\1***", text)
    return text


def read_settings_file(path: Path) -> dict[str, str]:
    """The settings of a file of NAME=value lines, in the form that dotenv files have; `$` stands for itself.

    Raises:
        SettingsRefused: it cannot be read, or a line of it cannot be understood (never shown: it may hold a secret).
    """
    try:
        with path.open(encoding="utf-8") as stream:
            bindings = list(parse_stream(stream))
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "not UTF-8 text"
        wrong = f"ERROR_LOGGING_SETTINGS={str(path)!r} cannot be read: {reason}"
        raise SettingsRefused(
            [SettingFault("ERROR_LOGGING_SETTINGS", wrong, "ERROR_LOGGING_SETTINGS=/etc/error-logging.env")]
        ) from fault
    bad = [binding.original.line for binding in bindings if binding.error]
    if bad:
        raise SettingsRefused(
            [
                SettingFault("ERROR_LOGGING_SETTINGS", f"line {line} of {path} is not NAME=value", "PORT=8000")
                for line in bad
            ]
        )
    return {binding.key: binding.value for binding in bindings if binding.key and binding.value is not None}
