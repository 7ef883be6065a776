"""What a person sends with a step, in one form for pages, API, phone, bulk and simulation."""

import datetime
import uuid
from dataclasses import dataclass, field

from gis_data.texts import clean_paragraphs
from sites.requests import digest_of
from workflows.guards import WaiverReason

SHORTEST_REASON, LONGEST_REASON = 5, 2000


@dataclass(frozen=True)
class Reason:
    """A coded reason with its sentence, which is kept as ``gis_data.texts`` cleans it."""

    code: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean_paragraphs(self.text))

    @property
    def is_waiver(self) -> bool:
        """May a rule be set aside for this reason? It needs one of the codes and a sentence."""
        return self.code in WaiverReason.CODES and SHORTEST_REASON <= len(self.text) <= LONGEST_REASON


@dataclass(frozen=True, kw_only=True)
class Submission:
    """The content of one request to take a step.

    ``version`` is the process's version the person read. ``fields`` maps the asked columns to what was filled in, as
    text or JSON values; ``localized`` says that numbers are written in the reader's way (1.250,5).
    ``waivers`` maps a guard's code to the reason for setting it aside. ``client_id`` names the request, so that a
    repetition gets the first answer. ``item`` is the number of the line that a step changes. ``letter`` is the id of a
    decision letter that was entered for several processes together; without it the step enters a letter of its own.
    ``at`` is the time of a simulated step; real steps are timed by the server.
    """

    version: int
    fields: dict = field(default_factory=dict)
    reason: Reason = Reason()
    waivers: dict[str, Reason] = field(default_factory=dict)
    item: int | None = None
    letter: int | None = None
    client_id: uuid.UUID | None = None
    request_id: uuid.UUID | None = None
    device_at: datetime.datetime | None = None
    at: datetime.datetime | None = None
    localized: bool = False

    def digest(self, step: str, process_id: int) -> str:
        """SHA-256 over what was asked for; the same request again has the same digest."""
        content = {
            "step": step,
            "process": process_id,
            "version": self.version,
            "fields": self.fields,
            "reason": [self.reason.code, self.reason.text],
            "waivers": {code: [reason.code, reason.text] for code, reason in self.waivers.items()},
        }
        if self.item is not None:
            content["item"] = self.item
        if self.letter is not None:
            content["letter"] = self.letter
        return digest_of(content)
