"""Somebody for every role in every relation to one village, by few statements."""

from accounts.models import Assignment, User
from accounts.roles import Role
from tests import factories

SITE = "62.02.01.2001"
# How a person's region may lie to the site's village.
OWN = {"own village": SITE, "own district": "62.02.01", "own regency": "62.02", "own province": "62"}
OTHER = {
    "neighbour village": "62.02.01.2002",
    "neighbour district": "62.02.02",
    "neighbour regency": "62.03",
    "another province": "63",
}
RELATIONS = OWN | OTHER
# What a person can be given: the clock's role is time's own.
ROLES = [role for role in Role if role != Role.CLOCK]


def everybody() -> dict[tuple[str, str], User]:
    """(role, relation) to the one person who holds that role there, and nothing else."""
    for code in RELATIONS.values():
        factories.region(code)
    keys = [(role.value, relation) for role in ROLES for relation in RELATIONS]
    names = [f"{role} {relation}".replace(" ", "-") for role, relation in keys]
    people = User.objects.bulk_create(User(username=name, full_name=name) for name in names)
    Assignment.objects.bulk_create(
        Assignment(user=person, role=role, region_id=RELATIONS[relation])
        for person, (role, relation) in zip(people, keys, strict=True)
    )
    return dict(zip(keys, people, strict=True))
