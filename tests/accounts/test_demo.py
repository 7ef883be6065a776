"""Demonstration accounts: one login per role, people for a simulation, and never in production."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts import demo
from accounts.models import Assignment, Delegation, Office, User
from accounts.offices import load_offices
from accounts.roles import Role
from sites import ledger, services
from sites.authorship import Authorship
from tests import factories

pytestmark = pytest.mark.django_db

ROLES = set(Role) - {Role.CLOCK}


@pytest.fixture
def province():
    for code in ("62.02.06.2005", "62.02.05.1001", "62.03.01.2001"):
        factories.region(code)
    load_offices()


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("demo_accounts", *words, stdout=out)
    return out.getvalue()


# --- the easy logins ---


def test_there_is_one_login_for_every_role_people_hold(province):
    run()
    people = User.objects.filter(is_demo=True)
    assert {person.username for person in people} == {person.username for person in demo.LOGINS}
    assert set(Assignment.objects.values_list("role", flat=True)) == {str(role) for role in ROLES}
    assert all("(contoh)" in person.full_name for person in people)


def test_each_can_log_in_with_the_shared_password(province):
    run()
    for person in demo.LOGINS:
        answer = Client().post(reverse("login"), {"username": person.username, "password": demo.PASSWORD})
        assert answer.status_code == 302, person.username


def test_only_the_administrator_reaches_the_admin(province):
    run()
    staff = User.objects.filter(is_staff=True)
    assert [(person.username, person.is_superuser) for person in staff] == [("admin", True)]
    browser = Client()
    browser.force_login(staff.get())
    assert browser.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize(
    ("username", "region", "office"),
    [
        ("kades", "62.02.06.2005", None),
        ("babinsa", "62.02.06", "Kodim 1015/Sampit"),
        ("kodim", "62.02", "Kodim 1015/Sampit"),
        ("zidam", "62", "Zidam XXII/Tambun Bungai"),
        ("dinkop", "62.02", "Dinas Koperasi dan UKM Kabupaten Kotawaringin Timur"),
        ("bpkad", "62.02", "BPKAD Kabupaten Kotawaringin Timur"),
        ("bupati", "62.02", "Bupati Kotawaringin Timur"),
        ("sekda", "62.02", None),
        ("kominfo", "62.02", "Dinas Kominfo Kabupaten Kotawaringin Timur"),
        ("provinsi", "62", "Dinas Koperasi dan UKM Provinsi Kalimantan Tengah"),
        ("bpkp", "62", "BPKP Perwakilan Provinsi Kalimantan Tengah"),
        ("kominfoprov", "62", "Diskominfosantik Provinsi Kalimantan Tengah"),
        ("bank", "62", "Bank Kalteng"),
        ("admin", "62", None),
    ],
)
def test_each_stands_in_its_place_and_office(province, username, region, office):
    run()
    assignment = Assignment.objects.select_related("office").get(user__username=username)
    assert assignment.region_id == region
    assert (assignment.office.name if assignment.office else None) == office


def test_the_secretary_acts_for_the_bupati(province):
    run()
    run()
    lent = Delegation.objects.get()
    assert (lent.giver.username, lent.receiver.username) == demo.LENT
    sekda = User.objects.get(username="sekda")
    assert [grant.for_user for grant in sekda.scope.grants_at("62.02", {Role.REGION_HEAD})] == [lent.giver.pk]


def test_a_second_run_mends_and_doubles_nothing(province):
    run()
    kades = User.objects.get(username="kades")
    kades.set_password("something else")
    kades.is_active = False
    kades.save()
    factories.assign(kades, Role.ADMIN, "62")
    run()
    kades = User.objects.get(username="kades")
    assert kades.is_active
    assert kades.check_password(demo.PASSWORD)
    assert [row.role for row in kades.assignments.all()] == [Role.VILLAGE_OFFICER]
    assert User.objects.count() == len(demo.LOGINS)


def test_without_offices_the_accounts_are_made_all_the_same(province):
    Office.objects.all().update(parent=None, successor=None)
    Office.objects.all().delete()
    run()
    assert Assignment.objects.filter(office=None).count() == len(demo.LOGINS)


def test_a_real_person_of_that_name_is_left_alone(province):
    factories.user("kades", full_name="Orang Asli")
    with pytest.raises(CommandError, match="kades"):
        run()
    assert not User.objects.filter(is_demo=True).exists()


def test_missing_regions_are_said():
    with pytest.raises(CommandError, match="load_regions 62"):
        run()


# --- where they are not allowed ---


def test_production_makes_none(province, settings):
    settings.DEMO_ACCOUNTS_ALLOWED = False
    for make in (run, lambda: demo.create_actors(["62"])):
        with pytest.raises((CommandError, demo.DemoRefused)):
            make()
    assert not User.objects.exists()


def test_production_shows_none(province, settings):
    run()
    settings.DEMO_ACCOUNTS_ALLOWED = False
    assert demo.logins() == []
    assert demo.PASSWORD not in run("--list")


# --- the list ---


def test_the_list_shows_name_role_office_and_password(province):
    run()
    lines = run("--list").splitlines()
    assert len(lines) == 1 + len(demo.LOGINS)
    by_name = {line.split()[0]: line for line in lines[1:]}
    assert "Kodim 1015/Sampit" in by_name["kodim"]
    assert str(Role.DISTRICT_COMMAND.label) in by_name["kodim"]
    assert all(line.endswith(demo.PASSWORD) for line in by_name.values())


def test_the_login_page_gets_the_same(province):
    assert demo.logins() == []
    run()
    found = demo.logins()
    assert [login[0] for login in found] == [person.username for person in demo.LOGINS]
    assert found[0] == ("kades", str(Role.VILLAGE_OFFICER.label), "Desa Tempat 62.02.06.2005")


def test_the_login_page_shows_them_where_they_are_allowed(province, settings):
    assert demo.PASSWORD not in Client().get(reverse("login")).content.decode()
    run()
    page = Client().get(reverse("login")).content.decode()
    assert demo.PASSWORD in page
    assert all(f"<code>{person.username}</code>" in page for person in demo.LOGINS)
    settings.DEMO_ACCOUNTS_ALLOWED = False
    assert demo.PASSWORD not in Client().get(reverse("login")).content.decode()


def test_a_deactivated_account_is_not_listed(province):
    run()
    User.objects.filter(username="kades").update(is_active=False)
    assert "kades" not in [login[0] for login in demo.logins()]


# --- the people of a simulation ---


def test_each_regency_has_two_for_every_deciding_role(province):
    demo.create_actors(["62"])
    for regency in ("62.02", "62.03"):
        for role in (Role.DISTRICT_COMMAND, Role.COOPERATIVE_OFFICE, Role.ASSET_OFFICE):
            assert Assignment.objects.filter(region=regency, role=role).count() == 2


def test_each_district_has_a_village_officer_and_a_babinsa(province):
    demo.create_actors(["62"])
    for district in ("62.02.05", "62.02.06", "62.03.01"):
        roles = set(Assignment.objects.filter(region=district).values_list("role", flat=True))
        assert roles == {"village_officer", "field_officer"}


@pytest.mark.parametrize(
    ("region", "regencies", "districts"),
    [
        ("62", {"62.02", "62.03"}, {"62.02.05", "62.02.06", "62.03.01"}),
        ("62.03", {"62.03"}, {"62.03.01"}),
        ("62.02.06", {"62.02"}, {"62.02.06"}),
        ("62.02.06.2005", {"62.02"}, {"62.02.06"}),
    ],
)
def test_narrow_regions_bring_the_offices_above_them(province, region, regencies, districts):
    demo.create_actors([region])
    codes = set(Assignment.objects.values_list("region_id", flat=True))
    assert codes == regencies | districts


def test_the_actors_are_not_among_the_easy_logins(province):
    run()
    demo.create_actors(["62"])
    assert len(demo.logins()) == len(demo.LOGINS)
    assert User.objects.get(username="kodim1-62.03").check_password(demo.PASSWORD)


# --- removing ---


def test_removing_takes_every_demonstration_account_and_no_other(province):
    run()
    demo.create_actors(["62"])
    real = factories.user("asli")
    run("--remove")
    assert list(User.objects.all()) == [real]


def test_who_stands_in_the_ledger_is_not_removed_before_the_simulation(province):
    run()
    site = factories.site("62.02.06.2005")
    ledger.record(site, verb="relocated", by=Authorship.of(User.objects.get(username="kades")))
    services.save(site, [])
    with pytest.raises(CommandError, match="simulate_rollout --remove"):
        run("--remove")
    assert User.objects.filter(is_demo=True).count() == len(demo.LOGINS)
