"""Taking a simulated end off a chain: the site is what it was, and what is real stays."""

import datetime

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, connection, transaction

from sites import ledger, services
from sites.authorship import Authorship
from sites.models import Event, Site
from sites.simulated import RESTORED_FIELDS, cut
from tests import factories

pytestmark = pytest.mark.django_db

COLUMNS = [*RESTORED_FIELDS, "ledger_seq", "ledger_head", "simulated", "processes", "states", "stage", "flags"]


def row(site: Site) -> dict:
    return Site.objects.filter(pk=site.pk).values(*COLUMNS).get()


def move(site: Site, by: Authorship, x: float, source: str = "surveyed") -> None:
    services.move(
        site,
        Point(x, -2.5, srid=4326),
        source=source,
        accuracy_m=7,
        as_of=datetime.date(2026, 1, 5),
        note="catatan",
        by=by,
    )
    services.save(site, services.POSITION_FIELDS)


@pytest.fixture
def demo():
    return Authorship.of(factories.user("contoh", is_demo=True))


def taken_off(site: Site) -> int:
    with transaction.atomic():
        held = services.locked(site.code)
        count = cut(held)
        services.save(held, RESTORED_FIELDS)
    return count


def test_everything_is_as_before_the_first_simulated_entry(site, demo):
    before = row(site)
    move(site, demo, 112.9)
    move(site, demo, 112.8, "document")
    services.close(site.code, reason="contoh", by=demo)
    assert row(site) != before
    assert taken_off(site) == 3
    assert row(site) == before
    assert list(ledger.verify()) == []


def test_a_real_relocation_before_it_stays(site, demo):
    move(site, Authorship.system("test"), 112.7)
    before = row(site)
    move(site, demo, 112.9)
    assert taken_off(site) == 1
    assert row(site) == before
    assert Event.objects.filter(site=site).count() == 2
    assert list(ledger.verify()) == []


def test_a_closing_that_was_real_is_put_back(site, demo):
    services.close(site.code, reason="Digabung.", by=Authorship.system("test"))
    before = row(site)
    services.reopen(site.code, reason="contoh", by=demo)
    taken_off(site)
    assert row(site) == before


def test_a_site_without_simulated_entries_keeps_its_chain(site):
    before = row(site)
    assert taken_off(site) == 0
    assert row(site) == before


def test_only_simulated_entries_can_be_deleted_at_all(site, demo):
    move(site, demo, 112.9)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(site=site).delete()
    assert Event.objects.filter(site=site).count() == 2


def test_the_database_refuses_to_take_an_entry_out_of_the_middle(site, demo):
    """It would leave a chain that does not verify, whoever deletes; the whole end goes, in however many statements."""
    move(site, demo, 112.9)
    move(site, demo, 112.8)
    last = Event.objects.filter(site=site).latest("seq")
    with pytest.raises(IntegrityError, match="is not deleted alone"), transaction.atomic():
        Event.objects.filter(site=site, seq=last.seq - 1).delete()
        check_now()
    with transaction.atomic():
        Event.objects.filter(site=site, seq=last.seq - 1).delete()
        Event.objects.filter(pk=last.pk).delete()
        check_now()


def check_now() -> None:
    """What the end of the outermost transaction would check."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
