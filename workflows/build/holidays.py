"""Build ``data/holidays.csv``: Indonesia's public holidays and days of joint leave.

    pip install holidays==0.109
    python -m workflows.build.holidays 2025 2026 2027

Columns: day (ISO), name (Indonesian), kind ("national" or "joint_leave"), estimated ("yes" where the day follows the
moon and was not yet decreed when the package was made). The days are those of the joint decrees of the ministers of
religion, manpower and administrative reform (SKB 3 Menteri), as the package holds them.
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "data" / "holidays.csv"
ESTIMATED = " (perkiraan)"
JOINT_LEAVE = "Cuti Bersama"


def rows(years: list[int]) -> Iterator[tuple[str, str, str, str]]:
    """(day, name, kind, estimated) of every holiday of the years, in order."""
    from holidays import country_holidays  # only this script needs the package

    days = country_holidays("ID", years=years, categories=("government", "public"), language="id")
    for day, name in sorted(days.items()):
        kind = "joint_leave" if name.startswith(JOINT_LEAVE) else "national"
        yield day.isoformat(), name.removesuffix(ESTIMATED), kind, "yes" if name.endswith(ESTIMATED) else ""


def main() -> None:
    """Write the list for the years named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("years", type=int, nargs="+")
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["day", "name", "kind", "estimated"])
        writer.writerows(rows(parser.parse_args().years))


if __name__ == "__main__":
    main()
