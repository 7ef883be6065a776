"""Draws a paper: template, facts, code and QR picture, set as one PDF."""

import datetime
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from workflows.papers import filling
from workflows.papers.codes import spaced
from workflows.papers.declaration import PaperKind, Told
from workflows.papers.typeset import CannotBeSet, typeset

_PAPER = Path(__file__).parent / "paper.typ"
# A placeholder or a table as a template names it.
_NAMED = re.compile(r"\b(data|lists)\.([a-z][a-z0-9_]*)\b(?!\()")
_WANTED = re.compile(r"does not contain key .?\"([^\"]*)\"")


def draw(
    kind: PaperKind, source: str, *, head: dict, told: Iterable[Told], lists: dict[str, list], dated: datetime.date
) -> bytes:
    """The PDF; the same arguments give the same bytes. ``head``: as ``filling.head`` gives it.

    Raises CannotBeSet with a sentence for whoever edits the template.
    """
    check_names(kind, source)
    known = {one.name: one for one in told}
    terms = filling.placeholders(kind)
    address = verify_address(head["code"])
    content = {
        "head": {**head, "spaced": spaced(head["code"]), "verify": settings.PUBLIC_URL + reverse("verify")},
        "facts": {
            name: {**_fact(terms.get(name, name), known.get(name)), "named": _is_named(name, source)}
            for name in {**terms, **known}
        },
        "lists": {**{name: [] for name in sorted(filling.lists_of(kind))}, **lists},
    }
    files = {
        "paper.typ": _PAPER.read_bytes(),
        "data.json": json.dumps(content, ensure_ascii=False).encode(),
        "qr.svg": _picture(address),
    }
    try:
        return typeset(source, files, as_of=dated)
    except CannotBeSet as error:
        if found := _WANTED.search(str(error)):
            raise CannotBeSet(_unknown(found[1], kind), error.line) from error
        raise


def verify_address(code: str) -> str:
    """The public address that verifies the paper with that code."""
    return settings.PUBLIC_URL + reverse("verify_paper", args=[code])


def check_names(kind: PaperKind, source: str) -> None:
    """Raises CannotBeSet for a placeholder that there is not, wherever in the text it stands."""
    allowed = {"data": set(filling.placeholders(kind)), "lists": filling.lists_of(kind)}
    for number, line in enumerate(source.splitlines(), start=1):
        for where, name in _NAMED.findall(line):
            if name not in allowed[where]:
                words = {"line": number, "sentence": _unknown(name, kind)}
                raise CannotBeSet(_("Line %(line)d: %(sentence)s") % words, number)


def _unknown(name: str, kind: PaperKind) -> str:
    return _("There is no fact “%(name)s” in this paper. The list below the text shows all there are.") % {"name": name}


def _is_named(name: str, source: str) -> bool:
    """Does the template use the fact? Then the paper says where it comes from."""
    return re.search(rf"\bdata\.{name}\b|\"{name}\"", source) is not None


def _fact(term: str, one: Told | None) -> dict[str, str]:
    if one is None:
        return {"term": term, "value": "", "origin": ""}
    return {"term": str(one.term), "value": one.value, "origin": one.origin}


def _picture(address: str) -> bytes:
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", border=0, xmldecl=False)
    return picture.getvalue()
