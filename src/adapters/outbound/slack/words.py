"""What Slack said, for the record."""

from domain.display_text import safe_line

_ANSWER_CHARS = 300


def in_words(said: str, *secrets: str) -> str:
    """One line of at most 300 characters, without the secrets: servers like to repeat what they were sent."""
    for secret in filter(None, secrets):
        said = said.replace(secret, "***")
    return safe_line(said, _ANSWER_CHARS)
