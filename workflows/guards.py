"""Guards: what must already be true before a step may be taken, each answering with a sentence.

A guard returns ``""`` when it is met, else the reason in the reader's language. The same sentence stands on the
page, in the API and on the phone. Nothing else in the program repeats a guard's rule.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from workflows.comparisons import Comparison


@dataclass(frozen=True)
class Guard:
    """One rule.

    ``code`` names it in the API, in waivers and in the ledger. ``label`` says the rule itself, for the documentation
    and the page. ``fields`` are the process's columns it reads: as long as a step still asks for one of them that is
    empty, the rule can only be judged on submission. ``owners`` are the roles that can make it true, when that is not
    the step's own actor. ``waivable_by`` are the roles that may set it aside with a reason; empty: nobody.
    ``depends_on`` are the kinds of workflow at the same site whose progress can change the answer (a cross-gate): it
    may read of them what the site's own row says. ``basis`` are the codes of the law it rests on (``workflows.legal``).
    ``judged`` are comparisons that follow from the rule: where one does not hold, the rule does not either. A phone
    judges them without the server.
    """

    code: str
    label: str | Promise
    check: Callable[[object], str]
    fields: tuple[str, ...] = ()
    owners: frozenset[Role] = field(default_factory=frozenset)
    waivable_by: frozenset[Role] = field(default_factory=frozenset)
    depends_on: frozenset[str] = field(default_factory=frozenset)
    basis: tuple[str, ...] = ()
    judged: tuple[Comparison, ...] = ()

    def unmet(self, process) -> str:
        """The reason why the rule does not hold for the process now, or "" when it holds."""
        return str(self.check(process) or "")

    @property
    def waivable(self) -> bool:
        return bool(self.waivable_by)


def guard(
    label: str | Promise,
    *,
    fields: Iterable[str] = (),
    owners: Iterable[Role] = (),
    depends_on: Iterable[str] = (),
    basis: Iterable[str] = (),
    judged: Iterable[Comparison] = (),
) -> Callable[[Callable[[object], str]], Guard]:
    """Make a guard of a function; its name becomes the guard's code."""

    def decorate(check: Callable[[object], str]) -> Guard:
        return Guard(
            code=check.__name__,
            label=label,
            check=check,
            fields=tuple(fields),
            owners=frozenset(owners),
            depends_on=frozenset(depends_on),
            basis=tuple(basis),
            judged=tuple(judged),
        )

    return decorate


def waivable(rule: Guard, *, by: Iterable[Role]) -> Guard:
    """The same rule, but the named roles may set it aside with a reason (⚑); the waiver is its own ledger entry.

    Raises ValueError when no role is named: a waiver without an owner would belong to everybody.
    """
    roles = frozenset(by)
    if not roles:
        raise ValueError(f"waivable({rule.code}) names no role")
    return replace(rule, waivable_by=roles)


class WaiverReason:
    """The coded reasons of a waiver, the same for every rule; the sentence beside it says the particulars."""

    CHOICES = [
        ("local_condition", _("Local conditions")),
        ("data_inaccurate", _("The reference data are inaccurate")),
        ("adapted_design", _("An adapted design was allowed")),
        ("instruction", _("Written instruction of a superior")),
        ("legal_basis", _("Another legal basis applies")),
        ("other", _("Other")),
    ]
    CODES = frozenset(code for code, _label in CHOICES)
