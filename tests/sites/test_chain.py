"""The chain of hashes: what it covers, and what it names when something was done to it."""

import json
import subprocess
import sys
import zipfile

import pytest

from sites import chain


def chain_of(length: int, site: str = "62.02.01.2001") -> list[dict]:
    entries, previous = [], ""
    for seq in range(1, length + 1):
        entry = dict.fromkeys(chain.FIELDS) | {
            "site": site,
            "seq": seq,
            "previous_hash": previous,
            "verb": "step",
            "changes": {"luas": [None, f"{seq}000"]},
            "evidence": [],
        }
        entry["hash"] = previous = chain.digest(entry)
        entries.append(entry)
    return entries


def heads_of(*chains: list[dict]) -> dict:
    return {entries[-1]["site"]: {"seq": entries[-1]["seq"], "hash": entries[-1]["hash"]} for entries in chains}


def test_a_whole_chain_has_no_problem():
    entries = chain_of(5)
    assert list(chain.problems(entries, heads_of(entries))) == []


@pytest.mark.parametrize("field", chain.FIELDS)
def test_a_change_of_any_field_is_found(field):
    entries = chain_of(3)
    changed = entries[1]
    changed[field] = {"site": changed["site"], "seq": 2}.get(field, "changed")
    if field == "site":
        changed["site"] = "62.02.01.2002"
    elif field == "seq":
        changed["seq"] = 7
    assert list(chain.problems(entries, heads_of(chain_of(3))))


def test_the_changed_entry_is_named():
    entries = chain_of(3)
    entries[1]["changes"] = {"luas": [None, "2001"]}
    assert list(chain.problems(entries)) == ["62.02.01.2001#2: its content was changed after it was written."]


def test_a_missing_entry_is_named():
    entries = chain_of(4)
    del entries[1]
    assert list(chain.problems(entries)) == ["62.02.01.2001#3: #2 is missing before it."]


def test_several_missing_entries_are_named():
    entries = chain_of(6)
    del entries[1:4]
    assert list(chain.problems(entries)) == ["62.02.01.2001#5: #2 to #4 is missing before it."]


def test_a_reordered_pair_is_named():
    entries = chain_of(4)
    entries[1], entries[2] = entries[2], entries[1]
    assert list(chain.problems(entries)) == [
        "62.02.01.2001#3: #2 is missing before it.",
        "62.02.01.2001#2: stands after #3; the entries were reordered or doubled.",
    ]


def test_a_cut_off_end_is_named():
    entries = chain_of(4)
    found = list(chain.problems(entries[:2], heads_of(entries)))
    assert found == ["62.02.01.2001: the last entries are missing: the chain ends at #2, not at #4."]


def test_a_chain_that_is_gone_altogether_is_named():
    assert list(chain.problems([], heads_of(chain_of(2)))) == [
        "62.02.01.2001: the last entries are missing: the chain ends at #0, not at #2."
    ]


def test_a_replaced_entry_with_a_right_hash_breaks_the_link():
    entries = chain_of(3)
    forged = {**entries[1], "actor_name": "Orang lain"}
    forged["hash"] = chain.digest(forged)
    entries[1] = forged
    assert list(chain.problems(entries)) == ["62.02.01.2001#3: does not follow #2; the entry before it was replaced."]


def test_a_wholly_rewritten_chain_is_found_by_its_end():
    rewritten = chain_of(3)
    for seq, entry in enumerate(rewritten):
        entry["actor_name"] = "Orang lain"
        entry["previous_hash"] = rewritten[seq - 1]["hash"] if seq else ""
        entry["hash"] = chain.digest(entry)
    assert list(chain.problems(rewritten)) == []
    assert list(chain.problems(rewritten, heads_of(chain_of(3)))) == [
        "62.02.01.2001: the chain ends at #3 with another hash than the register's."
    ]


def test_a_site_that_nobody_registered_is_named():
    entries = chain_of(2)
    assert list(chain.problems(entries, {})) == ["62.02.01.2001: has entries but is not in the list of chain ends."]


@pytest.mark.parametrize(
    "entry",
    [{"unreadable": 3}, {"site": "x"}, dict.fromkeys([*chain.FIELDS, "hash"])],
)
def test_what_is_no_entry_is_said_and_does_not_stop_the_check(entry):
    entries = chain_of(2)
    found = list(chain.problems([entries[0], entry, entries[1]]))
    assert len(found) == 1


def test_floats_are_refused_because_their_text_differs_between_programs():
    with pytest.raises(ValueError, match="float"):
        chain.canonical({**chain_of(1)[0], "changes": {"luas": [None, 1.5]}})


def test_a_float_in_a_file_counts_as_changed():
    entries = chain_of(1)
    entries[0]["changes"] = {"luas": [None, 1.5]}
    assert list(chain.problems(entries)) == ["62.02.01.2001#1: its content was changed after it was written."]


def test_the_root_moves_with_every_end_and_not_with_their_order():
    a, b = chain_of(3), chain_of(2, "62.02.01.2002")
    ends = heads_of(a, b)
    assert chain.root(ends) == chain.root(dict(reversed(ends.items())))
    assert chain.root(ends) != chain.root(heads_of(chain_of(4), b))


# --- as the stand-alone program ---


def run(tmp_path, entries: list, heads: dict | None) -> subprocess.CompletedProcess:
    lines = [entry if isinstance(entry, str) else json.dumps(entry) for entry in entries]
    (tmp_path / "events.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    arguments = ["events.jsonl"]
    if heads is not None:
        (tmp_path / "heads.json").write_text(json.dumps(heads), encoding="utf-8")
        arguments.append("heads.json")
    return subprocess.run(
        [sys.executable, "-I", "-S", chain.__file__, *arguments], cwd=tmp_path, capture_output=True, text=True
    )


def test_the_program_says_that_all_is_whole(tmp_path):
    entries = chain_of(3)
    done = run(tmp_path, entries, heads_of(entries))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"root of all chain ends: {chain.root(heads_of(entries))}",
        "3 entries, 0 problems",
    ]


def test_the_program_names_a_damaged_line_and_goes_on(tmp_path):
    entries = chain_of(3)
    done = run(tmp_path, [entries[0], json.dumps(entries[1])[:-20], entries[2]], heads_of(entries))
    assert done.returncode == 1
    assert "line 2: is not an entry; it was damaged or cut off." in done.stdout
    assert "62.02.01.2001#3: #2 is missing before it." in done.stdout
    assert done.stderr == ""


def test_the_program_explains_its_use(tmp_path):
    done = subprocess.run([sys.executable, "-I", "-S", chain.__file__], capture_output=True, text=True)
    assert done.returncode == 2
    assert "usage" in done.stderr


def test_an_entry_from_before_the_later_fields_keeps_its_hash():
    """The hash as the program before them wrote it."""
    (entry,) = chain_of(1)
    assert entry["hash"] == "659bf2cef47b8ff94532fca14d0710b89e2d90b0b4e6893740000c74f84748e5"
    silent = entry | {"on_behalf_of": None, "on_behalf_of_name": ""}
    assert chain.digest(silent) == entry["hash"]


@pytest.mark.parametrize("field", chain.LATER_FIELDS)
def test_a_later_field_is_covered_where_it_says_something(field):
    entries = chain_of(2)
    entries[1] |= {"on_behalf_of": 7, "on_behalf_of_name": "Bupati"}
    entries[1]["hash"] = chain.digest(entries[1])
    assert list(chain.problems(entries)) == []
    for changed in ({**entries[1], field: "8"}, {name: entries[1][name] for name in entries[1] if name != field}):
        assert list(chain.problems([entries[0], changed])) == [
            "62.02.01.2001#2: its content was changed after it was written."
        ]


@pytest.mark.parametrize("field", chain.LATER_FIELDS)
def test_a_later_field_put_into_an_older_entry_is_found(field):
    entries = chain_of(2)
    entries[0][field] = "somebody"
    assert list(chain.problems(entries)) == ["62.02.01.2001#1: its content was changed after it was written."]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing.jsonl"], "nothing.jsonl: No such file or directory"),
        (["events.jsonl", "nothing.json"], "nothing.json: No such file or directory"),
        (["events.jsonl", "events.jsonl"], "events.jsonl: is not a list of chain ends"),
        (["bundle.zip"], "bundle.zip: is a packed bundle; unpack it, then name its events.jsonl"),
    ],
)
def test_the_stand_alone_verifier_names_a_file_it_cannot_use(tmp_path, arguments, sentence):
    (tmp_path / "events.jsonl").write_text("not an entry\n")
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as bundle:
        bundle.write(tmp_path / "events.jsonl", "events.jsonl")
    done = subprocess.run(
        [sys.executable, "-I", "-S", chain.__file__, *arguments], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.strip() == sentence
