"""The rules of a step as its page lists them: what is known beforehand, or what the sent answers meant."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from workflows.judging import Verdict
from workflows.legal.bases import LegalBasis, cited
from workflows.owners import names_of, owners_at
from workflows.selectors import GuardAnswer


@dataclass(frozen=True)
class GuardLine:
    """One rule for ``components/guards.html``. ``follows_files``: no answer of the form changes it, but files may.
    ``basis``: the law it rests on."""

    code: str
    status: str
    sentence: str | Promise
    owner: str
    detail: str
    follows_files: bool
    basis: list[LegalBasis]


def beforehand(answers: Iterable[GuardAnswer]) -> list[Verdict]:
    """The rules by what stands in the process before anything is sent."""
    return [
        Verdict(
            answer.guard,
            "unmet" if answer.sentence else "pending" if answer.pending else "met",
            answer.sentence,
            answer.waivable,
        )
        for answer in answers
    ]


def guard_lines(found: list[Verdict], site_code: str) -> list[GuardLine]:
    """The rules with who can make them hold. One query when an unmet rule is somebody else's, else none."""
    roles = {role for one in found if one.status == "unmet" for role in one.guard.owners}
    owners = owners_at(roles, [site_code])[site_code] if roles else {}
    return [
        GuardLine(
            code=one.guard.code,
            status=one.status,
            sentence=one.sentence or one.guard.label,
            owner=", ".join(names_of(one.guard.owners, owners)) if one.status == "unmet" else "",
            detail=_detail(one),
            follows_files=not one.guard.fields,
            basis=cited(one.guard.basis),
        )
        for one in found
    ]


def _detail(one: Verdict) -> str:
    if one.status == "waived":
        return _("Set aside with your reason, once the step is taken.")
    return _("You may set this rule aside with a reason.") if one.status == "unmet" and one.waivable else ""
