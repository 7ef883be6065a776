"""What several tests of reports from the field begin with."""

import uuid

import pytest
from django.utils import timezone

from tests import factories
from tests.workflows.field.phone import Phone, Photo, captured, kept


@pytest.fixture
def survey(plot):
    """A survey captured on a plot that its proposer takes back and changes meanwhile: it does not fit any more."""
    plot.submitted()
    seen = plot.version
    fields = {"visited_on": timezone.localdate().isoformat(), **plot.CHECKLIST}
    photos = tuple(Photo(number, "survey_photo", plot.site.position) for number in (1, 2))
    body = captured(plot, "survey", fields, files=photos, seen_version=seen)
    second = factories.user("babinsa2", "field_officer", "62.02.01")
    plot.photos("survey_photo", second, 2, plot.site.position)
    plot.take("survey", second, {**fields, "slope": "steep"})
    name = uuid.uuid4()
    Phone(plot.cast.field_officer).send(body, name)
    return kept(name)
