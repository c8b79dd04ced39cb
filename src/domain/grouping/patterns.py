"""The variable parts of a message, in the order in which they are looked for.

Each entry is a name and a pattern; what it matches is written `<name>`. All are tried at the start of a
word only, in one pass, so the order decides: a UUID before a token, a date before a number. Every
repetition is possessive or bounded, so a pass is linear in the text's length.
"""

import re

_END = r"(?![0-9A-Za-z])"
_NUMBER = r"[0-9]++(?>(?:[.,_][0-9]++){0,7})"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?>(?::[0-9]{2}(?>(?:[.,][0-9]++)?))?)(?>(?:\ ?(?:Z|UTC|GMT)|\ ?[+-][0-9]{2}:?[0-9]{2})?)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}+"
_WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}+,?\ "
_DAY_MONTH = rf"[0-9]{{1,2}}[\ /-]{_MONTH}[\ /-][0-9]{{2,4}}(?>(?:[\ :]{_CLOCK})?)"
_TIME = (
    rf"[0-9]{{4}}[-/][0-9]{{2}}[-/][0-9]{{2}}(?>(?:[T\ ,]{{1,2}}{_CLOCK})?){_END}|[0-9]{{8}}T[0-9]{{6}}Z?+{_END}"
    rf"|[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}}(?>(?:\ {_CLOCK})?){_END}|{_DAY_MONTH}{_END}|{_CLOCK}{_END}"
)

_TABLE: tuple[tuple[str, str], ...] = (
    ("uuid", rf"[0-9a-fA-F]{{8}}-(?:[0-9a-fA-F]{{4}}-){{3}}[0-9a-fA-F]{{12}}{_END}"),
    ("token", r"eyJ[A-Za-z0-9_-]{8,}+\.[A-Za-z0-9_.-]++|[A-Za-z0-9+/_-]{32,}+={0,2}+"),
    ("address", r"0[xX][0-9a-fA-F]++"),
    ("time", _TIME),
    ("ip", rf"[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}{_END}(?!\.[0-9])"),
    ("duration", rf"[-+]?+{_NUMBER}\ ?(?:milliseconds?|seconds?|secs?|minutes?|mins?|hours?|days?|m?s|us|µs|ns){_END}"),
    ("size", rf"[-+]?+{_NUMBER}\ ?(?:[KMGTkmgt]i?[Bb]|[Bb]ytes?|B){_END}"),
    ("num", rf"[-+]?+{_NUMBER}(?>(?:[eE][+-]?[0-9]++)?){_END}"),
    ("period", rf"(?>(?:[0-9]{{1,4}}+(?>(?:\.[0-9]++)?)(?:ms|[dhms])){{1,4}}){_END}"),
    # Kubernetes: replica set and pod, from the letters and digits that spell no word.
    ("pod", r"[bcdf-hj-np-tv-xz2-9]{7,10}+-[bcdf-hj-np-tv-xz2-9]{5}(?![\w-])"),
    ("word", r"[A-Za-z]*+[0-9][A-Za-z0-9]*+"),
)
_MONTH_DAY = (
    rf"(?>(?:{_WEEKDAY})?)(?:{_DAY_MONTH}|{_MONTH}\ {{1,2}}[0-9]{{1,2}}(?>(?:,?\ [0-9]{{4}})?){_END}"
    rf"(?>(?:,?\ {_CLOCK})?)(?>(?:\ [0-9]{{4}})?)){_END}"
)

EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]{1,64}+@[\w-]++(?>(?:\.[\w-]++)+)")
OBJECT_ADDRESS = re.compile(r"(?<=[\w$;\]])@[0-9a-f]{4,16}+(?![\w.])")
"""What Java appends to the class of an object that has no text of its own."""
PSEUDONYM = re.compile(r"<([a-z][a-z_-]{0,20}+):[\w-]{4,64}+>")
"""What redaction leaves behind: `<email:1a2b3c>`."""
IPV6 = re.compile(
    r"(?<![\w:])(?:(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}(?![\w:])"
    r"|(?=[0-9a-fA-F]{0,4}:[0-9a-fA-F:]{0,35}?[0-9])(?=[0-9a-fA-F:]{0,35}?::)[0-9a-fA-F:.]{3,45}+(?![\w:]))"
)
QUERY = re.compile(r"(?<=[\w/-])\?(?=[^\s?\"'<>=]{0,100}+=)[^\s\"'<>]++")
"""A URL's query, or a path's."""
LIST = re.compile(r"([\"']?<[a-z]++>[\"']?)(?>(?:,\ ?\1)+)")
"""Two values in a list and twenty are the same list."""

_TERMS = """
    utf8 utf16 utf32 utf8mb4 latin1 base32 base64 md5 sha1 sha224 sha256 sha384 sha512 crc32 x509 rs256 hs256 int8 int16
    int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 i18n l10n k8s s3 ec2 pkcs12 http1 http2 http3 h2
    h2c h264 h265 mp3 mp4 ipv4 ipv6 ip4 ip6 oauth1 oauth2 tls1 tls12 tls13 v1 v2 v3 v4 v5 es5 es6 es2015 es2017 es2020
    win32 win64 x86 x64 amd64 arm64 arm7 i386 i686 psycopg2 psycopg3 sqlite3 python2 python3 urllib2 urllib3 log4j slf4j
    neo4j boto3 h5py web3 p2p b2b b2c 2fa 3d 2d iso8601 rfc3339
"""
TERMS = frozenset(_TERMS.split())
"""Names with a digit in them that are names all the same."""


def _one_pass(table: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    alternatives = "|".join(f"(?P<{name}>{pattern})" for name, pattern in table)
    # The look ahead turns away the words, nine of ten, that hold no digit: it halves the time.
    holds_digit = (
        r"(?=[-+/_]?[A-Za-z]*+(?:[0-9]|-[0-9a-fA-F]{4}-|[+/_-][A-Za-z0-9+/_-]{16})|[bcdf-hj-np-tv-xz]{7,10}+-)"
    )
    return re.compile(
        rf"(?<![A-Za-z0-9])(?:{holds_digit}(?:{alternatives})|(?=[ADFJMNOSTW][a-z]{{2}})(?P<date>{_MONTH_DAY}))",
        re.VERBOSE,
    )


VARIABLE = _one_pass(_TABLE)
INSIDE_TOKEN = _one_pass(tuple(entry for entry in _TABLE if entry[0] != "token"))
"""For what was long enough to be a token and turned out to be a path or a long name."""

CODE_BEFORE = re.compile(
    r"(?:(?:[Ss]tatus|STATUS|HTTP(?:/[0-9.]{1,3})?|[Ee]rrno|ERRNO|WinError|[Ss]ignal)(?:[ _]?[Cc]ode)?[ :=\"']{1,4}"
    r"|(?:[Ee]xit|[Ee]rror|[Rr]esponse)[ _]?[Cc]ode[ :=\"']{1,4}|SQLSTATE\[|ORA-|ERROR |Error )$"
)
"""What stands before a number that says what happened: 404 and 500 are two faults, not one with a variable part."""
