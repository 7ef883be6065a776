"""The administration answers hostile addresses and choices with a page, never with a fault."""

import itertools

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import Office, User
from rollout import context
from tests import factories

pytestmark = pytest.mark.django_db

LISTS = [f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry]
HOSTILE = ["%00", "9" * 30, "-1", "%ff", "0001-01-01", "x" * 3000]
PARAMETERS = ["q", "o", "p", "pk__in", "_to_field", "_changelist_filters", "a__b__c"]
# What the lists themselves offer, and what an address can ask of any column.
OF_A_LIST = {
    "admin:sites_site_changelist": ["code", "stage__exact", "position_source__exact", "position_as_of__year"],
    "admin:sites_event_changelist": ["recorded_at__year", "seq__range", "client_id", "changes__a"],
    "admin:accounts_user_changelist": ["is_active__exact", "date_joined__year"],
    "admin:accounts_office_changelist": ["kind__exact", "valid_from__year", "valid_from__gte"],
    "admin:accounts_assignment_changelist": ["region__code", "role__exact", "user__id__exact", "valid_to__month"],
    "admin:gis_data_boundary_changelist": ["region__kind__exact", "official__exact", "source", "as_of__year"],
    "admin:gis_data_region_changelist": ["kind__exact", "code__startswith"],
}


@pytest.fixture
def desk(db):
    """A browser of somebody who may do everything in the administration; a fault does not stop the test."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("pengelola", "p@example.go.id", "x" * 12))
    factories.site("62.02.01.2001")
    return client


def faults(answers) -> list:
    return [asked for asked, answer in answers if answer.status_code not in {200, 302, 400, 403, 404}]


MARKED = ["", "login/", "sites/site/", "sites/event/", "accounts/office/add/?_popup=1", "password_change/"]


@pytest.mark.parametrize("path", MARKED)
def test_simulated_data_are_announced_on_every_page(desk, monkeypatch, path):
    if path == "login/":
        desk.logout()
    monkeypatch.setattr(context, "simulated", lambda: True)
    announced = "Data simulasi — hanya untuk peragaan"
    assert announced in desk.get(f"/admin/{path}", follow=True).content.decode()
    monkeypatch.setattr(context, "simulated", lambda: False)
    assert announced not in desk.get(f"/admin/{path}", follow=True).content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_no_address_of_a_list_is_a_fault(desk, name):
    names = [*PARAMETERS, *OF_A_LIST.get(name, [])]
    asked = [f"{reverse(name)}?{one}={value}" for one, value in itertools.product(names, HOSTILE)]
    assert faults((address, desk.get(address)) for address in asked) == []


@pytest.mark.parametrize("name", LISTS)
def test_no_address_of_an_object_is_a_fault(desk, name):
    keys = ["%00", "9" * 30, "%ff", "_00"]
    asked = [f"{reverse(name)}{key}/{page}/" for key, page in itertools.product(keys, ("change", "history", "delete"))]
    assert faults((address, desk.get(address)) for address in asked) == []


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("chosen", ["\x00", "x", "9" * 30])
def test_no_choice_of_rows_is_a_fault(desk, name, chosen):
    answer = desk.post(reverse(name), {"action": "delete_selected", "_selected_action": chosen})
    assert faults([(chosen, answer)]) == []


def test_what_is_wrong_is_said_on_a_page_of_ours(desk):
    answer = desk.get(reverse("admin:accounts_assignment_changelist") + "?region__code=%00")
    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_only_the_database_finds_wrong_is_said_too(desk):
    """Not inside a transaction of the test's, which the database would end at the first such error."""
    assert desk.get(reverse("admin:gis_data_region_changelist") + "?name__regex=[").status_code == 400


def test_a_fault_of_ours_stays_a_fault(desk, monkeypatch):
    def broken(self, request):
        raise ValueError("ours")

    monkeypatch.setattr(type(admin.site._registry[Group]), "get_queryset", broken)
    assert desk.get(reverse("admin:auth_group_changelist")).status_code == 500


def test_what_is_typed_is_kept_clean_and_dated_within_reason(desk):
    empty = {f"children-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    typed = {**empty, "name": "Kodim\u200b 1015\u202e", "kind": "kodim", "source": "Skep", "valid_from": "2025-09-10"}
    assert desk.post(reverse("admin:accounts_office_add"), {**typed, "valid_from": "0202-09-10"}).status_code == 200
    assert not Office.objects.exists()
    assert desk.post(reverse("admin:accounts_office_add"), typed).status_code == 302
    assert Office.objects.get().name == "Kodim 1015"
