"""Every address answers "who may?": each is classified in ``url_classes``, and walked as nobody, neighbour and viewer.

An address that nobody classified fails the build.
"""

import uuid

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from accounts import tokens
from sites.models import Event
from sites.requests import Request
from tests import factories
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
from tests.workflows.agreements import agreed
from tests.workflows.assets import stories
from tests.workflows.connection import kit as registered_kit
from tests.workflows.field.phone import twice_named_report
from workflows.models import Evidence
from workflows.papers import issuing

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
    """The arguments of every address that takes some, for one submitted plot with files."""
    plot.submitted()
    code, pk = plot.site.code, plot.process.pk
    building = factories.begun_outlet(plot.site, plot.cast)
    building.take("order_equipment", plot.cast.kodim, {"kind": "truck", "ordered_on": "2026-01-05"})
    outlet = {"code": code, "kind": "outlet_construction", "pk": building.process.pk}
    registered_kit()
    agreement, commitment = agreed(plot.cast)
    file = Evidence.objects.filter(process=plot.process).first()
    report = twice_named_report(building)
    verified = factories.Plot(plot.site, plot.cast).verified()
    paper = issuing.issue(verified.process.pk, "land_minutes", Request(plot.cast.kodim))
    issuing.keep_signed(paper.pk, factories.pdf(7), Request(plot.cast.kodim))
    asset = {"code": code, "pk": stories.asset(plot.site, plot.cast.bpkad).pk}
    process = {"code": code, "kind": "land_verification", "pk": pk}
    return {
        "agreement_detail": {"pk": agreement.pk},
        "agreement_scan": {"pk": agreement.pk},
        "commitment_new": {"pk": agreement.pk},
        "commitment_scan": {"pk": commitment.pk},
        "commitment_deed": {"pk": commitment.pk, "deed": "cancel"},
        "api:commitment_detail": {"commitment_id": commitment.pk},
        "api:report_commitment": {"commitment_id": commitment.pk},
        "kit_detail": {"serial": "KIT00001"},
        "kit_retire": {"serial": "KIT00001"},
        "kit_hand_over": {"serial": "KIT00001"},
        "api:hand_kit_over": {"serial": "KIT00001"},
        "api:kit_detail": {"serial": "KIT00001"},
        "api:retire_kit": {"serial": "KIT00001"},
        **{f"paper_{name}": {"pk": paper.pk} for name in ("detail", "file", "signed", "cancel", "sign")},
        "paper_issue": {**process, "paper": "land_minutes"},
        "paper_text": {"kind": "land_minutes", "region": "62.02"},
        **{f"api:{name}": {"paper_id": paper.pk} for name in ("paper_detail", "paper_bytes", "cancel_paper")},
        "api:issue_paper": {"process_id": pk},
        **{name: {"code": paper.code} for name in ("verify_paper", "api:verify_paper")},
        "map_boundaries": {"level": "regency"},
        "report_table": {"name": "stages"},
        "report_export": {"name": "stages", "wanted": "csv"},
        "export_file": {"pk": 1},
        "export_cancel": {"pk": 1},
        "api:report_rows": {"name": "stages"},
        "map_overlay": {"number": 1},
        "tile_layer": {"layer": "sites"},
        "tile": {"layer": "sites", "z": 0, "x": 0, "y": 0},
        "site_detail": {"code": code},
        "site_panel": {"code": code},
        **{name: {"code": "62.02"} for name in ("region_page", "public_region", "public_villages")},
        **{name: {"code": code} for name in ("asset_list", "asset_new", "api:list_assets", "api:register_asset")},
        **dict.fromkeys(["asset_detail", "asset_correct"], asset),
        "process_detail": process,
        "evidence_file": {"pk": file.pk},
        "evidence_preview": {"pk": file.pk},
        "process_start": {"code": code, "kind": "land_verification"},
        "process_lines": {**outlet, "line": "equipment"},
        "take_step": {**process, "step": "survey"},
        "take_step_on": {**outlet, "step": "receive_equipment", "item": 1},
        "evidence_upload": {**process, "slot": "survey_photo"},
        "evidence_withdraw": {**process, "evidence": file.pk},
        "evidence_again": {**process, "evidence": file.pk},
        "evidence_place": {**process, "evidence": file.pk},
        "decide_several": {"kind": "land_verification", "step": "accept"},
        "bulk_decision": {"pk": 1},
        **{f"api:{name}": {"decision_id": 1} for name in ("decision_detail", "go_on_with", "how_to_take_back")},
        "api:take_decision_back": {"decision_id": 1},
        **{
            f"api:{name}": {"kind": "land_verification", "step": "accept"}
            for name in ("cases_together", "preview_together", "decide_cases")
        },
        "api:keep_paper": {"kind": "land_verification", "step": "accept", "slot": "agrinas_letter"},
        "bulk_decision_resume": {"pk": 1},
        "bulk_decision_take_back": {"pk": 1},
        "token_revoke": {"pk": 1},
        "field_texts": {"language": "id"},
        "field_device_revoke": {"device": uuid.UUID(int=1)},
        "delegation_revoke": {"pk": 1},
        "delegation_scan": {"pk": 1},
        "notification_read": {"pk": 1},
        "api:read_notification": {"notification_id": 1},
        "api:region_detail": {"code": "62.02"},
        "api:site_detail": {"code": code},
        "api:list_events": {"code": code},
        "api:correct_position": {"code": code},
        "api:start_process": {"code": code},
        "api:correct_asset": {"asset_id": asset["pk"]},
        "api:process_detail": {"process_id": pk},
        "api:form_of_step": {"process_id": pk, "step": "survey"},
        "api:list_lines": {"process_id": building.process.pk, "line": "equipment"},
        "api:take_process_step": {"process_id": pk, "step": "survey"},
        "api:attach_evidence": {"process_id": pk, "slot": "survey_photo"},
        "api:evidence_detail": {"evidence_id": file.pk},
        "api:position_evidence": {"evidence_id": file.pk},
        "api:withdraw_evidence": {"evidence_id": file.pk},
        "api:evidence_bytes": {"evidence_id": file.pk},
        "field_conflict": {"number": report.pk},
        "field_conflict_other": {"number": report.pk, "pk": report.differing.get().pk},
        "field_file": {"number": report.pk, "pk": report.files.get().pk},
        "api:put_item": {"item_id": uuid.UUID(int=1)},
        "api:file_offset": {"sha256": file.sha256},
        "api:patch_file": {"sha256": file.sha256},
    }


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
