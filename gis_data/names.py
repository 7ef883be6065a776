"""Region names made comparable: what a person types, a file spells and the official list says meet in one form."""

import re
import unicodedata
from difflib import SequenceMatcher

from gis_data.codes import Kind

_NOT_WORD = re.compile(r"[^a-z0-9]+")

_TITLE_WORDS = {
    Kind.PROVINCE: ("provinsi", "prov"),
    Kind.REGENCY: ("kabupaten", "kab"),
    Kind.CITY: ("kota",),
    Kind.DISTRICT: ("kecamatan", "kec"),
    Kind.DESA: ("desa",),
    Kind.KELURAHAN: ("kelurahan", "kel"),
}
_ALIKE = 0.6


def fold(text: str) -> str:
    """``text`` in lower case, without accents, every run of other signs as one blank ("Bu Nuapu’u" → "bu nuapu u")."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    unaccented = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _NOT_WORD.sub(" ", unaccented).strip()


def forms(name: str, kind: Kind) -> set[str]:
    """The name without blanks, and without the word for its kind: {"kotapalangkaraya", "palangkaraya"}."""
    words = fold(name).split()
    found = {"".join(words)}
    if len(words) > 1 and words[0] in _TITLE_WORDS.get(kind, ()):
        found.add("".join(words[1:]))
    return found


def same(name: str, official: str, kind: Kind) -> bool:
    """Whether ``name`` is the official name, spelled with or without blanks, accents and the word for the kind."""
    return bool(forms(name, kind) & forms(official, kind))


def alike(name: str, official: str, kind: Kind) -> bool:
    """Whether ``name`` may be another spelling of the official name ("Tumbang Tuwe Hantapang", "Tumbang Tuwe").

    True when one begins or ends with the other, or most letters agree.
    """
    for one in forms(name, kind):
        for other in forms(official, kind):
            short, long = sorted((one, other), key=len)
            if len(short) >= 4 and (long.startswith(short) or long.endswith(short)):
                return True
            if SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE:
                return True
    return False
