"""Why an error was treated as it was, in data and in sentences."""

from domain.explanation.account import About, Decision, Explanation, NextStep, Repeats, Told

__all__ = ["About", "Decision", "Explanation", "NextStep", "Repeats", "Told"]
