"""What an import read, changed and refused, in numbers and sentences."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# Receives one line for each step of a long import.
Progress = Callable[[str], None]

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused record: where it stands in the file, and why."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


@dataclass(slots=True)
class Report:
    """The outcome of an import. ``kept`` counts official outlines an approximation did not replace.

    ``corrected`` says of each name that was written otherwise than listed what it was, what it is, and by which source.
    """

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    repaired: int = 0
    kept: int = 0
    corrected: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, where: str, reason: str) -> None:
        """Note a refused record."""
        self.refused.append(Refusal(where, reason))

    def lines(self) -> list[str]:
        """The report as sentences, the numbers first; at most 20 refusals are spelled out."""
        counts = [
            _("read %(n)d") % {"n": self.read},
            _("added %(n)d") % {"n": self.added},
            _("changed %(n)d") % {"n": self.changed},
            _("unchanged %(n)d") % {"n": self.unchanged},
            _("refused %(n)d") % {"n": len(self.refused)},
        ]
        if self.repaired:
            counts.append(_("repaired %(n)d") % {"n": self.repaired})
        if self.kept:
            counts.append(_("official outlines kept %(n)d") % {"n": self.kept})
        if self.corrected:
            counts.append(_("corrected names %(n)d") % {"n": len(self.corrected)})
        # A file refused before its first record has nothing to count.
        lines = [
            *([", ".join(counts)] if self.read else []),
            *self.notes,
            *self.corrected,
            *(str(refusal) for refusal in self.refused[:_SHOWN]),
        ]
        more = len(self.refused) - _SHOWN
        if more > 0:
            lines.append(ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more})
        return lines


class ImportRefused(Exception):
    """Nothing was changed. ``str()`` is the sentence; ``report`` names each refused record."""

    def __init__(self, sentence: str, report: Report | None = None) -> None:
        super().__init__(sentence)
        self.report = report or Report()

    @classmethod
    def because_of(cls, report: Report) -> "ImportRefused":
        """The refusal of a whole file for the records its report names."""
        n = len(report.refused)
        sentence = ngettext(
            "%(n)d record cannot be taken, so nothing was changed.",
            "%(n)d records cannot be taken, so nothing was changed.",
            n,
        )
        return cls(sentence % {"n": n}, report)
