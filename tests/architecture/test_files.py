"""Every file has one reason to change, says what it is, and names nothing it must not."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SOURCE = {".py", ".js", ".css", ".html"}
MOST_LINES = 300
BANNED_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py", "manager2.py", "utils.js", "helpers.js"}
OUTSIDE = re.compile(
    r"""(?:src|href|action|url\(|import|fetch\()\s*[=(]?\s*["']?(?:https?:)?//[a-z0-9]""", re.IGNORECASE
)
LINKS_A_PERSON_CLICKS = re.compile(r'<a\b[^>]*href="https://[^"]*"[^>]*rel="noopener')


def tracked(*suffixes: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode == 0:
        names = listed.stdout.splitlines()
    else:  # an exported tree without git
        names = [
            str(path.relative_to(ROOT))
            for path in ROOT.rglob("*")
            if ".venv" not in path.parts and "var" not in path.parts
        ]
    return [ROOT / name for name in names if Path(name).suffix in suffixes and (ROOT / name).is_file()]


def test_no_file_is_larger_than_one_reason_to_change():
    wrong = [
        f"{path.relative_to(ROOT)}: {count} lines"
        for path in tracked(*SOURCE)
        if "migrations" not in path.parts and (count := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    ]
    assert not wrong, "\n".join(wrong)


def test_every_python_module_says_what_it_is():
    wrong = [
        str(path.relative_to(ROOT))
        for path in tracked(".py")
        if path.stat().st_size
        and not (path.name == "__init__.py" and path.stat().st_size < 5)
        and ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
        and not re.match(r"\d{4}_", path.name)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_file_is_named_after_nothing():
    assert [str(path) for path in tracked(*SOURCE) if path.name in BANNED_NAMES] == []


def test_imports_between_modules_end_in_a_semicolon():
    """The hashing storage silently skips an import without one."""
    statement = re.compile(
        r"^\s*(?:import|export)\b[^;'\"]*?from\s*[\"'][^\"']+[\"'](;?)|^\s*import\s*[\"'][^\"']+[\"'](;?)", re.MULTILINE
    )
    wrong = [
        f"{path.relative_to(ROOT)}: {match[0].strip()}"
        for path in tracked(".js")
        for match in statement.finditer(path.read_text(encoding="utf-8"))
        if not (match[1] or match[2])
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "pattern,meaning",
    [
        (re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>"), "an inline script"),
        (re.compile(r"<[^>]+\sstyle="), "an inline style"),
        (re.compile(r"<[^>]+\son[a-z]+="), "an inline event handler"),
    ],
)
def test_templates_hold_nothing_the_content_policy_refuses(pattern, meaning):
    wrong = [
        f"{path.relative_to(ROOT)}: {meaning}: {match[0][:80]}"
        for path in tracked(".html")
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_a_browser_loads_names_another_host():
    wrong = []
    for path in tracked(".js", ".css", ".html"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if OUTSIDE.search(line) and not LINKS_A_PERSON_CLICKS.search(line):
                wrong.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert not wrong, "\n".join(wrong)


def test_no_promises_in_place_of_work():
    # Put together so that this file does not find itself.
    words = re.compile(
        "|".join(
            [
                "TO" + "DO",
                "FIX" + "ME",
                "XX" + "X",
                "HA" + "CK",
                "for" + " now",
                r"mark\.sk" + "ip",
                r"mark\.xf" + "ail",
            ]
        )
    )
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in tracked(".py", ".js", ".css", ".html", ".md")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if words.search(line)
    ]
    assert not wrong, "\n".join(wrong)
