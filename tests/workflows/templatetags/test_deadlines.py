"""Deadlines in sentences, in both languages' order of words."""

import datetime

import pytest
from django.utils import translation

from workflows.awaited import Raised
from workflows.templatetags.deadlines import escalation, is_late, term

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("due", "sentence"),
    [
        (None, ""),
        (datetime.date(2026, 12, 1), "due 1 Dec 2026"),
        (datetime.date(2026, 11, 29), "due 29 Nov 2026"),
        (datetime.date(2026, 11, 28), "was due 28 Nov 2026"),
        (datetime.date(2026, 11, 26), "was due 26 Nov 2026, 1 working day late"),
        (datetime.date(2026, 11, 24), "was due 24 Nov 2026, 3 working days late"),
    ],
)
def test_a_term_in_words(monkeypatch, due, sentence):
    """On Sunday, 29 November."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: datetime.date(2026, 11, 29))
    with translation.override("en"):
        assert term(due) == sentence
    assert is_late(due) is ("was" in sentence)


def test_to_whom_it_was_raised():
    raised = Raised(datetime.date(2026, 11, 24), (("asset_office", "62"),), ("BPKAD Kalteng", "Setda, Kalteng"))
    with translation.override("en"):
        assert escalation(raised) == "Escalated to BPKAD Kalteng; Setda, Kalteng on 24 Nov 2026."
    assert escalation(None) == ""
