"""The tables of docs/performance.md: each is one run's, with its day and how busy the machine was before it."""

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
START, END = "<!-- figures -->\n", "<!-- end of figures -->"
_TITLE = "## "


def circumstances() -> str:
    """When and where, told before a section is run."""
    return (
        f"Measured {date.today():%d %b %Y} in one run: Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"load average {os.getloadavg()[0]:.1f} when it began."
    )


def table(title: str, about: str, rows: Iterable[str]) -> str:
    """One section of the page: its figures, and under which circumstances they were taken."""
    head = ["| | ours | beside it | ratio | bound | held |", "|---|---|---|---|---|---|"]
    return "\n".join([_TITLE + title, "", about, "", *head, *rows]) + "\n"


def keep(table: str, order: Sequence[str], path: Path = PAGE) -> None:
    """Put the table in the place of the one of the same title, or where ``order`` (of titles) wants it; what other runs
    measured stays."""
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    kept, _, after = rest.partition(END)
    tables = {_title(one): one for one in _split(kept)}
    tables[_title(table)] = table
    in_order = sorted(tables, key=lambda title: order.index(title) if title in order else len(order))
    path.write_text(before + START + "\n" + "\n".join(tables[title] for title in in_order) + "\n" + END + after)


def _split(text: str) -> list[str]:
    parts = ("\n" + text.strip() + "\n").split("\n" + _TITLE)
    return [_TITLE + part.strip() + "\n" for part in parts[1:]]


def _title(table: str) -> str:
    return table.partition("\n")[0].removeprefix(_TITLE)
