"""What may be issued from a process now, by whom, and why something may not yet be."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.scope import Grant
from workflows import permission, registry
from workflows.models import Process
from workflows.papers.declaration import PaperKind, Source
from workflows.papers.models import Paper
from workflows.papers.registry import UnknownPaper, kind, kinds_of


@dataclass(frozen=True)
class Offer:
    """A kind of paper at a process. ``forbidden``: why this person does not issue it; ``objection``: why nobody does
    (yet); both "" when he may. ``papers``: those there are, newest first."""

    kind: PaperKind
    source: Source
    grant: Grant | None
    forbidden: str
    objection: str
    papers: tuple[Paper, ...] = ()

    @property
    def open(self) -> bool:
        """May the person issue it now?"""
        return not self.forbidden and not self.objection

    @property
    def office(self) -> str:
        """The office under whose number it is issued."""
        return self.grant.office if self.grant else ""


def offers(process: Process, user) -> list[Offer]:
    """Every paper that may follow from the process, issued or not. One query for those there are."""
    kinds = kinds_of(process.kind)
    if not kinds:
        return []
    papers: dict[str, list[Paper]] = {}
    for paper in process.papers.order_by("-pk"):
        papers.setdefault(paper.kind, []).append(paper)
    return [offered(one, process, user, papers.get(one.name, [])) for one in kinds]


def offered(kind: PaperKind, process: Process, user, papers: Iterable[Paper]) -> Offer:
    """The same for one kind. Raises UnknownPaper when it is no paper of the process's workflow."""
    source = kind.source_of(process.kind)
    if source is None:
        raise UnknownPaper(kind.name)
    papers = tuple(papers)
    grant = _grant(source, process, user)
    return Offer(
        kind, source, grant, _forbidden(source, process, user, grant), _objection(source, process, papers), papers
    )


def keeper_grant(paper: Paper, user) -> Grant | None:
    """The grant under which the person may cancel the paper or keep its signed copy: of the office and the region that
    issued it."""
    source = kind(paper.kind).source_of(paper.process.kind)
    grants = user.scope.grants_in(paper.region_id, source.by)
    return next((grant for grant in grants if grant.office == paper.office), None)


def _grant(source: Source, process: Process, user) -> Grant | None:
    if source.at:
        grants = user.scope.grants_in(getattr(process, source.at), source.by)
    else:
        grants = user.scope.grants_at(process.site.code, source.by)
    # Who serves an office comes before who serves none: the number is the office's.
    return next((grant for grant in grants if grant.office), grants[0] if grants else None)


def _forbidden(source: Source, process: Process, user, grant: Grant | None) -> str:
    if grant is None:
        return permission.not_held(source.by, process.site.code, user)
    if not grant.office:
        return _("A paper bears the number of an office, and your assignment names none. The administrator enters it.")
    return ""


def _objection(source: Source, process: Process, papers: Iterable[Paper]) -> str:
    standing = next((paper for paper in papers if paper.in_force), None)
    if standing is not None:
        return _("It was issued already: %(number)s. Cancel that one first.") % {"number": standing.number}
    if process.state not in source.states:
        states = registry.flow(process.kind).State
        named = [str(states(state).label) for state in states.values if state in source.states]
        return _("It can be issued once the state is %(states)s; now it is “%(now)s”.") % {
            "states": _(" or ").join(f"“{label}”" for label in named),
            "now": process.state_label,
        }
    return source.objection(process)
