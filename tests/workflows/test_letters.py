"""A number is one letter: entered once, shared only when it was entered for several, decided by the database."""

import threading

import pytest
from django.db import connection
from django.utils import translation

from sites.authorship import Authorship
from tests import factories
from tests.workflows.assets.stories import TODAY, Grant, Loan, asset, day
from workflows import letters
from workflows.models import Letter
from workflows.refusals import Invalid
from workflows.services.evidence import attach

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "188.45/12/2026"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def pair(site, cast):
    return [Loan(at, cast, asset(at, cast.bpkad), opener=cast.dinkop).reviewed() for at in (site, second())]


def second():
    return factories.site("62.02.01.2002")


def for_many(cast, **changes) -> Letter:
    told = {"issuer": "62.02", "body": "head", "number": NUMBER, "dated": TODAY, "subject": "Dua lokasi"}
    told["decides"] = "asset_loan.approve"
    by = Authorship.of(cast.bupati)
    return letters.enter_for_many(letters.NewLetter(**{**told, **changes}, sha256="a" * 64), by)


def test_a_number_used_again_is_refused_with_where_it_was_used(pair, site):
    pair[0].approve(NUMBER)
    with pytest.raises(Invalid) as refused:
        pair[1].approve(" 188.45 /12/2026")
    (sentence,) = refused.value.errors["approval_number"]
    assert f"The number {NUMBER} of {TODAY.year} (Head of region, Kabupaten Kotawaringin Timur)" in sentence
    assert f"was used already: Loan of an asset, {site.village.full_name} ({site.code}), entered by Bupati" in sentence
    assert pair[1].state == "reviewed"
    assert Letter.objects.count() == 1


def test_the_next_year_begins_to_count_anew(cast):
    for_many(cast)
    for_many(cast, dated=TODAY.replace(year=TODAY.year - 1, day=1))
    assert Letter.objects.count() == 2


def test_one_letter_decides_several_when_it_was_entered_for_them(pair, cast):
    letter = for_many(cast)
    for loan in pair:
        loan.approve(NUMBER, letter=letter.pk)
    assert {loan.row.approval_id for loan in pair} == {letter.pk}
    assert Letter.objects.count() == 1


def test_an_entry_of_its_own_does_not_join_a_shared_letter(pair, cast):
    for_many(cast)
    with pytest.raises(Invalid) as refused:
        pair[0].approve(NUMBER)
    assert "for several decisions: Dua lokasi" in refused.value.errors["approval_number"][0]


@pytest.mark.parametrize("wrong", [{"number": "1"}, {"issuer": "62"}, {"body": "council"}])
def test_another_letter_cannot_be_shared(pair, cast, wrong):
    letter = for_many(cast, **wrong)
    with pytest.raises(Invalid, match="missing or not right"):
        pair[0].approve(NUMBER, letter=letter.pk)


def test_a_letter_of_one_process_is_not_shared_with_another(pair):
    pair[0].approve(NUMBER)
    with pytest.raises(Invalid):
        pair[1].approve(NUMBER, letter=pair[0].row.approval_id)


def test_of_two_at_once_exactly_one_uses_the_number(pair):
    barrier, answers = threading.Barrier(2), []
    for loan in pair:
        loan.document("approval_scan", loan.cast.bupati)

    def approve(loan) -> None:
        try:
            barrier.wait()
            loan.take("approve", loan.cast.bupati, {"approval_number": NUMBER, "approval_date": day(0)})
            answers.append("approved")
        except Invalid:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[loan]) for loan in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(answers) == ["approved", "refused"]
    assert Letter.objects.count() == 1


WHY = ("wrong_case", "Berkas tertukar dengan permohonan lain.")


def test_a_letter_decides_the_same_process_again_after_it_was_taken_back(pair, cast):
    pair[0].approve(NUMBER)
    pair[0].take("take_back_approval", cast.bupati, reason=WHY)
    with pytest.raises(Invalid):
        pair[1].approve(NUMBER)
    pair[0].approve(NUMBER)
    assert Letter.objects.get() == pair[0].row.approval


def test_the_same_scan_comes_again_with_the_letter(pair, cast):
    scan = attach_scan(pair[0], cast)
    approval = {"approval_number": NUMBER, "approval_date": day(0)}
    pair[0].take("approve", cast.bupati, approval)
    pair[0].take("take_back_approval", cast.bupati, reason=WHY)
    assert attach_scan(pair[0], cast) == scan
    pair[0].take("approve", cast.bupati, approval)
    rounds = pair[0].row.evidence.filter(slot="approval_scan").values_list("round", flat=True)
    assert len(set(rounds)) == len(rounds) == 2


def test_a_letter_with_another_date_is_not_the_same_one(pair, cast):
    pair[0].approve(NUMBER)
    pair[0].take("take_back_approval", cast.bupati, reason=WHY)
    pair[0].document("approval_scan", cast.bupati)
    with pytest.raises(Invalid):
        pair[0].take("approve", cast.bupati, {"approval_number": NUMBER, "approval_date": day(-1)})


def test_a_letter_that_approved_does_not_extend(site, cast):
    loan = Loan(site, cast, asset(site, cast.bpkad)).active()
    with pytest.raises(Invalid):
        loan.extend(day(700), number=loan.row.approval_number)


def test_the_councils_letter_is_cited_again_after_the_grant_was_sent_back(site, cast):
    grant = Grant(site, cast, asset(site, cast.bpkad))
    grant.asked().council("DPRD/4/2026")
    first = grant.row.council
    grant.take("send_back", cast.bpkad, reason=("incomplete", "Surat kesediaan belum lengkap."))
    assert grant.row.council is None
    grant.asked().council("DPRD/4/2026")
    assert grant.row.council == first


def attach_scan(loan, cast) -> str:
    files = [factories.pdf(70)]
    (row,) = attach(process_id=loan.process.pk, slot="approval_scan", files=files, actor=cast.bupati)
    return row.sha256
