"""Sets Typst source as a PDF: the same bytes for the same source, in a child process with limits, without a network."""

import base64
import datetime
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext as _

MAIN = "main.typ"
BASE = "base.typ"
SECONDS = 20
MEMORY_BYTES = 2 * 1024**3
# How the child ends when the source is at fault; chosen here, for the library is never loaded in this process.
_FAULT = 3
_HERE = Path(__file__).parent
_PLACE = re.compile(r"([\w.-]+\.typ):(\d+):(\d+)")
_SEARCHED = re.compile(r" \(searched (?:at|for) [^)]*\)")
_UNDATED = datetime.date(1980, 1, 1)


class CannotBeSet(Exception):
    """The source cannot be set; ``str()`` is a sentence for whoever edits it, ``line`` where (0: unknown)."""

    def __init__(self, sentence: str, line: int = 0) -> None:
        super().__init__(sentence)
        self.line = line


class TakesTooMuch(CannotBeSet):
    """It takes more time or memory than it is given."""


def typeset(
    source: str,
    files: Mapping[str, bytes],
    *,
    as_of: datetime.date = _UNDATED,
    seconds: int = SECONDS,
) -> bytes:
    """The PDF (PDF/A-2b) of a Typst source, which may import "base.typ" (the house style) and read ``files`` by name.

    ``as_of``: the day that the document is of, where the source does not say it (``document.date``): no clock is
    read, no random number drawn, and only the fonts of the wheel are used, so that the same call gives the same bytes
    on every machine. ``seconds``: how long it may take. Raises CannotBeSet, for
    what takes too much TakesTooMuch.
    """
    given = {**files, BASE: (_HERE / BASE).read_bytes(), MAIN: source.encode()}
    order = {
        "files": {name: base64.b64encode(content).decode() for name, content in given.items()},
        "as_of": as_of.isoformat(),
        "seconds": seconds,
        "memory": MEMORY_BYTES,
        "fault": _FAULT,
    }
    done = _run(order)
    if done.returncode == 0:
        return done.stdout
    if done.returncode == _FAULT:
        raise _fault(json.loads(done.stdout))
    if done.returncode < 0:
        raise _too_much(seconds)
    raise RuntimeError(done.stderr.decode(errors="replace"))


def _run(order: dict) -> subprocess.CompletedProcess:
    # An empty folder is all there is beside the sources: a name leads nowhere, whether or not there is such a file.
    with tempfile.TemporaryDirectory(prefix="typeset-") as empty:
        try:
            return subprocess.run(  # noqa: S603 (our own file)
                [sys.executable, "-I", str(_HERE / "typeset_child.py")],
                input=json.dumps({**order, "root": empty}).encode(),
                capture_output=True,
                timeout=order["seconds"] + 5,
                env={},
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _too_much(order["seconds"]) from error


def _too_much(seconds: int) -> TakesTooMuch:
    return TakesTooMuch(
        _("Setting this paper takes more than %(seconds)d seconds or too much memory. Does a loop in it never end?")
        % {"seconds": seconds}
    )


def _fault(said: dict) -> CannotBeSet:
    place = _PLACE.search(said["diagnostic"])
    # Where it looked on this server is nobody's business.
    words = {"message": _SEARCHED.sub("", said["message"])}
    if said["message"].startswith(("package not found", "failed to download package")):
        return CannotBeSet(
            _("A template cannot use packages: nothing is fetched from another server."), int(place[2]) if place else 0
        )
    if place is None:
        return CannotBeSet(_("The typesetting says: %(message)s.") % words)
    words |= {"file": place[1], "line": place[2], "column": place[3]}
    return CannotBeSet(
        _("Line %(line)s, column %(column)s of %(file)s: the typesetting says “%(message)s”.") % words, int(place[2])
    )
