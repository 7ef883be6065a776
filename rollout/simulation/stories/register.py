"""An asset of a government as a simulated story enters it into the register."""

from accounts.roles import Role
from rollout.simulation.acts import Act
from rollout.simulation.desk import Desk

_KINDS = {
    "a": ("Tanah pekarangan kantor lama (contoh)", ["800", "1200", "1500"]),
    "b": ("Genset 10 kVA (contoh)", [""]),
    "c": ("Bangunan bekas kantor (contoh)", ["240", "420", "600"]),
}


def asset(desk: Desk, owner: str, kind: str) -> Act:
    """An asset of the owner (a region's code) is registered; ``kind`` is its inventory card: a, b or c."""
    description, areas = _KINDS[kind]
    facts = {
        "owner": owner,
        "kind": kind,
        "kib_number": f"SIM.{desk.strand[6:7].upper()}.{desk.place.code}",
        "description": description,
        "area_m2": desk.chance.choice(areas),
        "value": str(desk.chance.randrange(80, 900) * 1_000_000),
        "acquired_year": str(desk.chance.randint(1988, 2021)),
        "geometry": "",
        "source": "KIB simulasi",
    }
    return Act("asset", Role.COOPERATIVE_OFFICE, desk.strand, 0, fields=facts, today=("as_of",))
