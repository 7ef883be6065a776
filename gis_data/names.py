"""Region names made comparable: what a person types, a file spells and the official list says meet in one form."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """``text`` in lower case, without accents, every run of other signs as one blank ("Bu Nuapu’u" → "bu nuapu u")."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    unaccented = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _NOT_WORD.sub(" ", unaccented).strip()
