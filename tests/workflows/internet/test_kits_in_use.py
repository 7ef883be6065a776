"""One kit, one place: what is offered, who gets it, where it came from."""

import pytest
from django.utils import timezone, translation

from tests import factories
from tests.workflows.connection import Connection, ago, day, kit
from tests.workflows.test_take_step_together import run_together
from workflows.models import Claim, Process
from workflows.refusals import Conflict, Invalid

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def connection_here(site, cast):
    return Connection(site, cast)


def sentences(refused) -> list[str]:
    return [one.sentence for one in refused.value.unmet]


def test_a_broken_kit_makes_room_for_another(connection_here, cast):
    here = connection_here.accepted()
    kit("KIT00002")
    here.fault(began=ago(days=1))
    change = {"kit": "KIT00002", "installed_on": day(0)}
    here.take("replace_kit", cast.kominfo, change, reason=("kit_broken", "Antena patah."))
    assert (here.state, here.row.kit_id) == ("fault", "KIT00002")
    assert [claim.resource for claim in Claim.objects.all()] == [f"kit:{here.row.kit.pk}"]


def test_a_moved_kit_names_the_place_it_came_from(connection_here, site, cast):
    other_site, third = factories.site("62.02.01.2002"), factories.site("62.02.01.2003")
    elsewhere = factories.site("62.03.01.2001")
    here = connection_here.accepted()
    move = ("more_urgent", "Dipindahkan ke desa tetangga.")
    for wrong in (site.code, elsewhere.code, "62.99.99.2001"):
        with pytest.raises(Invalid):
            here.take("relocate", cast.kominfo, {"relocated_to": wrong}, reason=move)
    here.take("relocate", cast.kominfo, {"relocated_to": other_site.code}, reason=move)
    assert not Claim.objects.exists()
    there = Connection(other_site, cast).surveyed().allocated(registered=False)
    assert there.row.former_id == here.process.pk
    assert there.row.computed_facts()[0].value.endswith(f"({site.code})")
    there.take("take_back", cast.kominfo, reason=("other_site_first", "Desa lain lebih siap."))
    stranger = Connection(third, cast).surveyed()
    row = stranger.row
    row.kit_id = "KIT00001"
    warning = next(one for one in row.steps["allocate"].warnings if one.code == "kit_meant_for_here")
    assert "to be installed at" in warning.unmet(row)


def test_a_kit_in_use_cannot_be_chosen_again(connection_here, cast):
    connection_here.surveyed().allocated()
    there = Connection(factories.site("62.02.01.2002"), cast).surveyed()
    with pytest.raises(Invalid) as refused:
        there.allocated(registered=False)
    assert refused.value.errors == {"kit": ["This cannot be chosen here, or is not free any more."]}


def test_kits_of_other_regions_retired_or_simulated_are_not_offered(connection_here, cast, site):
    kit("KIT00001", region="62.03")
    kit("KIT00002", region="63")
    kit("KIT00003", retired_at=timezone.now(), retired_because="broken")
    kit("KIT00004", simulated=True)
    kit("KIT00005", region="62")
    kit("KIT00006")
    offered = [one.serial_number for one in connection_here.row.offered("kit")]
    assert offered == ["KIT00006", "KIT00005"]


def test_two_sites_at_once_get_one_kit_once(connection_here, cast):
    here = connection_here.surveyed()
    there = Connection(factories.site("62.02.01.2002"), cast).surveyed()
    kit()
    results = run_together(*[lambda one=one: one.allocated(registered=False) for one in (here, there)])
    refused = [one for one in results if isinstance(one, Exception)]
    assert len(refused) == 1
    assert isinstance(refused[0], Conflict | Invalid), refused
    assert Claim.objects.count() == 1
    assert sorted(Process.objects.values_list("state", flat=True)) == ["allocated", "surveyed"]
