"""How many errors, and how many new patterns, are too many."""

import re
from dataclasses import dataclass

from bootstrap import setting_parsers as parse
from bootstrap.setting_reader import SettingReader
from domain.pattern_flood import FloodLimits
from domain.thresholds import ThresholdLimits, ThresholdPolicy

_MOST = 10**9
_OF_SERVICE = re.compile(r"(.{1,100})=([0-9]{1,9})/([0-9]{1,9})")
_EXAMPLE = "checkout=500/100,mailer=1000/0"


@dataclass(frozen=True, slots=True)
class ThresholdSettings:
    """`thresholds` alert, `floods` keeps patterns few."""

    thresholds: ThresholdPolicy
    floods: FloodLimits


def read_thresholds(reader: SettingReader) -> ThresholdSettings:
    """The limits; what is wrong stays with the reader."""
    usual, flood = ThresholdLimits(), FloodLimits()
    errors = reader.read("THRESHOLD_ERRORS_PER_HOUR", parse.whole_number(0, _MOST), usual.errors, example="100")
    critical = reader.read("THRESHOLD_CRITICAL_PER_HOUR", parse.whole_number(0, _MOST), usual.critical, example="50")
    by_service = reader.read_each("THRESHOLDS_BY_SERVICE", _of_service, example=_EXAMPLE)
    in_all = reader.read("NEW_PATTERNS_PER_HOUR", parse.whole_number(1, _MOST), flood.in_all, example="2000")
    untrusted = reader.read(
        "NEW_PATTERNS_UNTRUSTED_PER_HOUR", parse.whole_number(0, _MOST), flood.untrusted, example="200"
    )
    return ThresholdSettings(
        ThresholdPolicy(ThresholdLimits(errors, critical), dict(by_service)), FloodLimits(in_all, untrusted)
    )


def _of_service(text: str) -> tuple[str, ThresholdLimits]:
    found = _OF_SERVICE.fullmatch(text)
    if found is None:
        raise ValueError("is not a service with two limits, of errors and of critical errors, 0 for none")
    return found[1].strip(), ThresholdLimits(int(found[2]), int(found[3]))
