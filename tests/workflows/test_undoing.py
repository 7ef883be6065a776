"""Taking a decision back: by whoever decided, in time, before anything followed; and it can be decided again."""

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.roles import Role
from sites.models import Event, Site
from sites.stages import Flag, Stage
from tests import factories
from tests.factories import Plot
from tests.workflows.assets.stories import Grant, Loan, asset, day
from tests.workflows.flows.readiness_play import Papers
from tests.workflows.flows.stimulus_play import AMOUNT, Stimulus, governor
from workflows import registry
from workflows.calendar import kept, working_days
from workflows.models import Letter, StepTerm
from workflows.read_model import differences
from workflows.refusals import GuardsUnmet, Invalid, NotPermitted, WrongState
from workflows.stimulus.balance import available_in
from workflows.stimulus.fund import Fund
from workflows.submission import Reason
from workflows.timeline import entry_of
from workflows.undoing import TAKES_BACK, step_back_from

pytestmark = pytest.mark.django_db(transaction=True)
WHY = ("wrong_case", "Berkas tertukar dengan permohonan lain.")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def loan(site, cast):
    return Loan(site, cast, asset(site, cast.bpkad)).reviewed()


def sentences(refused) -> list[str]:
    return [one.sentence for one in refused.value.unmet]


def test_what_is_decided_for_many_can_be_taken_back_everywhere():
    decided = [(flow, step) for flow in registry.flows() for step in flow.steps.values() if step.bulk]
    assert decided
    for flow, step in decided:
        back = step_back_from(flow, step)
        assert (back.by, back.at, back.sources) == (step.by, step.at, step.targets), step.name


def test_an_approval_that_is_taken_back_is_open_again_and_cites_what_it_takes_back(loan, cast):
    taken = loan.approve("188.45/7/2026")
    back = loan.take("take_back_approval", cast.bupati, reason=WHY)
    row = loan.row
    assert (row.state, row.approval_number, row.approval_date, row.approval) == ("reviewed", "", None, None)
    entry = Event.objects.get(site=loan.site, seq=back.event_seq)
    assert entry.changes[TAKES_BACK] == [None, f"{taken.event_seq} {taken.event_hash}"]
    assert (entry.reason_code, entry.reason_text) == WHY
    told = {change.label: (change.before, change.after) for change in entry_of(entry).changes}
    assert told["Takes back"] == ("", f"entry {taken.event_seq}")
    assert told["Number of the decision letter"] == ("188.45/7/2026", "–")
    assert Letter.objects.get().number == "188.45/7/2026", "a number that was used stays used"
    assert list(differences(Site.objects.all())) == []


def test_it_is_decided_again_by_another_letter_with_a_scan_of_its_own(loan, cast):
    loan.approve("188.45/7/2026")
    loan.take("take_back_approval", cast.bupati, reason=WHY)
    with pytest.raises(GuardsUnmet):
        loan.approve("188.45/8/2026", without_scan=True)
    loan.approve("188.45/8/2026")
    assert loan.state == "approved"


def test_the_number_of_a_letter_that_was_taken_back_is_not_free_for_another_case(loan, site, cast):
    loan.approve("188.45/7/2026")
    loan.take("take_back_approval", cast.bupati, reason=WHY)
    other = Loan(site, cast, asset(site, cast.bpkad)).reviewed()
    with pytest.raises(Invalid):
        other.approve("188.45/7/2026")


def test_it_asks_for_a_reason_and_for_whoever_decided(loan, cast):
    loan.approve()
    with pytest.raises(Invalid):
        loan.take("take_back_approval", cast.bupati)
    for other in (cast.bpkad, cast.dinkop, cast.village_officer):
        with pytest.raises(NotPermitted):
            loan.take("take_back_approval", other, reason=WHY)
    province = factories.user("gub", Role.REGION_HEAD, "62")
    with pytest.raises(NotPermitted):
        loan.take("take_back_approval", province, reason=WHY)


def test_nothing_is_taken_back_once_the_agreement_is_signed(loan, cast):
    loan.approve()
    loan.document("agreement", cast.bpkad)
    loan.take("agree", cast.bpkad, {"agreement_number": "PKS/1", "agreement_date": day(0)})
    with pytest.raises(WrongState):
        loan.take("take_back_approval", cast.bupati, reason=WHY)


def test_the_last_day_is_counted_in_working_days_and_named_when_it_has_passed(loan, cast, later):
    loan.approve()
    decided = timezone.localdate()
    last = working_days.after(decided, 5)
    later((last - decided).days + 1)
    with pytest.raises(GuardsUnmet) as refused:
        loan.take("take_back_approval", cast.bupati, reason=WHY)
    assert sentences(refused) == [
        f"“Approve” is of {date_format(decided, 'DATE_FORMAT')} and could be taken back until "
        f"{date_format(last, 'DATE_FORMAT')}. That day has passed."
    ]


def test_on_the_last_day_it_can_be_taken_back(loan, cast, later):
    loan.approve()
    later((working_days.after(timezone.localdate(), 5) - timezone.localdate()).days)
    loan.take("take_back_approval", cast.bupati, reason=WHY)
    assert loan.state == "reviewed"


def test_the_table_of_terms_sets_another_window(loan, cast, later):
    term = StepTerm(kind="asset_loan", step="take_back_approval", days=None)
    with pytest.raises(Exception, match="for ever"):
        term.clean()
    term.days = 20
    term.full_clean()
    term.save()
    kept.forget()
    loan.approve()
    later(10)
    loan.take("take_back_approval", cast.bupati, reason=WHY)
    assert loan.state == "reviewed"


@pytest.mark.parametrize("asked", [False, True])
def test_a_grant_goes_back_to_where_it_was_decided_from(site, cast, asked):
    grant = Grant(site, cast, asset(site, cast.bpkad))
    if asked:
        grant.asked().council()
    else:
        grant.appraised().exempt()
    grant.approve()
    grant.take("take_back_approval", cast.bupati, reason=WHY)
    assert grant.state == ("awaiting_council" if asked else "appraised")
    assert bool(grant.row.council_number) == asked, "what the council said stays"
    grant.approve()
    assert grant.state == "approved"


def test_a_rule_that_was_set_aside_for_it_raises_no_flag_any_more(site, cast):
    loan = Loan(site, cast, asset(site, cast.bpkad)).reviewed(instrument="loan")
    loan.approve(waivers={"borrower_is_government": Reason("legal_basis", "Perkada 12/2026 tentang pinjam pakai.")})
    assert Site.objects.get().flags & Flag.WAIVER
    loan.take("take_back_approval", cast.bupati, reason=WHY)
    assert not Site.objects.get().flags & Flag.WAIVER
    loan.take("send_back", cast.bpkad, reason=("incomplete", "Surat tanah belum ada."))
    assert not Site.objects.get().flags & Flag.WAIVER


def test_an_acceptance_is_taken_back_before_anything_is_built(site, cast):
    plot = Plot(site, cast).accepted()
    plot.take("take_back_acceptance", cast.dinkop, reason=WHY)
    assert (plot.state, plot.row.agrinas_reference, plot.row.agrinas_date) == ("verified", "", None)
    assert Site.objects.get().stage == Stage.LAND_VERIFIED
    plot.letter()
    plot.take("accept", cast.dinkop, {"agrinas_reference": "AGR-2", "agrinas_date": day(0)})
    begun = factories.begun_outlet(site, cast)
    assert begun.state == "preparation"
    with pytest.raises(GuardsUnmet) as refused:
        plot.take("take_back_acceptance", cast.dinkop, reason=WHY)
    assert "Building has begun at this site" in sentences(refused)[0]


def test_a_confirmed_level_is_taken_back_unless_a_stimulus_rests_on_it(site, cast, settings):
    settings.READINESS_ACTIVE_LEVEL = "legal"
    papers = Papers(site, cast).complete()
    papers.take("take_back_papers", cast.dinkop, reason=WHY)
    assert papers.state == "legal"
    stimulus = Stimulus(site, cast, governor(), papers=False).verified()
    with pytest.raises(GuardsUnmet) as refused:
        papers.take("take_back_legal", cast.dinkop, reason=WHY)
    assert "A stimulus was verified or paid" in sentences(refused)[0]
    stimulus.take("terminate", cast.dinkop, reason=("withdrawn", "Koperasi mengundurkan diri."))
    papers.take("take_back_legal", cast.dinkop, reason=WHY)
    assert papers.state == "collecting"


def test_what_a_decree_laid_aside_is_free_again(site, cast):
    purse = Fund.objects.get()
    stimulus = Stimulus(site, cast, governor()).verified()
    stimulus.decree()
    assert available_in(purse.pk) == purse.total - AMOUNT
    stimulus.take("take_back_decree", stimulus.head, reason=WHY)
    assert available_in(purse.pk) == purse.total
    row = stimulus.row
    assert (row.state, row.principal, row.decree_number) == ("verified", None, "")
    with pytest.raises(GuardsUnmet):
        stimulus.take(
            "decree", stimulus.head, {"principal": "200000000", "decree_number": "1/2026", "decree_date": day(0)}
        )
