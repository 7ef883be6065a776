"""What the papers of a building tell of its lines: defects found, and equipment put in."""

from workflows.construction.guards import defects_closed
from workflows.construction.lines import Defect, Equipment
from workflows.facts import in_words


def defect_rows(process) -> dict[str, list[list[str]]]:
    """The punch list: number, what is wrong, where, how grave, how it stands, what was done."""
    return {
        "defects": [
            [
                str(one.number),
                one.description,
                one.place,
                str(one.get_severity_display()),
                str(Defect.State(one.state).label),
                one.remedy,
            ]
            for one in Defect.objects.filter(process=process).order_by("number")
        ]
    }


def equipment_rows(process) -> dict[str, list[list[str]]]:
    """The fit-out: number, kind, serial number, how it stands, since when it is installed."""
    pieces = Equipment.objects.filter(process=process).select_related("kind").order_by("number")
    return {
        "equipment": [
            [
                str(one.number),
                str(one.kind),
                one.serial_number,
                str(Equipment.State(one.state).label),
                in_words(one.installed_on) if one.installed_on else "",
            ]
            for one in pieces
        ]
    }


def why_not_handed_over(process) -> str:
    """What stands in the way of a handover, in a sentence; "" when nothing does."""
    return defects_closed.unmet(process)
