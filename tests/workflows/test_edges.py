"""The database's own copy of the legal state changes: it agrees with the declarations, and it refuses the rest."""

import pytest
from django.db import IntegrityError, connection, transaction

from sites.models import Site
from workflows import registry
from workflows.edges import edges_in_database
from workflows.flows.land_verification import LandVerification
from workflows.models import Process

pytestmark = pytest.mark.django_db

FLOWS = {flow.kind_name: flow for flow in registry.flows()}


@pytest.mark.parametrize("kind", FLOWS)
def test_declaration_and_database_agree(kind):
    """When this fails, a migration with what ``describe_workflows --edges`` prints is missing."""
    assert edges_in_database(kind) == registry.edges(FLOWS[kind])


def test_an_unknown_workflow_has_no_edges():
    assert edges_in_database("nothing") == set()


def undeclared(flow) -> list[tuple[str, str]]:
    legal = registry.edges(flow)
    return [(a, b) for a in flow.State.values for b in flow.State.values if a != b and (a, b) not in legal]


@pytest.mark.parametrize(("source", "target"), undeclared(LandVerification))
def test_an_undeclared_change_is_refused(plot, source, target):
    force(plot.process, source)
    with pytest.raises(IntegrityError, match="no step leads"), transaction.atomic():
        Process.objects.filter(pk=plot.process.pk).update(state=target)
    assert plot.state == source


@pytest.mark.parametrize(("source", "target"), sorted(edge for edge in registry.edges(LandVerification) if edge[0]))
def test_a_declared_change_passes(plot, source, target):
    force(plot.process, source)
    Process.objects.filter(pk=plot.process.pk).update(state=target)
    assert plot.state == target


def test_a_state_that_is_none_is_refused(plot):
    with pytest.raises(IntegrityError, match="no step leads"), transaction.atomic():
        Process.objects.filter(pk=plot.process.pk).update(state="finished")


def insert(site: Site, **columns) -> None:
    values = {"kind": "land_verification", "state": "draft", "version": 1, "actors": "{}"}
    values |= {"rounds": "{}", "standing": "{}", "escalations": "{}", "duties_since": "{}", "opened_as": ""} | columns
    names = ", ".join(values)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO workflows_process (site_id, opened_at, state_since, waived, simulated, {names}) "
            f"VALUES (%s, now(), now(), false, false, {', '.join(['%s'] * len(values))})",
            [site.pk, *values.values()],
        )


@pytest.mark.parametrize("state", [value for value in LandVerification.State.values if value != "draft"])
def test_a_process_cannot_be_put_in_at_a_later_state(site, state):
    with pytest.raises(IntegrityError, match="no step leads"):
        insert(site, state=state)


def test_a_process_is_put_in_at_its_first_state(site):
    insert(site)
    assert Process.objects.filter(site=site).count() == 1


def test_an_undeclared_workflow_is_refused(site):
    with pytest.raises(IntegrityError, match="not declared"):
        insert(site, kind="invented")


def test_the_kind_never_changes(plot):
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Process.objects.filter(pk=plot.process.pk).update(kind="invented")


def test_the_database_allows_one_accepted_plot_per_site(plot):
    insert(plot.site)
    one, other = Process.objects.filter(site=plot.site)
    force(one, "verified")
    force(other, "verified")
    Process.objects.filter(pk=one.pk).update(state="accepted")
    with pytest.raises(IntegrityError, match="process_single_land_verification"), transaction.atomic():
        Process.objects.filter(pk=other.pk).update(state="accepted")


def force(process, state: str) -> None:
    """Put the process into a state past the trigger, to try what may follow."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE workflows_process SET state = %s WHERE id = %s", [state, process.pk])
        cursor.execute("SET session_replication_role = origin")
