"""The ledger's chain: how an entry is written as bytes, hashed, and checked. Standard library only.

This one file is used by the product and is copied as ``verify.py`` into every exported bundle, so that an auditor
checks entries without the product and without trusting the server: ``python3 verify.py events.jsonl [heads.json]``.

An entry is a JSON object with the keys of ``FIELDS`` and ``hash``. The hash is SHA-256 over the canonical JSON of the
FIELDS: UTF-8, keys sorted, no blanks, no floats. ``previous_hash`` is the hash of the site's entry before it, empty
for the first.
"""

import hashlib
import json
import sys
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


def canonical(entry: dict) -> bytes:
    """The bytes that are hashed. Raises ValueError on a float, whose text differs between programs."""
    body = {field: entry[field] for field in FIELDS}
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
        missing = [field for field in (*FIELDS, "hash") if field not in entry]
        if missing:
            yield f"{entry.get('site', '?')}#{entry.get('seq', '?')}: fields are missing: {', '.join(missing)}."
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
        if digest(entry) != entry["hash"]:
            yield f"{name}: its content was changed after it was written."
        seen[site] = (max(seq, last_seq), entry["hash"])
    for site, head in (heads or {}).items():
        last_seq, last_hash = seen.get(site, (0, ""))
        if last_seq < head["seq"]:
            yield f"{site}: the last entries are missing: the chain ends at #{last_seq}, not at #{head['seq']}."
        elif (last_seq, last_hash) != (head["seq"], head["hash"]):
            yield f"{site}: the chain ends at #{last_seq} with another hash than the register's."
    if heads is not None:
        yield from (f"{site}: has entries but is not in the list of chain ends." for site in seen if site not in heads)


def root(heads: dict[str, dict]) -> str:
    """One hash over all chain ends: written down or published, it later proves that nothing before it changed."""
    lines = "".join(f"{site} {head['seq']} {head['hash']}\n" for site, head in sorted(heads.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _exact(value):
    if isinstance(value, float):
        raise ValueError("A ledger entry holds no floats; write the number as text.")
    if isinstance(value, dict):
        return {str(key): _exact(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_exact(item) for item in value]
    return value


def main(arguments: list[str]) -> int:
    """Check a bundle's files and say the result; 0 when whole, 1 when not, 2 when the call is wrong."""
    if not 1 <= len(arguments) <= 2:
        print("usage: python3 verify.py events.jsonl [heads.json]", file=sys.stderr)  # noqa: T201
        return 2
    with Path(arguments[0]).open(encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines if line.strip()]
    heads = json.loads(Path(arguments[1]).read_text(encoding="utf-8")) if len(arguments) == 2 else None
    found = list(problems(entries, heads))
    for problem in found:
        print(problem)  # noqa: T201
    if heads is not None:
        print(f"root of all chain ends: {root(heads)}")  # noqa: T201
    print(f"{len(entries)} entries, {len(found)} problems")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
