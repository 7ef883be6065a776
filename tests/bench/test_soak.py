"""A short soak: reports and reads at once against a real server, whose memory is told before and after."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from bench import soak
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_few_seconds_of_reports_and_reads_are_told_with_their_memory(monkeypatch):
    for number in range(1, 5):
        factories.site(f"62.02.01.200{number}")
    people = {}

    def person(role: Role, _region: str = "62"):
        people[role] = factories.user(str(role))
        factories.assign(people[role], role, "62")
        return people[role]

    monkeypatch.setattr(soak.world, "person", person)
    # Pages name files that only a prepared installation has; what the map reads is as good a reader.
    monkeypatch.setattr(soak, "_paths", lambda begun: [reverse("map_layer"), reverse("map_names")])
    found = soak.run(outlets=4, seconds=4)
    assert [figure.name.partition(",")[0] for figure in found] == ["the web workers", "the background worker"]
    assert all(figure.ratio > 0.5 and figure.ours.endswith(" MB") for figure in found)
    assert " 0 reports" not in found[0].name
    assert " 0 reads" not in found[0].name


def test_what_grows_by_more_than_a_tenth_does_not_hold():
    assert soak.figure("x", 200.0, 219.0).held
    assert not soak.figure("x", 200.0, 221.0).held
