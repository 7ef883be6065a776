"""How long a waiver flags its site: until its step is taken again and the rule is kept."""

import pytest
from django.utils import timezone

from sites.models import Site
from sites.stages import Flag
from workflows.submission import Reason

pytestmark = pytest.mark.django_db


def test_a_rule_that_is_kept_again_raises_no_flag_any_more(plot):
    aside = {"areas_agree": Reason("data_inaccurate", "Surat lama ditaksir.")}
    plot.papers()
    plot.take("submit", plot.cast.village_officer, plot.proposal(stated_area_m2="1500"), waivers=aside)
    plot.take("send_back", plot.cast.field_officer, reason=("title_problem", "Luas pada surat salah."))
    assert Site.objects.get(pk=plot.site.pk).flags & Flag.WAIVER
    plot.take("submit", plot.cast.village_officer, plot.proposal())
    assert not Site.objects.get(pk=plot.site.pk).flags & Flag.WAIVER


def test_a_flag_stays_for_a_rule_that_another_step_set_aside(plot):
    small = plot.proposal(length_m="35", width_m="25", stated_area_m2="1100")
    plot.papers()
    aside = {"areas_agree": Reason("data_inaccurate", "Surat lama ditaksir.")}
    plot.take("submit", plot.cast.village_officer, small, waivers=aside)
    plot.photos("survey_photo", plot.cast.field_officer, 2, plot.site.position)
    visit = {"visited_on": timezone.localdate().isoformat(), **plot.CHECKLIST}
    plot.take("survey", plot.cast.field_officer, visit)
    plot.take("verify", plot.cast.kodim, waivers={"plot_at_least": Reason("local_condition", "Tanah terbatas.")})
    plot.take("note_legal", plot.cast.bpkad, plot.LEGAL)
    assert Site.objects.get(pk=plot.site.pk).flags & Flag.WAIVER
