"""Every address answers "who may?": each is classified in ``url_classes``, and walked as nobody, neighbour and viewer.

An address that nobody classified fails the build.
"""

import uuid

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from accounts import tokens
from sites.models import Event
from tests import factories
from tests.addresses import arguments_of
from tests.architecture.url_classes import (
    ACTION,
    CLASSES,
    DUTY,
    NONE,
    OWN,
    PERSON,
    PLACE,
    POSTED,
    PUBLIC,
    REFERENCE,
    STAFF,
)
from tests.workflows.assets import stories

SENT_BY_PHONES = {"api:put_item", "api:file_offset", "api:patch_file"}


def addresses(patterns=None, route: str = "", namespace: str = ""):
    """Every named address of the project but the administration's, as (name, route)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        where = route + str(pattern.pattern)
        if getattr(pattern, "app_name", None) == "admin":
            continue
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, where, inner)
        else:
            yield namespace + (pattern.name or "?"), where


def of_class(*wanted: str) -> list[str]:
    return sorted(name for name, kind in CLASSES.items() if kind in wanted)


def test_every_address_is_classified_and_every_class_has_its_address():
    found = {name for name, _ in addresses()}
    assert found == set(CLASSES), f"not classified: {found - set(CLASSES)}; gone: {set(CLASSES) - found}"


def test_the_administration_is_for_staff_only(client, db):
    client.force_login(factories.user("orang"))
    for pattern in ("admin:index", "admin:sites_site_changelist", "admin:gis_data_boundary_add"):
        answer = client.get(reverse(pattern))
        assert answer.status_code == 302
        assert "/admin/login/" in answer["Location"]


@pytest.fixture
def arguments(plot):
    return arguments_of(plot)


def ask(name: str, arguments: dict, person=None):
    """The answer to a well-formed request by that person (None: nobody)."""
    client, headers = Client(), {"idempotency-key": "walk"}
    if person is not None and name.startswith("api:"):
        headers["authorization"] = f"Bearer {tokens.issue(user=person, name='walk')[1]}"
    elif person is not None:
        client.force_login(person)
    path = reverse(name, kwargs=arguments.get(name))
    if CLASSES[name] != ACTION and name not in POSTED | {"api:register_kit"} | SENT_BY_PHONES:
        return client.get(path, headers=headers)
    if name == "api:withdraw_evidence":
        return client.delete(path, headers=headers)
    if name == "api:put_item":
        return client.put(path, {}, content_type="application/json", headers=headers)
    if name == "api:file_offset":
        return client.head(path, headers=headers)
    if name == "api:patch_file":
        return client.patch(path, b"x", content_type="application/offset+octet-stream", headers=headers)
    body = {
        "api:position_evidence": {"longitude": 112.9, "latitude": -2.5},
        "api:enrol_phone": {"device": str(uuid.UUID(int=1)), "name": "Telepon", "code": "AAAA-BBBB-CCCC"},
        "api:pack": {},
        "api:tell_holdings": {},
        "api:issue_paper": {"kind": "land_minutes"},
        "api:cancel_paper": {"reason": "Salah tanggal."},
        "api:take_process_step": {"version": 1, "fields": {}},
        "api:start_process": {"kind": "land_verification"},
        "api:report_commitment": {"version": 1, "done_on": "2026-02-01", "note": "Done as agreed."},
        "api:hand_kit_over": {"region": "62.02", "number": "BAST/1", "dated": "2026-02-01", "received_by": "Kominfo"},
        "api:retire_kit": {"reason": "broken", "text": "Tidak dapat diperbaiki."},
        "api:register_kit": {
            "serial_number": "KIT00002",
            "provider": "starlink",
            "holding": "purchased",
            "office": "Dinas Kominfo",
            "region": "62.02",
            "source": "Faktur 1",
            "as_of": "2026-01-01",
        },
        "api:register_asset": stories.BODY,
        "api:correct_asset": stories.CORRECTION,
        "api:correct_position": {
            "longitude": 112.9,
            "latitude": -2.5,
            "source": "document",
            "as_of": "2026-01-01",
            "note": "x",
        },
    }.get(name)
    if name in {"api:attach_evidence", "evidence_upload"}:
        return client.post(path, {"files": factories.photo(1)}, headers=headers)
    if body is not None:
        return client.post(path, body, content_type="application/json", headers=headers)
    return client.post(path, {"version": "1", "client_id": str(uuid.uuid4())}, headers=headers)


# One world for all addresses that are walked in one way: nothing a walker asks for may change it.


def test_nobody_is_sent_to_the_log_in(subtests, arguments):
    for name in of_class(PERSON, PLACE, ACTION, DUTY, OWN, STAFF):
        with subtests.test(name):
            answer = ask(name, arguments)
            # Nobody is logged out already.
            assert answer.status_code in ({302} if name == "logout" else {302, 401})
            if answer.status_code == 302 and name != "logout":
                assert answer["Location"].startswith(reverse("login"))


def test_public_addresses_need_no_account(subtests, arguments):
    for name in of_class(PUBLIC):
        with subtests.test(name):
            # Of an enrolment the code is judged, or the password.
            good = {422} if name == "api:enrol_phone" else {200, 405}
            assert ask(name, arguments).status_code in good


@pytest.mark.parametrize("who", ["neighbour", "outsider", "nobody"])
def test_for_people_of_other_regions_it_does_not_exist(subtests, who, arguments, cast):
    for name in of_class(PLACE, ACTION):
        with subtests.test(name):
            answer = ask(name, arguments, getattr(cast, who))
            assert answer.status_code == 404
            assert cast.village_officer.full_name not in answer.content.decode()


def test_a_viewer_of_the_province_may_look(subtests, arguments, cast):
    for name in of_class(PLACE):
        with subtests.test(name):
            assert ask(name, arguments, cast.viewer).status_code in {200, 304}


def test_a_viewer_may_not_act(subtests, arguments, cast):
    entries = Event.objects.count()
    for name in of_class(ACTION):
        with subtests.test(name):
            answer = ask(name, arguments, cast.viewer)
            # The upload form of a browser goes back to its page with the sentence (303).
            assert answer.status_code in {303, 403, 409, 422}
            assert Event.objects.count() == entries


@pytest.mark.parametrize("who", ["viewer", "neighbour", "nobody"])
def test_what_is_for_one_office_is_refused_to_others(subtests, who, arguments, cast):
    for name in of_class(DUTY):
        with subtests.test(name):
            assert ask(name, arguments, getattr(cast, who)).status_code == 403


@pytest.mark.parametrize("who", ["neighbour", "outsider", "nobody"])
def test_lists_show_people_of_other_regions_nothing_of_this_one(subtests, who, arguments, cast, plot):
    for name in of_class(PERSON):
        with subtests.test(name):
            answer = ask(name, arguments, getattr(cast, who))
            assert answer.status_code in {200, 204, 404}
            body = b"".join(answer) if answer.streaming else answer.content
            assert name in REFERENCE or plot.site.code.encode() not in body


def test_nothing_is_there(subtests, arguments, cast):
    for name in of_class(NONE):
        with subtests.test(name):
            assert ask(name, arguments).status_code == 404
            assert ask(name, arguments, cast.viewer).status_code == 404


def test_the_style_guide_is_for_staff(arguments, cast):
    assert ask("styleguide", arguments, cast.viewer).status_code == 403
