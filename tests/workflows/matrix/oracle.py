"""What the declaration of a step says about a request, in a few plain lines that know nothing of the gate."""

from workflows.step import Step

UNSEEN, WRONG_STATE, NOT_PERMITTED, PASSED = "unseen", "wrong state", "not permitted", "passed"


def declared(
    step: Step, *, state: str, site: str, role: str, region: str, decides: str, line: str | None = None
) -> str:
    """The declared answer to somebody with that role in that region.

    ``decides``: the region that decides in the process, where a step belongs to that very region. ``line``: the state
    of the line it is about.
    """
    if not f"{site}.".startswith(f"{region}."):
        return UNSEEN
    if state not in step.sources:
        return WRONG_STATE
    if line is not None and line not in step.record.sources:
        return WRONG_STATE
    if step.at and region != decides:
        return NOT_PERMITTED
    return PASSED if role in step.by else NOT_PERMITTED
