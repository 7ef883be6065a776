"""The card service from the terminal to daily totals; and that nobody who is paid can be written down."""

import json

import pytest
from django.db import models
from django.test import Client
from django.utils import translation

from accounts import tokens
from sites.models import Event
from tests import factories
from tests.factories import Work
from tests.workflows.flows.readiness_play import TODAY, day
from tests.workflows.pages import browser, envelope
from tests.workflows.test_take_step_together import run_together
from workflows import privacy, registry
from workflows.card.lines import DailyTotal
from workflows.flows.card_service import CardService
from workflows.models import Claim, Evidence
from workflows.refusals import GuardsUnmet, Invalid, NotPermitted, WrongState
from workflows.services.evidence import attach

pytestmark = pytest.mark.django_db(transaction=True)

NIK = "6202014101900001"
WRITTEN = [NIK, f"a.n. {NIK}", "6202 0141 0190 0001", "62.02.01.410190.0001", "1234567890123456"]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


class Counter(Work):
    """One card service."""

    def __init__(self, at, cast) -> None:
        super().__init__("card_service", at, cast)

    def device(self, serial="EDC-0001", **changes):
        self.photos("device_photo", self.cast.dinkop)
        fields = {"bank": "bank_kalteng", "edc_serial": serial, "device_received_on": day(-30), **changes}
        return self.take("record_device", self.cast.dinkop, fields)

    def trained(self, name="Siti Rahmah"):
        self.document("training_proof", self.cast.dinkop)
        fields = {"operator_name": name, "trained_on": day(-20), "trained_by": "Bank Kalteng Sampit"}
        return self.take("record_training", self.cast.dinkop, fields)

    def connected(self, **changes):
        self.document("internet_proof", self.cast.dinkop)
        fields = {"internet_kind": "mobile", "internet_provider": "Telkomsel", "internet_checked_on": day(-10)}
        return self.take("record_internet", self.cast.dinkop, {**fields, **changes})

    def on_trial(self, serial="EDC-0001") -> "Counter":
        self.device(serial)
        self.trained()
        self.connected()
        self.take("begin_trial", self.cast.dinkop)
        return self

    def active(self, serial="EDC-0001") -> "Counter":
        self.on_trial(serial)
        self.document("trial_slip", self.cast.village_officer)
        self.take("report_trial", self.cast.village_officer, {"trial_on": day(-5), "trial_transactions": "3"})
        self.take("activate", self.cast.dinkop)
        return self

    def report(self, ahead: int = 0, **changes):
        fields = {"day": day(ahead), "transactions": "41", "total": "10250000", **changes}
        return self.take("report_day", self.cast.village_officer, fields)


@pytest.fixture
def counter(site, cast):
    return Counter(site, cast)


def sentences(refused) -> list[str]:
    return [one.sentence for one in refused.value.unmet]


def test_from_the_terminal_to_daily_totals(counter):
    counter.active()
    counter.report(-1)
    counter.report(0, transactions="9", total="2250000")
    row = counter.row
    assert (row.days_reported, row.transactions, row.paid_out, row.last_day) == (2, 50, 12_500_000, TODAY)
    fields = {"corrects": "1", "day": day(-1), "transactions": "40", "total": "10000000"}
    counter.take("correct_day", counter.cast.dinkop, fields, reason=("mistyped", "Seharusnya 40."))
    assert (counter.row.days_reported, counter.row.transactions, counter.row.paid_out) == (2, 49, 12_250_000)
    assert DailyTotal.objects.count() == 3


def test_no_trial_without_connection_and_trained_officer(counter, cast):
    counter.device()
    with pytest.raises(GuardsUnmet) as refused:
        counter.take("begin_trial", cast.dinkop)
    assert sentences(refused) == [
        "No satellite internet is active at this site, and no other connection is recorded.",
        "No officer of the cooperative has been trained at the terminal yet.",
    ]


def test_whoever_reported_the_trial_does_not_open_the_service(counter, cast):
    counter.on_trial()
    with pytest.raises(GuardsUnmet) as refused:
        counter.take("activate", cast.dinkop)
    assert sentences(refused) == ["The trial has not been reported yet."]
    both = factories.user("both", "village_officer", "62.02.01")
    factories.assign(both, "cooperative_office", "62.02")
    counter.document("trial_slip", both)
    counter.take("report_trial", both, {"trial_on": day(0), "trial_transactions": "1"})
    with pytest.raises(NotPermitted, match="You took the step “Report the trial” yourself"):
        counter.take("activate", both)


def test_a_trial_needs_a_payment_and_no_day_lies_ahead(counter, cast):
    for changes in ({"device_received_on": day(1)}, {"edc_serial": "#1"}, {"bank": "x"}):
        with pytest.raises((GuardsUnmet, Invalid)):
            counter.device(**changes)
    counter.on_trial()
    counter.document("trial_slip", cast.village_officer)
    with pytest.raises(GuardsUnmet) as refused:
        counter.take("report_trial", cast.village_officer, {"trial_on": day(1), "trial_transactions": "0"})
    assert len(sentences(refused)) == 2


@pytest.mark.parametrize(
    "changes",
    [{"transactions": "-1"}, {"total": "-5"}, {"total": "1.005"}, {"day": day(1)}, {"transactions": "1.5"}],
)
def test_a_total_that_is_none_is_refused(counter, changes):
    counter.active()
    with pytest.raises(Invalid) as refused:
        counter.report(**changes)
    assert list(refused.value.errors) == list(changes)
    assert not DailyTotal.objects.exists()


def test_a_total_fits_its_day(counter):
    counter.active()
    counter.report(0)
    with pytest.raises(Invalid) as refused:
        counter.report(0)
    assert refused.value.errors == {"__all__": ["There is a total for this day already; correct that one."]}
    for changes, words in [({"transactions": "0"}, "one of the two is wrong"), ({"total": "0"}, "one of the two")]:
        with pytest.raises(GuardsUnmet) as refused:
            counter.report(-1, **changes)
        assert words in sentences(refused)[0]
    with pytest.raises(GuardsUnmet) as refused:
        counter.report(-6)
    assert "before the service began to pay out" in sentences(refused)[0]
    counter.report(-1, transactions="0", total="0")


def test_a_terminal_stands_at_one_counter(counter, cast, site):
    other = factories.site("62.02.01.2002")
    second = factories.user("kades2", "village_officer", "62.02.01.2002")
    dinkop2 = factories.user("dinkop2", "cooperative_office", "62.02")
    first_cast = cast.village_officer
    cast.village_officer = second
    rival = Counter(other, cast)
    cast.village_officer = first_cast

    def at(work, actor, serial):
        fields = {"bank": "bri", "edc_serial": serial, "device_received_on": day(-3)}
        work.photos("device_photo", actor)
        return work.take("record_device", actor, fields)

    results = run_together(lambda: at(counter, cast.dinkop, "edc-7"), lambda: at(rival, dinkop2, "EDC-7"))
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "StepTaken"]
    assert [claim.resource for claim in Claim.objects.all()] == ["edc:EDC-7"]


def test_a_paused_service_frees_its_terminal_and_goes_on_with_it_or_another(counter, cast, site):
    counter.active()
    counter.take("deactivate", cast.village_officer, reason=("device", "EDC rusak."))
    assert not Claim.objects.exists()
    with pytest.raises(WrongState):
        counter.report()
    counter.photos("device_photo", cast.dinkop)
    fields = {"bank": "bri", "edc_serial": "EDC-0002", "device_received_on": day(0)}
    counter.take("replace_device", cast.dinkop, fields)
    counter.take("reactivate", cast.dinkop, reason=("solved", "EDC diganti."))
    assert [claim.resource for claim in Claim.objects.all()] == ["edc:EDC-0002"]
    counter.report()


# --- nobody who is paid can be written down ---


def test_no_column_could_hold_a_beneficiary():
    """Every text that can be typed is known here by name; a new one has to be thought about."""
    texts = {
        f"{model.__name__}.{column.name}"
        for model in (CardService, *registry.record_kinds(CardService))
        for column in model._meta.local_fields
        if isinstance(column, models.CharField | models.TextField | models.JSONField) and not column.choices
    }
    assert texts == {
        "CardService.edc_serial",
        "CardService.operator_name",
        "CardService.trained_by",
        "CardService.internet_provider",
        "DailyTotal.note",
        # Of the machinery: the line's state, who took its steps, rounds of its files.
        "DailyTotal.state",
        "DailyTotal.actors",
        "DailyTotal.rounds",
    }
    assert CardService.keeps_no_people


@pytest.mark.parametrize("written", WRITTEN)
def test_no_text_of_the_service_takes_an_identity_number(counter, cast, written):
    with pytest.raises(Invalid) as refused:
        counter.trained(written)
    assert "looks like a person’s identity number (NIK)" in refused.value.errors["operator_name"][0]
    with pytest.raises(Invalid) as refused:
        counter.connected(internet_provider=written)
    assert list(refused.value.errors) == ["internet_provider"]
    counter.active()
    with pytest.raises(Invalid) as refused:
        counter.report(note=written)
    assert list(refused.value.errors) == ["note"]
    with pytest.raises(Invalid) as refused:
        counter.take("deactivate", cast.dinkop, reason=("cash", f"Penerima {written}"))
    assert list(refused.value.errors) == ["reason_text"]
    kept = json.dumps(list(Event.objects.values("changes", "reason_text")), default=str)
    assert written not in kept


def test_not_through_the_api_either(counter, cast):
    counter.active()
    _record, token = tokens.issue(user=cast.village_officer, name="test")
    body = {
        "version": counter.version,
        "fields": {"day": day(0), "transactions": 1, "total": "250000", "note": int(NIK)},
    }
    answer = Client().post(
        f"/api/v1/processes/{counter.process.pk}/steps/report_day",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "k1", "Accept-Language": "en"},
    )
    assert answer.status_code == 422, answer.content
    assert "identity number" in answer.content.decode()
    assert NIK not in answer.content.decode()
    assert not DailyTotal.objects.exists()


def test_not_through_the_page_either(counter, cast, settings):
    settings.LANGUAGE_CODE = "en"
    counter.active()
    page = f"/sites/{counter.site.code}/card_service/{counter.process.pk}/report_day/"
    answer = browser(cast.village_officer).post(
        page, {**envelope(counter), "day": day(0), "transactions": "1", "total": "250000", "note": f"NIK {NIK}"}
    )
    assert answer.status_code == 422
    assert "identity number (NIK)" in answer.content.decode()
    assert not DailyTotal.objects.exists()


def test_not_in_the_name_of_a_file(counter, cast):
    counter.on_trial()
    name = f"KTP_{NIK}.jpg"
    attach(
        process_id=counter.process.pk,
        slot="trial_slip",
        files=[factories.photo(99, name=name)],
        actor=cast.village_officer,
    )
    assert Evidence.objects.get(slot="trial_slip").filename == "KTP_….jpg"


def test_a_serial_number_of_sixteen_digits_is_no_person_elsewhere(site, cast):
    assert privacy.objection("SN 9988776655443322", strict=False) == ""
    assert privacy.objection("NPWP 0012345678901234", strict=True) == ""
    assert privacy.objection("01-02-2026 03-04-2026", strict=True) == ""
    assert privacy.objection("12-11-2026 11-11-2026", strict=True) == ""
