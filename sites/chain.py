"""The ledger's chain: how an entry is written as bytes, hashed, and checked. Standard library only.

This one file is used by the product and is copied as ``verify.py`` into every exported bundle, so that an auditor
checks entries without the product and without trusting the server: ``python3 verify.py events.jsonl [heads.json]``.

An entry is a JSON object with the keys of ``FIELDS`` and ``hash``, and those of ``LATER_FIELDS`` that say something.
The hash is SHA-256 over the canonical JSON of these: UTF-8, keys sorted, no blanks, no floats. ``previous_hash`` is the
hash of the site's entry before it, empty for the first.
"""

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

FIELDS = (
    "site",
    "seq",
    "previous_hash",
    "verb",
    "process_id",
    "process_kind",
    "process_version",
    "step",
    "before_state",
    "after_state",
    "reason_code",
    "reason_text",
    "changes",
    "evidence",
    "actor",
    "actor_name",
    "actor_role",
    "actor_office",
    "device_at",
    "recorded_at",
    "request_id",
    "client_id",
    "request_digest",
    "simulated",
)
# Fields that came later. They are hashed where they say something, so that every older entry keeps its hash.
LATER_FIELDS = (
    "on_behalf_of",
    "on_behalf_of_name",
)


def canonical(entry: dict) -> bytes:
    """The bytes that are hashed. Raises ValueError on a float, whose text differs between programs."""
    body = {field: entry[field] for field in FIELDS} | {
        field: entry[field] for field in LATER_FIELDS if entry.get(field)
    }
    return json.dumps(_exact(body), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(entry: dict) -> str:
    """The entry's own hash, in hexadecimal."""
    return hashlib.sha256(canonical(entry)).hexdigest()


def problems(entries: Iterable[dict], heads: dict[str, dict] | None = None) -> Iterator[str]:
    """What is wrong with the entries, a sentence each; nothing when every chain is whole.

    Entries must come site by site, each site's in the order of the file or table. ``heads`` maps a site's code to
    ``{"seq": n, "hash": h}``, the end its chain should have; with it a cut-off end is found too.
    """
    seen: dict[str, tuple[int, str]] = {}
    for entry in entries:
        unreadable = _unreadable(entry)
        if unreadable:
            yield unreadable
            continue
        site, seq = entry["site"], entry["seq"]
        last_seq, last_hash = seen.get(site, (0, ""))
        name = f"{site}#{seq}"
        if seq <= last_seq:
            yield f"{name}: stands after #{last_seq}; the entries were reordered or doubled."
        elif seq > last_seq + 1:
            yield f"{name}: #{last_seq + 1}{'' if seq == last_seq + 2 else f' to #{seq - 1}'} is missing before it."
        elif entry["previous_hash"] != last_hash:
            yield f"{name}: does not follow #{last_seq}; the entry before it was replaced."
        if not _is_unchanged(entry):
            yield f"{name}: its content was changed after it was written."
        if seq > last_seq:
            seen[site] = (seq, entry["hash"])
    for site, head in (heads or {}).items():
        last_seq, last_hash = seen.get(site, (0, ""))
        if last_seq < head["seq"]:
            yield f"{site}: the last entries are missing: the chain ends at #{last_seq}, not at #{head['seq']}."
        elif (last_seq, last_hash) != (head["seq"], head["hash"]):
            yield f"{site}: the chain ends at #{last_seq} with another hash than the register's."
    if heads is not None:
        yield from (f"{site}: has entries but is not in the list of chain ends." for site in seen if site not in heads)


class Root:
    """One hash over all chain ends: written down or published, it later proves that nothing before it changed."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, site: str, head: dict) -> None:
        """Take in the end of one chain; sites come in the order of their codes."""
        self._hash.update(f"{site} {head['seq']} {head['hash']}\n".encode())

    @property
    def value(self) -> str:
        """The hash, in hexadecimal."""
        return self._hash.hexdigest()


def root(heads: dict[str, dict]) -> str:
    """The root of all these chain ends."""
    total = Root()
    for site, head in sorted(heads.items()):
        total.add(site, head)
    return total.value


def read(lines: Iterable[bytes]) -> Iterator[dict]:
    """The entries of a bundle's file, one by one; a line that is none comes as ``{"unreadable": its number}``."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        yield entry if isinstance(entry, dict) else {"unreadable": number}


def _unreadable(entry: dict) -> str:
    """Why this is not an entry at all, in a sentence; "" when it is one."""
    if "unreadable" in entry:
        return f"line {entry['unreadable']}: is not an entry; it was damaged or cut off."
    name = f"{entry.get('site', '?')}#{entry.get('seq', '?')}"
    missing = [field for field in (*FIELDS, "hash") if field not in entry]
    if missing:
        return f"{name}: fields are missing: {', '.join(missing)}."
    if not isinstance(entry["seq"], int) or not isinstance(entry["site"], str):
        return f"{name}: has no number or no site; it was damaged."
    return ""


def _is_unchanged(entry: dict) -> bool:
    try:
        return digest(entry) == entry["hash"]
    except ValueError:  # a float, or text that is no text: no entry was ever written with one
        return False


def _exact(value):
    if isinstance(value, float):
        raise ValueError("A ledger entry holds no floats; write the number as text.")
    if isinstance(value, dict):
        return {str(key): _exact(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_exact(item) for item in value]
    return value


class _Counted:
    """Entries handed on one by one, and how many they were."""

    def __init__(self, entries: Iterator[dict]) -> None:
        self.entries, self.number = entries, 0

    def __iter__(self) -> Iterator[dict]:
        for entry in self.entries:
            self.number += 1
            yield entry


def main(arguments: list[str]) -> int:
    """Check a bundle's files and say the result; 0 when whole, 1 when not, 2 when the call is wrong."""
    if not 1 <= len(arguments) <= 2:
        print("usage: python3 verify.py events.jsonl [heads.json]", file=sys.stderr)  # noqa: T201
        return 2
    if zipfile.is_zipfile(arguments[0]):  # read as text, every line of it would seem a damaged entry
        print(f"{arguments[0]}: is a packed bundle; unpack it, then name its events.jsonl", file=sys.stderr)  # noqa: T201
        return 2
    try:
        heads = _ends(Path(arguments[1])) if len(arguments) == 2 else None
        found, count = _say_problems(Path(arguments[0]), heads)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)  # noqa: T201
        return 2
    except NoEnds as error:
        print(f"{error}: is not a list of chain ends", file=sys.stderr)  # noqa: T201
        return 2
    if heads is not None:
        print(f"root of all chain ends: {root(heads)}")  # noqa: T201
    print(f"{count} entries, {found} problems")  # noqa: T201
    return 1 if found else 0


class NoEnds(ValueError):
    """The second file is none that ``verify_ledger`` writes."""


def _ends(file: Path) -> dict:
    try:
        heads = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise NoEnds(file) from error
    if not isinstance(heads, dict):
        raise NoEnds(file)
    return heads


def _say_problems(events: Path, heads: dict | None) -> tuple[int, int]:
    """How many problems were said, and how many entries were read."""
    found = 0
    # Line by line: a bundle may be larger than the memory of the machine that checks it.
    with events.open("rb") as lines:
        counted = _Counted(read(lines))
        for problem in problems(counted, heads):
            found += 1
            print(problem)  # noqa: T201
    return found, counted.number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
