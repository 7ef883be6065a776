"""The tables every workflow shares; the workflows' own tables stand in ``workflows.flows``."""

from workflows.models.claim import Claim
from workflows.models.evidence import Evidence
from workflows.models.holiday import Holiday
from workflows.models.process import Process
from workflows.models.record import Record
from workflows.models.waiver import Waiver

__all__ = ["Claim", "Evidence", "Holiday", "Process", "Record", "Waiver"]
