"""``make bench``: build databases, take every figure, print the tables, keep them in docs/performance.md."""

import argparse
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from bench import page

SECTIONS = {
    "steps": "One step of a workflow",
    "layer": "The map's layer of the whole province",
    "pages": "Pages",
    "map_browser": "The map in a browser",
    "memory": "Memory",
    "reports": "Reports from phones",
    "phone_app": "The app on a slow phone",
    "faults": "Reports from phones over a harmful line",
    "soak": "Memory in the long run",
    "writers": "Steps by many at once",  # last: it leaves hundreds of plots on one site, which no page ever shows
    "nation": "The whole country",
    "dashboards": "Dashboards over the whole country",
    "past": "The register on past days",
}
# In a database of their own, which takes long to make.
OF_COUNTRY = ("nation", "dashboards", "past")


def main(words: list[str]) -> int:
    """Run all sections, or the named ones, and keep their tables; a run of another size than the usual keeps none."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollout.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    django.setup()
    from bench import nation_world, page_figure, soak, world

    size = nation_world.Size()
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=main.__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--copies", type=int, default=size.copies, help="of a regency, for the whole country")
    parser.add_argument("--entries", type=int, default=size.entries, help="in the whole country's ledger")
    parser.add_argument("--seconds", type=float, default=page_figure.SECONDS, help="for each page, and for its floor")
    parser.add_argument("--minutes", type=float, default=soak.SECONDS / 60, help="of the soak")
    asked = parser.parse_args(words)
    if unknown := set(asked.sections) - set(SECTIONS):
        parser.error(f"no such section: {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    page_figure.SECONDS, soak.SECONDS = asked.seconds, asked.minutes * 60
    size = nation_world.Size(copies=asked.copies, entries=asked.entries)
    keep = asked == parser.parse_args(asked.sections)
    sections = asked.sections or list(SECTIONS)
    if of_province := [section for section in sections if section not in OF_COUNTRY]:
        with scratch_database():
            world.build()
            for section in of_province:
                measure(section, keep=keep)
    if of_country := [section for section in sections if section in OF_COUNTRY]:
        with scratch_database():
            nation_world.build(size)
            for section in of_country:
                measure(section, keep=keep)
    return 0


@contextmanager
def scratch_database() -> Iterator[None]:
    """A migrated database and a folder for files of the benchmark's own, both removed afterwards."""
    from django.db import connection
    from django.test.utils import override_settings

    own = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{own}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=Path(folder)):
            yield
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)


def measure(section: str, *, keep: bool) -> None:
    """Take the section's figures, print them, and keep them in the page."""
    about = page.circumstances()
    rows = [figure.row() for figure in importlib.import_module(f"bench.{section}").figures()]
    lines = page.table(SECTIONS[section], about, rows)
    print(lines, flush=True)
    if keep:
        page.keep(lines, list(SECTIONS.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
