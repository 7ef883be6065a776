"""A short run of what ``make bench`` does at length: a seed of faults and a killed server lose and double nothing."""

import random

import pytest
from django.db import connection

from accounts import tokens
from accounts.roles import Role
from bench.field import captures, chaos, proof
from bench.serving import Server
from tests import factories
from workflows import evidence_store

pytestmark = pytest.mark.django_db(transaction=True)
VILLAGES = ["62.02.01.2001", "62.02.01.2002"]


@pytest.fixture
def captured():
    """Twenty reports about two outlets, and the token of the Babinsa whose phones send them."""
    kodim, babinsa = factories.user("kodim"), factories.user("babinsa")
    for code in VILLAGES:
        factories.site(code)
    factories.assign(kodim, Role.DISTRICT_COMMAND, "62.02")
    factories.assign(babinsa, Role.FIELD_OFFICER, "62.02")
    items = captures.reports(captures.outlets(len(VILLAGES), kodim), random.Random(7))
    return items, tokens.issue(user=babinsa, name="phone")[1]


def test_every_report_arrives_once_with_every_byte(captured, settings):
    items, token = captured
    with Server(MEDIA_ROOT=str(settings.MEDIA_ROOT)) as server:
        told = chaos.send_all(items, [token, token], server, seed=7, kill_every=1.5)
    connection.close()
    assert told.undelivered + list(proof.problems(items)) == []
    assert told.broken > 0
    assert told.server_kills > 0

    damaged = items[0].hashes[0]
    (settings.MEDIA_ROOT / evidence_store.path_of(damaged)).write_bytes(b"other bytes")
    assert list(proof.problems(items)) == [f"{items[0].name}: photo {damaged} has not arrived with all its bytes"]


def test_what_was_never_sent_is_missed(captured):
    items, _token = captured
    found = "\n".join(proof.problems(items[:1]))
    assert f"{items[0].name}: is not there" in found
    assert f"{items[0].name}: stands 0 times in the ledger" in found
    assert f"{items[0].hashes[0]} is attached 0 times" in found
    assert "0 reports of" in found
