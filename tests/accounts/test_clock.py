"""The clock's account: one, made when it is needed, of no use to anybody, with a role that nobody else can have."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.clock import ClockTaken, clock
from accounts.models import Assignment, User
from accounts.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_the_clock_is_one_account_that_nobody_can_use(db):
    assert clock().pk == clock().pk and User.objects.filter(username="clock").count() == 1
    user = User.objects.get(username="clock")
    assert not user.is_active and not user.has_usable_password()
    assert user.scope.grants == (), "its role stands in no table: only the clock itself has it"
    user.set_password("long-enough-password")
    user.save()
    with pytest.raises(ClockTaken, match="belongs to a person"):
        clock()


def test_nobody_is_given_the_role_of_time(cast):
    given = Assignment(user=cast.kodim, role=Role.CLOCK, region_id="62.02")
    with pytest.raises(ValidationError) as refused:
        given.full_clean()
    assert refused.value.message_dict["role"] == ["Only time itself has this role; it cannot be given to a person."]
