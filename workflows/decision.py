"""How a step that decides by a numbered letter is declared."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class ByLetter:
    """Which columns of the process hold the letter (``column``, a foreign key to ``Letter``), its number and its date
    as they were filled in, and the code of the issuing region (``issuer``); and the slot with its scan.

    ``body`` is the organ that issues it (``Letter.Body``), which numbers its letters by itself. ``subject`` says what
    it decides. ``several``: one letter names several processes, each with answers of its own, and is entered at each:
    with the same number, date and scan it is the same letter.
    """

    column: str
    number: str
    dated: str
    slot: str
    issuer: str
    body: str
    subject: str | Promise
    several: bool = False
