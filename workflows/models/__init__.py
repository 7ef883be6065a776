"""The tables every workflow shares; the workflows' own tables stand in ``workflows.flows``."""

from workflows.models.evidence import Evidence
from workflows.models.process import Process
from workflows.models.waiver import Waiver

__all__ = ["Evidence", "Process", "Waiver"]
