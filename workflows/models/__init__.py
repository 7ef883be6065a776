"""The tables every workflow shares; the workflows' own tables stand in ``workflows.flows``."""

from workflows.coordination.models import Agreement, AgreementEvent, Commitment
from workflows.field.models import DifferingItem, FieldFile, FieldHolding, FieldItem, Suspicion
from workflows.models.bulk import BulkDecision, BulkItem
from workflows.models.claim import Claim
from workflows.models.clock_run import ClockRun
from workflows.models.evidence import Evidence
from workflows.models.holiday import Holiday
from workflows.models.letter import Letter
from workflows.models.mail import Mail
from workflows.models.notification import News, Notification
from workflows.models.photo_print import PhotoPrint
from workflows.models.process import Process
from workflows.models.record import Record
from workflows.models.step_term import StepTerm
from workflows.models.turn import Turn
from workflows.models.waiver import Waiver
from workflows.papers.models import Paper, PaperCounter, PaperTemplate

__all__ = [
    "Agreement",
    "AgreementEvent",
    "BulkDecision",
    "BulkItem",
    "Claim",
    "ClockRun",
    "Commitment",
    "DifferingItem",
    "Evidence",
    "FieldFile",
    "FieldHolding",
    "FieldItem",
    "Holiday",
    "Letter",
    "Mail",
    "News",
    "Notification",
    "Paper",
    "PaperCounter",
    "PaperTemplate",
    "PhotoPrint",
    "Process",
    "Record",
    "StepTerm",
    "Suspicion",
    "Turn",
    "Waiver",
]
