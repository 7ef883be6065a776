"""The supervisor's page: both versions side by side, what happened since, and the choice."""

import uuid

import pytest
from django.urls import reverse

from tests import factories
from tests.workflows.field.phone import Phone, Photo, captured, kept, twice_named_report
from tests.workflows.field.test_conflicts import WHY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def page(client, person, name: str, *arguments) -> str:
    client.force_login(person)
    answer = client.get(reverse(name, args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_and_the_inbox_lead_to_it(client, survey, plot):
    assert survey.receipt in page(client, plot.cast.kodim, "field_conflicts")
    assert "Yours to settle" in page(client, plot.cast.kodim, "field_conflicts")
    assert "1 report from the field waits for your decision" in page(client, plot.cast.kodim, "inbox")
    assert "Yours to settle" not in page(client, plot.cast.dinkop, "field_conflicts")
    assert "from the field waits" not in page(client, plot.cast.dinkop, "inbox")
    assert survey.receipt not in page(client, plot.cast.neighbour, "field_conflicts")


def test_both_versions_and_what_happened_stand_on_one_page(client, survey, plot):
    photo = Photo(1, "survey_photo", plot.site.position)
    Phone(plot.cast.field_officer).upload(photo)
    shown = page(client, plot.cast.kodim, "field_conflict", survey.pk)
    for words in ("Slope", "As captured", "As it stands now", "Babinsa2", "Take it now", "foto-1.jpg"):
        assert words in shown, words
    assert "0 m from the plot" in shown
    # What differs comes first; what is the same is folded away, and counted.
    fold = shown.index("9 answers that do not differ")
    assert shown.index("Steep") < fold < shown.index("Electricity")
    assert shown[:fold].count('<th scope="row">Slope') == 1
    # Somebody else reads it and has no form.
    assert "Take it now" not in page(client, plot.cast.dinkop, "field_conflict", survey.pk)


def test_it_is_settled_there(client, survey, plot):
    client.force_login(plot.cast.kodim)
    address = reverse("field_conflict", args=[survey.pk])
    assert client.post(address, {"choice": "aside", "reason": ""}).status_code == 422
    assert client.post(address, {"choice": "take"}).status_code == 422
    assert kept(survey.item).status == "conflict"
    answer = client.post(address, {"choice": "keep", "reason": WHY})
    assert (answer.status_code, answer["Location"]) == (303, reverse("field_conflicts"))
    assert kept(survey.item).status == "settled"
    # The sender reads it, and the process tells it.
    assert WHY in page(client, plot.cast.field_officer, "notifications")
    process = page(client, plot.cast.kodim, "process_detail", plot.site.code, plot.process.kind, plot.process.pk)
    assert "Report kept as a fact" in process


def test_others_may_not(client, survey, plot):
    address = reverse("field_conflict", args=[survey.pk])
    for person, status in ((plot.cast.dinkop, 422), (plot.cast.neighbour, 404)):
        client.force_login(person)
        assert client.post(address, {"choice": "keep", "reason": WHY}).status_code == status
    assert kept(survey.item).status == "conflict"


def test_what_came_under_one_name_is_compared_and_settled(client, site, cast):
    item = twice_named_report(factories.begun_outlet(site, cast))
    shown = page(client, cast.kodim, "field_conflict", item.pk)
    assert "Other content under the same name" in shown
    other = item.differing.get()
    address = reverse("field_conflict_other", args=[item.pk, other.pk])
    client.post(address, {"choice": "aside", "reason": WHY})
    other.refresh_from_db()
    assert (other.settled_by, other.reason) == (cast.kodim, WHY)


def test_a_report_about_nothing_that_is_known_is_shown_too(client, site, cast):
    building = factories.begun_outlet(site, cast)
    name = uuid.uuid4()
    Phone(cast.field_officer).send({**captured(building, "no_such_step", {"colour": "red"}), "process": 10**9}, name)
    assert "colour" in page(client, cast.kodim, "field_conflict", kept(name).pk)
