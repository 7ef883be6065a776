"""``make bench``: build a database, take every figure, print the tables, keep them in docs/performance.md."""

import importlib
import os
import platform
import sys
from datetime import date
from pathlib import Path

import django

SECTIONS = {
    "steps": "One step of a workflow",
    "layer": "The map's layer of the whole province",
    "pages": "Pages",
    "memory": "Memory",
    "writers": "Steps by many at once",  # last: it leaves hundreds of plots on one site, which no page ever shows
}
PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
START, END = "<!-- figures -->", "<!-- end of figures -->"


def main(wanted: list[str]) -> int:
    """Run all sections, or the named ones; the page is written only when all were run."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollout.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    unknown = set(wanted) - set(SECTIONS)
    if unknown:
        print(f"no such section: {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}", file=sys.stderr)
        return 2
    django.setup()
    from django.db import connection

    from bench import world

    connection.settings_dict["TEST"]["NAME"] = f"bench_{connection.settings_dict['NAME']}"
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    lines = []
    try:
        world.build()
        for section in wanted or SECTIONS:
            lines += [
                "",
                f"## {SECTIONS[section]}",
                "",
                "| | ours | beside it | ratio | bound | held |",
                "|---|---|---|---|---|---|",
            ]
            lines += [figure.row() for figure in importlib.import_module(f"bench.{section}").figures()]
            print("\n".join(lines[-10:]), flush=True)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    if not wanted:
        write(lines)
    return 0


def write(lines: list[str]) -> None:
    """Put the tables between the page's two marks."""
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(START)
    _, _, tail = rest.partition(END)
    about = f"Measured {date.today():%d %b %Y}, Python {platform.python_version()}, {os.cpu_count()} cores, one run."
    PAGE.write_text(f"{head}{START}\n\n{about}\n" + "\n".join(lines) + f"\n\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
