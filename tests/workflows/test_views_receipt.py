"""The receipt of a step: that it was taken, what follows and whose it is."""

import pytest

from sites.models import Event
from tests import factories
from tests.workflows.assets import stories
from tests.workflows.pages import address, browser, envelope, hidden, page_of, text_of
from workflows.views.receipt import _next

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def test_a_step_is_recorded_and_answered_with_a_receipt(plot):
    plot.papers()
    client = browser(plot.cast.village_officer)
    page = client.get(address(plot, "submit"))
    form = {"version": hidden(page, "version"), "client_id": hidden(page, "client_id"), **plot.proposal()}
    answer = client.post(address(plot, "submit"), form)
    assert (answer.status_code, answer["Location"]) == (303, page_of(plot))
    event = Event.objects.get(step="submit")
    words = text_of(client.get(page_of(plot)))
    assert (
        "The plot was submitted. Next: Report the survey (Koramil 1015-01), Write the legal note (BPKAD Kotim)."
        in words
    )
    assert f"Entry #{event.seq} · {event.hash[:12]}…" in words


def test_an_office_is_told_to_be_awaited_for_its_own_step_never_for_anothers(plot):
    """While the legal note is missing the acceptance waits for it; the asset office does not record the acceptance."""
    plot.surveyed()
    client = browser(plot.cast.kodim)
    words = text_of(client.get(address(plot, "verify")))
    assert words.count("· BPKAD Kotim.") == 1
    assert "Next: Write the legal note – Asset office (BPKAD) · BPKAD Kotim." in words
    client.post(address(plot, "verify"), envelope(plot))
    assert "The plot is verified. Next: Write the legal note (BPKAD Kotim). Entry #" in text_of(
        client.get(page_of(plot))
    )
    client = browser(plot.cast.bpkad)
    blocked = {**factories.Plot.LEGAL, "legal_verdict": "blocked", "legal_note": "Sertipikat ganda."}
    client.post(address(plot, "note_legal"), envelope(plot) | blocked)
    assert "Next it is your turn: Write the legal note. Entry #" in text_of(client.get(page_of(plot)))


def test_a_receipt_says_when_it_is_ones_own_turn_and_when_nobodys(plot):
    client = browser(plot.cast.village_officer)
    client.post(address(plot, "submit"), envelope(plot) | {"take": "save_draft", "title_number": "HP 1"})
    assert "The draft is saved; nothing was sent. Next it is your turn: Submit the plot." in text_of(
        client.get(page_of(plot))
    )
    form = {"reason_code": "other", "reason_text": "Sudah dijual.", "confirm": "on"}
    client.post(address(plot, "withdraw"), envelope(plot) | form)
    words = text_of(client.get(page_of(plot)))
    assert "The proposal is withdrawn. The state is now “Withdrawn”; nobody is waited for any more." in words


def test_deeds_of_which_each_makes_one_rule_true_are_told_once(site, cast):
    grant = stories.Grant(site, cast, stories.asset(site, cast.bpkad)).appraised()
    process = grant.row
    sentences = " ".join(_next(process, cast.bpkad))
    assert sentences.count(str(process.steps["ask_council"].label)) == 1, sentences
