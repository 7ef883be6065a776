"""Steps under a lent role: in whose name they stand, whom they separate, and what a revocation in between decides."""

import json
import threading
import time

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from accounts import delegations, tokens
from accounts.models import User
from accounts.roles import Role
from sites import ledger
from sites.models import Event, Site
from tests import factories
from tests.conftest import build_cast
from workflows import inbox, permission
from workflows.models import Process
from workflows.owners import owners_at
from workflows.refusals import NotPermitted
from workflows.timeline import entry_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(english_pages):
    """The sentences below are the English ones."""


@pytest.fixture
def stand_in(cast):
    """An officer who looks only, to whom the Kodim's officer lends his role."""
    return factories.user("wakil", Role.VIEWER, "62.02", office="Kodim 1015/Sampit", full_name="Wakil Kodim")


def again(person) -> User:
    """The person as the next request finds him."""
    return User.objects.get(pk=person.pk)


def objection(plot, step: str, person) -> str:
    process = plot.row
    return permission.objection(process.steps[step], process, again(person))


# --- in whose name ---


def test_the_record_says_who_acted_and_for_whom(plot, stand_in):
    plot.surveyed()
    factories.lend(plot.cast.kodim, stand_in)
    plot.take("verify", again(stand_in))
    event = Event.objects.get(step="verify")
    assert (event.actor, event.on_behalf_of) == (stand_in, plot.cast.kodim)
    assert (event.actor_role, event.actor_office) == ("district_command", "Kodim 1015/Sampit")
    assert entry_of(event).by == "Wakil Kodim for Kodim"
    assert plot.row.actors["verify"] == sorted([stand_in.pk, plot.cast.kodim.pk])
    assert list(ledger.verify()) == []


def test_under_his_own_role_nobody_else_is_named(plot, stand_in):
    plot.surveyed()
    factories.assign(stand_in, Role.DISTRICT_COMMAND, "62", office="Korem 102")
    factories.lend(plot.cast.kodim, stand_in)
    plot.take("verify", again(stand_in))
    event = Event.objects.get(step="verify")
    assert (event.on_behalf_of, event.on_behalf_of_name, event.actor_office) == (None, "", "Korem 102")
    assert plot.row.actors["verify"] == [stand_in.pk]


def test_opening_and_files_stand_in_the_same_name(site, cast):
    helper = factories.user("kaur", Role.VIEWER, site.code, full_name="Kaur")
    factories.lend(cast.village_officer, helper)
    work = factories.Work("land_verification", site, cast, opener=again(helper))
    work.photos("plot_photo", again(helper), 1)
    names = set(Event.objects.filter(process_id=work.process.pk).values_list("verb", "on_behalf_of_name"))
    assert names == {("started", "Kades"), ("evidence_added", "Kades")}
    assert work.row.actors["start"] == sorted([helper.pk, cast.village_officer.pk])


def test_a_rule_set_aside_under_a_lent_role_says_so(site, cast, stand_in):
    factories.lend(cast.kodim, stand_in)
    cast.kodim = again(stand_in)
    factories.begun_outlet(site, cast)
    waived = Event.objects.get(verb="waived")
    assert (waived.actor_name, waived.on_behalf_of_name) == ("Wakil Kodim", "Kodim")


def test_page_and_receipt_say_it_before_and_after(plot, stand_in):
    plot.surveyed()
    factories.lend(plot.cast.kodim, stand_in)
    client = Client()
    client.force_login(stand_in)
    page = reverse("take_step", args=[plot.site.code, "land_verification", plot.process.pk, "verify"])
    text = client.get(page).content.decode()
    assert "It stands in the record as taken by Wakil Kodim for Kodim." in text
    form = client.get(page).context
    sent = {"version": plot.version, "client_id": form["envelope"]["client_id"].value(), "take": "verify"}
    done = client.post(page, {**sent, "step": "verify"}, follow=True).content.decode()
    assert "Recorded as taken by Wakil Kodim for Kodim." in done
    assert "Wakil Kodim for Kodim" in client.get(reverse("site_detail", args=[plot.site.code])).content.decode()


# --- whose turn ---


def test_the_lent_duty_stands_in_the_inbox_and_says_whose_it_is(plot, stand_in):
    plot.surveyed()
    assert inbox.queues(again(stand_in)) == []
    factories.lend(plot.cast.kodim, stand_in)
    assert [queue.step.name for queue in inbox.queues(again(stand_in))] == ["verify"]
    client = Client()
    client.force_login(stand_in)
    assert "for Kodim" in client.get(reverse("inbox")).content.decode()


def test_the_office_that_is_awaited_stays_the_givers(plot, stand_in):
    plot.surveyed()
    factories.lend(plot.cast.kodim, stand_in)
    owners = owners_at([Role.DISTRICT_COMMAND], [plot.site.code])[plot.site.code]
    assert owners[Role.DISTRICT_COMMAND].names == ["Kodim 1015/Sampit"]


# --- separation ---


def test_a_delegate_of_the_surveyor_does_not_verify(plot):
    """Also under a role of his own: he acts for the one whose work is judged."""
    plot.surveyed()
    second = factories.user("kodim2", Role.DISTRICT_COMMAND, "62.02")
    assert objection(plot, "verify", second) == ""
    factories.lend(plot.cast.field_officer, second)
    assert "taken by or for Babinsa, for whom you act" in objection(plot, "verify", second)
    assert inbox.queues(again(second)) == []


def test_what_was_done_for_a_person_counts_as_his(plot):
    helper = factories.user("danramil", Role.VIEWER, "62.02.01", office="Koramil 1015-01")
    factories.lend(plot.cast.field_officer, helper)
    giver, plot.cast.field_officer = plot.cast.field_officer, again(helper)
    plot.surveyed()
    for person in (giver, helper):
        factories.assign(person, Role.DISTRICT_COMMAND, "62.02")
        assert "yourself" in objection(plot, "verify", person)


def test_the_givers_own_deed_separates_the_delegate(plot, stand_in):
    plot.surveyed()
    factories.assign(plot.cast.field_officer, Role.DISTRICT_COMMAND, "62.02")
    factories.lend(plot.cast.field_officer, stand_in, role=Role.DISTRICT_COMMAND)
    assert "for whom you act" in objection(plot, "verify", stand_in)


def test_who_acts_for_somebody_elsewhere_is_not_separated_here(plot):
    plot.surveyed()
    second = factories.user("kodim2", Role.DISTRICT_COMMAND, "62.02")
    elsewhere = factories.assign(plot.cast.field_officer, Role.ENGINEERING, "62.03")
    factories.lend(plot.cast.field_officer, second, role=elsewhere.role)
    assert objection(plot, "verify", second) == ""
    assert [queue.step.name for queue in inbox.queues(again(second))] == ["verify"]


# --- when it has ended ---


@pytest.mark.parametrize(("first", "last", "words"), [(-9, -1, "ended on"), (1, 9, "begins on")])
def test_outside_its_days_the_refusal_says_so(plot, stand_in, first, last, words):
    plot.surveyed()
    factories.lend(plot.cast.kodim, stand_in, first=first, last=last)
    with pytest.raises(NotPermitted, match=f"Your delegation for Kodim {words}"):
        plot.take("verify", again(stand_in))


def test_revoked_between_reading_and_deciding_the_gate_says_so(plot, stand_in):
    """The person's scope was read with the request; the row under its lock is what counts."""
    plot.surveyed()
    lent = factories.lend(plot.cast.kodim, stand_in)
    reader = again(stand_in)
    assert reader.scope.holds(Role.DISTRICT_COMMAND)
    delegations.revoke(delegation_id=lent.pk, by=again(plot.cast.kodim))
    with pytest.raises(NotPermitted, match="Your delegation for Kodim was revoked on"):
        plot.take("verify", reader)
    assert plot.state == "surveyed"
    assert not Event.objects.filter(step="verify").exists()


def test_the_page_of_a_revoked_delegate_says_so(plot, stand_in):
    plot.surveyed()
    lent = factories.lend(plot.cast.kodim, stand_in)
    client = Client()
    client.force_login(stand_in)
    page = reverse("take_step", args=[plot.site.code, "land_verification", plot.process.pk, "verify"])
    key = client.get(page).context["envelope"]["client_id"].value()
    delegations.revoke(delegation_id=lent.pk, by=again(plot.cast.kodim))
    sent = {"version": plot.version, "client_id": key, "step": "verify", "take": "verify"}
    answer = client.post(page, sent)
    assert answer.status_code == 403
    assert "Your delegation for Kodim was revoked on" in answer.content.decode()


def test_a_program_of_the_delegate_acts_and_is_refused_like_him(plot, stand_in):
    plot.surveyed()
    lent = factories.lend(plot.cast.kodim, stand_in)
    _record, token = tokens.issue(user=stand_in, name="x")
    client, path = Client(), f"/api/v1/processes/{plot.process.pk}"
    headers = {"authorization": f"Bearer {token}", "accept-language": "en"}
    steps = {step["name"]: step for step in client.get(path, headers=headers).json()["steps"]}
    assert steps["verify"]["acting_for"] == "Kodim"

    def verify(key: str):
        return client.post(
            f"{path}/steps/verify",
            json.dumps({"version": plot.version, "fields": {}}),
            content_type="application/json",
            headers={**headers, "idempotency-key": key},
        )

    delegations.revoke(delegation_id=lent.pk, by=again(plot.cast.kodim))
    refused = verify("one")
    assert refused.status_code == 403
    assert "Your delegation for Kodim was revoked on" in refused.json()["detail"]
    factories.lend(plot.cast.kodim, stand_in)
    assert verify("two").status_code == 200
    entry = client.get(f"/api/v1/sites/{plot.site.code}/events", headers=headers).json()["items"][-1]
    assert (entry["on_behalf_of"], entry["on_behalf_of_name"]) == (plot.cast.kodim.pk, "Kodim")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["step", "revocation"])
def test_between_a_revocation_and_a_step_the_lock_decides(transactional_db, first):
    """Whoever has the row is waited for: a step that was written stays, one that came second is refused."""
    plot = factories.Plot(factories.site("62.02.01.2001"), build_cast()).surveyed()
    stand_in = factories.user("wakil", Role.VIEWER, "62.02", full_name="Wakil Kodim")
    lent = factories.lend(plot.cast.kodim, stand_in)
    reader, giver, version = again(stand_in), again(plot.cast.kodim), plot.version
    assert reader.scope.holds(Role.DISTRICT_COMMAND)
    got = []

    def other() -> None:
        try:
            if first == "step":
                got.append(delegations.revoke(delegation_id=lent.pk, by=giver))
            else:
                got.append(plot.take("verify", reader, version=version))
        except NotPermitted as error:
            got.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        if first == "step":
            # What a step holds until it is written.
            assert delegations.hold(lent.pk) == ""
        else:
            delegations.revoke(delegation_id=lent.pk, by=giver)
        thread.start()
        time.sleep(0.4)
        assert got == []
    thread.join(timeout=30)
    if first == "step":
        assert got[0].revoked_at is not None
    else:
        assert isinstance(got[0], NotPermitted)
        assert Process.objects.get(pk=plot.process.pk).state == "surveyed"
    assert list(ledger.verify(Site.objects.all())) == []
