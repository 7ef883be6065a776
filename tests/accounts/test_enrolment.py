"""A phone is enrolled once per code, by whom it may be, and what its token opens ends when the office says so."""

import threading
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from accounts import devices, enrolment, tokens
from accounts.models import ApiToken, Device, EnrolmentCode
from accounts.roles import Role
from tests import factories
from tests.conftest import build_cast

pytestmark = pytest.mark.django_db


def by_code(code: str, device: uuid.UUID | None = None) -> tuple[Device, str]:
    return enrolment.by_code(code=code, device_id=device or uuid.uuid4(), name="Samsung A03")


def test_a_code_enrols_one_phone_and_is_kept_as_a_hash(cast):
    _record, code = enrolment.issue_code(person=cast.field_officer, by=cast.kodim)
    assert code not in str(EnrolmentCode.objects.values().get())
    device, token = by_code(code.lower().replace("-", " "))
    assert (device.user, device.enrolled_by) == (cast.field_officer, cast.kodim)
    assert tokens.recognise(token) == cast.field_officer
    assert tokens.recognise(token).device == device
    with pytest.raises(ValidationError, match="15"):
        by_code(code)
    assert Device.objects.count() == 1


def test_the_same_phone_may_ask_again_when_the_answer_was_lost(cast):
    _record, code = enrolment.issue_code(person=cast.field_officer, by=cast.field_officer)
    device, lost = by_code(code)
    again, token = by_code(code, device.pk)
    assert again == device
    assert tokens.recognise(lost) is None
    assert tokens.recognise(token) == cast.field_officer
    assert ApiToken.objects.count() == 1


def test_an_old_code_is_no_code(cast):
    record, code = enrolment.issue_code(person=cast.field_officer, by=cast.kodim)
    EnrolmentCode.objects.filter(pk=record.pk).update(expires_at=timezone.now())
    with pytest.raises(ValidationError):
        by_code(code)


@pytest.mark.django_db(transaction=True)
def test_of_two_phones_with_one_code_the_database_lets_one_in():
    cast = build_cast()
    _record, code = enrolment.issue_code(person=cast.field_officer, by=cast.kodim)
    start, outcomes = threading.Barrier(2), []

    def scan() -> None:
        start.wait(5)
        try:
            outcomes.append(by_code(code)[0].pk)
        except ValidationError:
            outcomes.append(None)
        finally:
            connection.close()

    both = [threading.Thread(target=scan) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert sorted(outcome is None for outcome in outcomes) == [False, True]
    assert Device.objects.count() == 1


@pytest.mark.parametrize(
    ("issuer", "person", "may"),
    [
        ("field_officer", "field_officer", True),
        ("kodim", "field_officer", True),
        ("province_admin", "bupati", True),
        ("kodim", "village_officer", False),
        ("kodim", "bupati", False),
        ("province_admin", "outsider", False),
        ("province_admin", "nobody", False),
        ("viewer", "field_officer", False),
    ],
)
def test_who_may_enrol_for_whom(cast, issuer, person, may):
    issuer, person = getattr(cast, issuer), getattr(cast, person)
    assert enrolment.may_enrol(issuer, person) is may
    if not may:
        with pytest.raises(PermissionDenied):
            enrolment.issue_code(person=person, by=issuer)


def test_nobody_comes_by_a_role_outside_his_care_through_a_phone(cast):
    factories.assign(cast.field_officer, Role.FIELD_OFFICER, "62.03")
    assert not enrolment.may_enrol(cast.kodim, cast.field_officer)
    assert enrolment.may_enrol(cast.province_admin, cast.field_officer)


def test_a_phones_number_is_used_once(cast):
    device, _token = enrolment.enrol(person=cast.field_officer, device_id=uuid.uuid4(), name="A", by=cast.field_officer)
    with pytest.raises(ValidationError, match=r"number|nomor"):
        enrolment.enrol(person=cast.kodim, device_id=device.pk, name="B", by=cast.kodim)
    devices.revoke(device_id=device.pk, by=cast.kodim, reason="Hilang.")
    with pytest.raises(ValidationError):
        enrolment.enrol(person=cast.field_officer, device_id=device.pk, name="A", by=cast.field_officer)


def test_who_sees_which_phone_and_who_revokes_it(cast):
    device, token = enrolment.enrol(person=cast.field_officer, device_id=uuid.uuid4(), name="A", by=cast.field_officer)
    for person in (cast.field_officer, cast.kodim, cast.province_admin):
        assert list(devices.visible_to(person)) == [device]
    for person in (cast.viewer, cast.neighbour, cast.bupati):
        assert not devices.visible_to(person).exists()
        with pytest.raises(Device.DoesNotExist):
            devices.revoke(device_id=device.pk, by=person, reason="x")
    with pytest.raises(ValidationError):
        devices.revoke(device_id=device.pk, by=cast.kodim, reason=" ")
    assert devices.revoked_with(token) is None
    devices.revoke(device_id=device.pk, by=cast.kodim, reason="Hilang di sungai.")
    assert tokens.recognise(token) is None
    assert devices.revoked_with(token) == device
    with pytest.raises(ValidationError):
        devices.revoke(device_id=device.pk, by=cast.kodim, reason="Lagi.")


def test_a_contact_is_noted_and_how_far_the_clock_is_off(cast, django_assert_num_queries):
    device, _token = enrolment.enrol(person=cast.field_officer, device_id=uuid.uuid4(), name="A", by=cast.field_officer)
    two_days = timezone.timedelta(days=2)
    devices.note_contact(device, device_time=timezone.now() - two_days, app_version="1")
    device.refresh_from_db()
    assert abs(device.clock_skew_s + two_days.total_seconds()) < 5
    assert device.app_version == "1"
    assert device.last_contact_at is not None
    with django_assert_num_queries(0):
        devices.note_contact(device)
