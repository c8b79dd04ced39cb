"""Version 1 of the grouping rules. Released, and so frozen: a change of what it answers is a version 2.

Alike are the errors that agree in all of: service, type, message without its variable parts, and the in-app
frames (module and function, innermost first, each once). The message counts with and without frames, for
two faults in one function are two; the frames count, for one message comes from many places. A worked example:

    Traceback (most recent call last):
      File "/srv/releases/20240105/shop/views.py", line 40, in checkout
      File "/srv/venv/lib/python3.11/site-packages/retry/api.py", line 9, in call
      File "/srv/releases/20240105/shop/cart.py", line 12, in total
    shop.errors.CartEmpty: cart 4711 of user 'bob' is empty

from the service "shop" is hashed as the texts "shop", "CartEmpty", "cart <num> of user <str> is empty",
"shop/cart.py", "total", "shop/views.py", "checkout". Another line, release, cart, user or version of `retry`
makes no difference; "cart … is locked" does, and so does a call from `refund` instead of `checkout`.

Each frame counts once, so that a recursion's depth splits nothing. Without any in-app frame all frames
count; without a stack that we can read the message stands alone. Endpoint, release, environment, severity
and user are not looked at, except that a user's or session's name that stands in the message is variable.
"""

import re
from hashlib import sha256
from unicodedata import normalize

from domain.error_report import ErrorReport
from domain.grouping.fingerprint import Fingerprint
from domain.grouping.frames import Frame, parse_frames
from domain.grouping.message import READ_CHARACTERS, without_variable_parts

RULES = "v1"
TITLE_CHARACTERS = 200
_WORD = re.compile(r"\w++")


def fingerprint(report: ErrorReport) -> Fingerprint:
    """The report's fingerprint by these rules: the same in every process and on every platform.

    (Python's own Unicode tables say what a letter is: only letters younger than its release could differ.)
    """
    message = without_variable_parts(_without_people(report))
    frames = parse_frames(report.stack_trace)
    in_app = [frame for frame in frames if frame.in_app]
    counted = dict.fromkeys((frame.module, frame.function) for frame in in_app or frames)
    texts = [report.service, report.error_type, _one_kind(message), *(text for pair in counted for text in pair)]
    return Fingerprint(digest(*texts), RULES, _title(message, report.error_type), _culprit(in_app))


def _one_kind(message: str) -> str:
    """An id that happens to have no letters, or to be short, is still an id: in the hash these are all `<num>`."""
    return message.replace("<hex>", "<num>").replace("<id>", "<num>").replace("<token>", "<num>")


def digest(*texts: str) -> str:
    """SHA-256 over the texts in NFC, each led by its length, so that none can run into the next."""
    composed = [text if text.isascii() else normalize("NFC", text) for text in texts]
    joined = "".join([f"{len(text)}:{text}," for text in composed])
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def _without_people(report: ErrorReport) -> str:
    """The message with `<user>` for the reported user's or session's name, where it is letters alone.

    Names with a digit, an @ or quotes are found by the patterns; of one or two letters any could be a word.
    """
    message = report.message[:READ_CHARACTERS]
    for name in (report.user_id, report.session_id):
        if name and len(name) > 2 and name.isalpha() and name in message:
            message = _without(name, message)
    return message


def _without(name: str, message: str) -> str:
    return _WORD.sub(lambda word: "<user>" if word[0] == name else word[0], message)


def _title(message: str, error_type: str) -> str:
    return message.partition("\n")[0][:TITLE_CHARACTERS] or error_type


def _culprit(in_app: list[Frame]) -> str:
    if not in_app:
        return ""
    nearest = in_app[0]
    return " in ".join(filter(None, (nearest.module, nearest.function)))
