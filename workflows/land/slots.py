"""The files land verification asks for, each under the name that its rules read it by."""

from django.utils.translation import gettext_lazy as _

from workflows.step import EvidenceSlot

# --- handed in by the proposer, who may replace them after a return: they show the plot, not one visit to it ---
PLOT_PHOTO = EvidenceSlot("plot_photo", _("Photos of the plot"), minimum=4)
MUSDES_MINUTES = EvidenceSlot("musdes_minutes", _("Minutes of the village deliberation"), accepts="document")
# A title in process has no paper yet.
TITLE_SCAN = EvidenceSlot("title_scan", _("Copy of the title"), minimum=0, accepts="document")

# --- each belongs to one visit or one decision: a new one rests on its own ---
SURVEY_PHOTO = EvidenceSlot("survey_photo", _("Survey photos"), minimum=2, located=True, fresh=True)
# The note itself is written here; the office may add its letter.
LEGAL_PAPER = EvidenceSlot("legal_paper", _("Letter of the legal note"), minimum=0, accepts="document", fresh=True)
# Decided outside, by Agrinas: without its paper nobody could check what is recorded here.
AGRINAS_LETTER = EvidenceSlot(
    "agrinas_letter", _("Agrinas acceptance: the letter, or a picture of its portal"), accepts="document", fresh=True
)

# Whose files speak of one plot only. Minutes and letters may well name several.
OF_ONE_PLOT = (PLOT_PHOTO, TITLE_SCAN, SURVEY_PHOTO)
