"""The short code by which a paper is verified: twelve characters, the last of which checks the others."""

import secrets

from accounts.enrolment import ALPHABET

LENGTH = 12
GROUP = 4
_BASE = len(ALPHABET)


def new_code() -> str:
    """A code that nobody can guess: eleven characters by chance (54 bits), and the check character."""
    body = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH - 1))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The character that completes the body (Luhn mod N): one wrong character is always found, and almost always two
    that changed places."""
    total = 0
    for place, letter in enumerate(reversed(body)):
        value = ALPHABET.index(letter) * (2 - place % 2)
        total += value // _BASE + value % _BASE
    return ALPHABET[-total % _BASE]


def normalised(text: str) -> str:
    """The code as it is kept, from what somebody typed ("abcd efgh-jkmn"); "" when it can be no code."""
    code = "".join(letter for letter in text.upper() if letter not in " -\u2013\u00a0")
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return ""
    return code if check_character(code[:-1]) == code[-1] else ""


def spaced(code: str) -> str:
    """The code as it is printed: "ABCD-EFGH-JKMN"."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))
