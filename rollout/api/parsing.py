"""A strict reader of JSON bodies: what no database text can hold, or what has no single meaning, is refused."""

import json

from django.http import HttpRequest
from ninja.parser import Parser

MAX_DEPTH = 40


class StrictParser(Parser):
    """UTF-8 JSON without NaN, doubled names, null characters, lone surrogates or bottomless nesting.

    Raises ValueError, which becomes 400.
    """

    def parse_body(self, request: HttpRequest) -> object:
        text = request.body.decode("utf-8")
        try:
            value = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_object)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        _check(value, MAX_DEPTH)
        return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _object(pairs: list[tuple[str, object]]) -> dict:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return made


def _check(value: object, depth: int) -> None:
    if depth == 0:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        value.encode("utf-8")  # a lone surrogate is a UnicodeEncodeError, which is a ValueError
        if "\x00" in value:
            raise ValueError("a null character")
    elif isinstance(value, dict):
        for name, item in value.items():
            _check(name, depth)
            _check(item, depth - 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth - 1)
