"""The addresses of processes, their steps and their files."""

from django.urls import path

from workflows.views.bring import field_bring
from workflows.views.coordination import (
    agreement_detail,
    agreement_scan,
    commitment_scan,
    coordination,
)
from workflows.views.coordination_forms import agreement_new, commitment_deed, commitment_new
from workflows.views.evidence import evidence_again, evidence_place, evidence_upload, evidence_withdraw
from workflows.views.field_conflicts import field_conflict, field_conflict_other, field_conflicts, field_file
from workflows.views.field_receipts import field_receipts
from workflows.views.files import evidence_file, evidence_preview
from workflows.views.funds import funds
from workflows.views.kit_entry import FILE_NAME, kit_import, kit_import_example, kit_register
from workflows.views.kits import kit_detail, kit_hand_over, kit_list, kit_retire
from workflows.views.lines import process_lines
from workflows.views.notifications import notification_read, notifications, notifications_read
from workflows.views.paper_texts import paper_text, paper_texts
from workflows.views.papers import (
    paper_cancel,
    paper_detail,
    paper_file,
    paper_issue,
    paper_register,
    paper_sign,
    paper_signed,
)
from workflows.views.phone import field, field_manifest, field_texts, field_worker
from workflows.views.process import process_detail
from workflows.views.shapes import shape_read
from workflows.views.start import process_start
from workflows.views.step import take_step
from workflows.views.together import decide_several
from workflows.views.together_list import bulk_decisions
from workflows.views.together_result import bulk_decision, bulk_decision_resume
from workflows.views.together_undo import bulk_decision_take_back
from workflows.views.verify import verify, verify_paper

# What is done to a file stands under its process, so that a log-in in between leads back there.
FILE = "sites/<site_code:code>/<slug:kind>/<int:pk>/evidence/<int:evidence>"

urlpatterns = [
    path("sites/<site_code:code>/<slug:kind>/start/", process_start, name="process_start"),
    path("sites/<site_code:code>/<slug:kind>/<int:pk>/", process_detail, name="process_detail"),
    path("sites/<site_code:code>/<slug:kind>/<int:pk>/evidence/<slug:slot>/", evidence_upload, name="evidence_upload"),
    path(f"{FILE}/withdraw/", evidence_withdraw, name="evidence_withdraw"),
    path(f"{FILE}/again/", evidence_again, name="evidence_again"),
    path(f"{FILE}/position/", evidence_place, name="evidence_place"),
    path("sites/<site_code:code>/<slug:kind>/<int:pk>/lines/<slug:line>/", process_lines, name="process_lines"),
    path("sites/<site_code:code>/<slug:kind>/<int:pk>/<slug:step>/", take_step, name="take_step"),
    path("sites/<site_code:code>/<slug:kind>/<int:pk>/<slug:step>/<int:item>/", take_step, name="take_step_on"),
    path("sites/<site_code:code>/<slug:kind>/<int:pk>/papers/<slug:paper>/", paper_issue, name="paper_issue"),
    path("papers/", paper_register, name="paper_register"),
    path("papers/texts/", paper_texts, name="paper_texts"),
    path("papers/texts/<slug:kind>/<str:region>/", paper_text, name="paper_text"),
    path("papers/<int:pk>/", paper_detail, name="paper_detail"),
    path("papers/<int:pk>/file", paper_file, name="paper_file"),
    path("papers/<int:pk>/signed", paper_signed, name="paper_signed"),
    path("papers/<int:pk>/cancel/", paper_cancel, name="paper_cancel"),
    path("papers/<int:pk>/sign/", paper_sign, name="paper_sign"),
    path("verify/", verify, name="verify"),
    path("verify/<str:code>/", verify_paper, name="verify_paper"),
    path("evidence/<int:pk>/file", evidence_file, name="evidence_file"),
    path("evidence/<int:pk>/preview", evidence_preview, name="evidence_preview"),
    path("kits/", kit_list, name="kit_list"),
    path("kits/register/", kit_register, name="kit_register"),
    path("kits/import/", kit_import, name="kit_import"),
    path(f"kits/import/{FILE_NAME}", kit_import_example, name="kit_import_example"),
    path("kits/<slug:serial>/", kit_detail, name="kit_detail"),
    path("kits/<slug:serial>/retire/", kit_retire, name="kit_retire"),
    path("kits/<slug:serial>/hand-over/", kit_hand_over, name="kit_hand_over"),
    path("notifications/", notifications, name="notifications"),
    path("notifications/read/", notifications_read, name="notifications_read"),
    path("notifications/<int:pk>/read/", notification_read, name="notification_read"),
    path("shapes/read/", shape_read, name="shape_read"),
    path("work/together/", bulk_decisions, name="bulk_decisions"),
    path("work/together/<int:pk>/", bulk_decision, name="bulk_decision"),
    path("work/together/<int:pk>/go-on/", bulk_decision_resume, name="bulk_decision_resume"),
    path("work/together/<int:pk>/take-back/", bulk_decision_take_back, name="bulk_decision_take_back"),
    path("work/together/<slug:kind>/<slug:step>/", decide_several, name="decide_several"),
    path("field/receipts/", field_receipts, name="field_receipts"),
    path("field/conflicts/", field_conflicts, name="field_conflicts"),
    path("field/conflicts/<int:number>/", field_conflict, name="field_conflict"),
    path("field/conflicts/<int:number>/other/<int:pk>/", field_conflict_other, name="field_conflict_other"),
    path("field/reports/<int:number>/files/<int:pk>", field_file, name="field_file"),
    path("funds/", funds, name="funds"),
    path("field/", field, name="field"),
    path("field/bring/", field_bring, name="field_bring"),
    path("field/sw.js", field_worker, name="field_worker"),
    path("field/manifest.webmanifest", field_manifest, name="field_manifest"),
    path("field/texts/<slug:language>.json", field_texts, name="field_texts"),
    path("coordination/", coordination, name="coordination"),
    path("coordination/new/", agreement_new, name="agreement_new"),
    path("coordination/<int:pk>/", agreement_detail, name="agreement_detail"),
    path("coordination/<int:pk>/scan", agreement_scan, name="agreement_scan"),
    path("coordination/<int:pk>/commitments/new/", commitment_new, name="commitment_new"),
    path("coordination/commitments/<int:pk>/scan", commitment_scan, name="commitment_scan"),
    path("coordination/commitments/<int:pk>/<slug:deed>/", commitment_deed, name="commitment_deed"),
]
