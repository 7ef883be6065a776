"""The cases of a decision for several as rows of workflows/together/cases.html, and the chosen among them."""

from django.http import HttpRequest

from workflows.together.cases import Case
from workflows.views.frame import process_address


def case_row(case: Case, chosen: dict[int, int] | None) -> dict:
    """``chosen``: the versions of the chosen processes; None: nothing was chosen yet."""
    process = case.process
    return {
        "pk": process.pk,
        "case": f"{process.pk}:{process.version}",
        "version": process.version,
        # What should be noticed is chosen by hand.
        "checked": process.pk in chosen if chosen is not None else not case.warnings,
        "village": process.site.village.full_name,
        "code": process.site.code,
        "district": process.site.village.parent.short_name,
        "caption": process.caption,
        "since": process.state_since,
        "href": process_address(process),
        "objections": case.objections,
        "warnings": case.warnings,
    }


def chosen_versions(request: HttpRequest) -> dict[int, int]:
    """The chosen processes, each with the version that was read: "pk:version" in the request, several of them in one
    field where a browser would send more fields than a server takes."""
    words = " ".join(request.POST.getlist("case")).split()
    pairs = [word.partition(":")[::2] for word in words]
    return {int(pk): int(version) for pk, version in pairs if pk.isdecimal() and version.isdecimal()}
