"""Verifies a paper for anybody: by its code against the ledger, and a file by its bytes against the paper."""

from dataclasses import dataclass

from sites import chain, ledger
from sites.models import Event
from workflows.papers.codes import normalised
from workflows.papers.models import Paper
from workflows.papers.verbs import ISSUED


@dataclass(frozen=True)
class Verdict:
    """What is known of a paper. ``proven``: the entry of the ledger by which it was issued stands unchanged, and names
    this number and this SHA-256."""

    paper: Paper
    proven: bool

    @property
    def parties(self) -> list[str]:
        """The office that issued it and those between which it stands, each once."""
        return list(dict.fromkeys([self.paper.office, *self.paper.parties]))


def by_code(text: str) -> Verdict | None:
    """The paper with that code, however it was typed; None when there is none. No query for what can be no code."""
    code = normalised(text)
    paper = Paper.objects.select_related("process").filter(code=code).first() if code else None
    return Verdict(paper, _proven(paper)) if paper else None


def by_file(sha256: str) -> Verdict | None:
    """The paper whose issued or signed PDF has those bytes; None when there is none."""
    papers = Paper.objects.select_related("process")
    paper = papers.filter(sha256=sha256).first() or papers.filter(signed_sha256=sha256).first()
    return Verdict(paper, _proven(paper)) if paper else None


def matches(paper: Paper, sha256: str) -> str:
    """What the bytes are of that paper: "issued", "signed", or "" for nothing of it."""
    if sha256 == paper.sha256:
        return "issued"
    return "signed" if sha256 == paper.signed_sha256 else ""


def _proven(paper: Paper) -> bool:
    entries = Event.objects.select_related("site").filter(site=paper.process.site_id, seq=paper.event_seq)
    event = entries.first()
    return (
        event is not None
        and event.verb == ISSUED
        and event.evidence == [paper.sha256]
        and event.changes.get("number") == [None, paper.number]
        and chain.digest(ledger.entry_of(event)) == event.hash
    )
