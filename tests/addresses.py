"""One world in which every address has something to show, and the arguments of each."""

import uuid

from sites.requests import Request
from tests import factories
from tests.workflows.agreements import agreed
from tests.workflows.assets import stories
from tests.workflows.connection import kit as registered_kit
from tests.workflows.field.phone import twice_named_report
from workflows.models import Evidence
from workflows.papers import issuing


def arguments_of(plot: factories.Plot) -> dict[str, dict]:
    """The arguments of every address that takes some, by its name, for one submitted plot with files."""
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
