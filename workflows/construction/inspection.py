"""The steps of inspecting a building: its defects, their mending and the minutes."""

from django.utils.translation import gettext_lazy as _

from workflows.construction import guards
from workflows.construction.lines import Defect
from workflows.construction.states import COMMAND, COMPLETE, ENGINEERS, FIELD, State
from workflows.construction.vocabulary import ReworkReason
from workflows.duty import Duty
from workflows.step import EvidenceSlot, adding, changing, step


class Inspection:
    """A defect is opened by the engineers, mended with a photo, and closed by somebody else."""

    @step(
        _("Note a defect"),
        source=COMPLETE,
        target=None,
        by=[ENGINEERS],
        record=adding(Defect),
        asks=["description", "place", "severity"],
        evidence=[EvidenceSlot("defect_photo", _("Photos of the defect"), minimum=0, fresh=True)],
        duty=None,
        help=_("An item of the punch list; the handover waits until it is closed."),
        offline=True,
    )
    def note_defect(self) -> None:
        """One more open defect."""
        self.open_defects += 1

    @step(
        _("Defect mended"),
        source=COMPLETE,
        target=None,
        by=[FIELD, COMMAND],
        record=changing(Defect, source=Defect.State.OPEN, target=Defect.State.FIXED),
        asks=["remedy"],
        evidence=[EvidenceSlot("remedy_photo", _("Photos after mending"), minimum=1, fresh=True)],
        duty=Duty(when_more=("open_defects", "defects_to_check")),
        help=_("What was done, with a photo; somebody else closes it."),
        within=15,
        offline=True,
    )
    def mend_defect(self) -> None:
        """One more to check."""
        self.defects_to_check += 1

    @step(
        _("Close the defect"),
        source=COMPLETE,
        target=None,
        by=[ENGINEERS, COMMAND],
        not_by_actor_of=["mend_defect"],
        record=changing(Defect, source=Defect.State.FIXED, target=Defect.State.CLOSED),
        duty=Duty(when_positive="defects_to_check"),
        within=20,
        help=_("You have seen that it is mended; whoever mended it does not close it."),
    )
    def close_defect(self) -> None:
        """One less."""
        self.defects_to_check -= 1
        self.open_defects -= 1

    @step(
        _("Defect not mended"),
        source=COMPLETE,
        target=None,
        by=[ENGINEERS, COMMAND],
        not_by_actor_of=["mend_defect"],
        record=changing(Defect, source=Defect.State.FIXED, target=Defect.State.OPEN),
        reasons=ReworkReason,
        duty=None,
        tone="back",
        help=_("It has to be mended again; say what is still wrong."),
    )
    def refuse_remedy(self) -> None:
        """Open again."""
        self.defects_to_check -= 1

    @step(
        _("Record the inspection"),
        source=State.PHYSICALLY_COMPLETE,
        target=State.INSPECTED,
        by=[ENGINEERS],
        not_by_actor_of=["report_completion", "confirm_completion"],
        asks=["inspected_on"],
        evidence=[EvidenceSlot("inspection_minutes", _("Minutes of the inspection"), accepts="document")],
        guards=[guards.inspection_dated_within],
        within=10,
        help=_("You have inspected the whole building; what is wrong stands in the punch list."),
    )
    def inspect(self) -> None:
        """Nothing but the fields."""
