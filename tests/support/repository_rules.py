"""Rules for the repository as a whole, which no linter knows; part of `make check`."""

import ast
import re
import subprocess
import sys
from pathlib import Path

LONGEST_MODULE = 250
LONGEST_FUNCTION = 40

_MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|farm)/")
_PACKAGE_HOST = re.compile(r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|registry|debian)\.", re.IGNORECASE)
_POSSESSIVE_GROUP = re.compile(r"\)(?:[+*?]|\{\{?[0-9,]+\}\}?)\+[^+]")
"""Wrong in Python before 3.11.5, which Debian 12 has (CPython issue 106052): `(?>(?:…)+)` says the same."""
_UNDONE = re.compile(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b")
_WAITING = re.compile(r"time\.sleep\(|pytest\.skip|pytest\.xfail|mark\.skip|mark\.xfail")
_THIS = Path(__file__).name


def main() -> int:
    """Print every breach; the number of them is the verdict."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True
    )
    breaches = [breach for name in listed.stdout.splitlines() for breach in _breaches(Path(name))]
    for breach in breaches:
        print(breach)
    return 1 if breaches else 0


def _breaches(path: Path) -> list[str]:
    if not path.is_file() or path.name == _THIS:
        return []
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return []
    found = [f"{path}: names a path of one machine"] if _MACHINE_PATH.search(text) else []
    if _PACKAGE_HOST.search(text):
        found.append(f"{path}: holds the address of a package host")
    if path.suffix == ".py":
        found += _python_breaches(path, text)
    return found


def _python_breaches(path: Path, text: str) -> list[str]:
    found = []
    if path.parts[0] == "tests" and _WAITING.search(text):
        found.append(f"{path}: skips, expects to fail, or sleeps")
    if path.parts[0] != "src":
        return found
    if _POSSESSIVE_GROUP.search(text):
        found.append(f"{path}: a possessive quantifier after a group; write an atomic group (?>(?:…)+)")
    if _UNDONE.search(text):
        found.append(f"{path}: something left undone")
    if text.count("\n") > LONGEST_MODULE:
        found.append(f"{path}: longer than {LONGEST_MODULE} lines")
    if "migrations" in path.parts:
        # A step is a list of columns as they were on that day.
        return found
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    found += [
        f"{path}:{node.lineno}: {node.name} is longer than {LONGEST_FUNCTION} lines"
        for node in functions
        if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    return found


if __name__ == "__main__":
    sys.exit(main())
