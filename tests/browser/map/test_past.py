"""The map on a past day: by its date, its slider and its link, and as several colourings show it."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sites.models import Site, SiteMoment
from sites.stages import Stage
from tests.browser.browsing import PHONE
from tests.browser.map.looking import SITE, count

pytestmark = pytest.mark.django_db(transaction=True)

DAYS = 40


@pytest.fixture
def past(world):
    """The register is forty days old; ten days ago the site was further than it is now, and waited for five days."""
    now = timezone.now()
    SiteMoment.objects.update(at=now - datetime.timedelta(days=DAYS))
    Site.objects.filter(code=SITE).update(stage=Stage.BUILT, waiting_since=now - datetime.timedelta(days=15))
    SiteMoment.objects.filter(site__code=SITE, at__gt=now - datetime.timedelta(days=1)).update(
        at=now - datetime.timedelta(days=12)
    )
    Site.objects.filter(code=SITE).update(stage=Stage.BUILDING, waiting_since=None)
    return timezone.localdate() - datetime.timedelta(days=10)


def test_a_past_day_is_shown_everywhere_and_said_plainly(browse, accessible, past, world):
    page = browse(world["viewer"], f"/map/?site={SITE}")
    expect(page.locator("#map-panel h2")).to_be_visible()
    expect(page.locator("#map-time")).not_to_have_class(re.compile("is-past"))
    built = page.get_by_role("checkbox", name="Built", exact=True)
    now = built.locator("xpath=..").locator("output").inner_text()
    page.locator("#map-on").fill(past.isoformat())
    expect(page.locator("#map-time summary")).to_contain_text("not today")
    expect(page.locator("#map-as-of")).to_contain_text("As of the end of")
    expect(built.locator("xpath=..").locator("output")).to_have_text(str(int(now) + 1))
    # Five days then, whatever day it is today; the panel tells of the same day.
    expect(page.locator(f"#map-list a[data-code='{SITE}']")).to_contain_text("waiting for 5 days")
    expect(page.locator("#map-panel")).to_contain_text("waiting for 5 days")
    expect(page.locator("#map-panel")).to_contain_text("not today")
    expect(page).to_have_url(re.compile(rf"[?&]on={past.isoformat()}"))
    accessible(page)
    page.reload()
    expect(page.locator("#map-panel")).to_contain_text("not today")
    page.get_by_label("Day of the register’s history").focus()
    page.keyboard.press("ArrowLeft")
    yesterday = past - datetime.timedelta(days=1)
    expect(page).to_have_url(re.compile(rf"[?&]on={yesterday.isoformat()}"))
    page.get_by_role("button", name="Back to today").click()
    expect(page).not_to_have_url(re.compile("on="))
    expect(page.locator("#map-panel")).to_contain_text("Legal note: blocked")
    expect(page.locator("#map-panel")).not_to_contain_text("not today")


def test_a_day_the_register_does_not_know_gets_the_servers_sentence(browse, past, world):
    browse.expect("404")
    page = browse(world["viewer"], "/map/?on=1999-01-01")
    expect(page.get_by_role("alert")).to_contain_text("before that, nothing is known")
    page.get_by_role("button", name="Show today’s state").click()
    expect(count(page)).to_have_text("60 sites")
    expect(page).not_to_have_url(re.compile("on="))


def test_history_plays_and_can_be_paused_but_not_for_who_asked_for_less_motion(browse, past, world):
    page = browse(world["viewer"], "/map/", size=PHONE)
    expect(count(page)).to_have_text("60 sites")
    page.locator("#map-time summary").click()
    expect(page.locator("#map-play")).to_be_hidden()
    page.emulate_media(reduced_motion="no-preference")
    page.get_by_role("button", name="Play").click()
    expect(page).to_have_url(re.compile("on="))
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(page.locator("#map-time")).to_have_class(re.compile("is-past"))


def test_colours_by_progress_waiting_and_flag_count_and_choose_their_groups(browse, accessible, world):
    Site.objects.filter(code=SITE).update(progress="55.00")
    page = browse(world["viewer"], "/map/?colour=progress")
    expect(count(page)).to_have_text("60 sites")
    page.get_by_role("checkbox", name="50–74%").check()
    expect(count(page)).to_have_text("1 of 60 sites")
    expect(page).to_have_url(re.compile(r"colour=progress&only=50"))
    page.locator("#map-colour").select_option("flag")
    expect(count(page)).to_have_text("60 sites")
    page.get_by_role("checkbox", name="Legal note: blocked").check()
    expect(count(page)).to_have_text("1 of 60 sites")
    accessible(page)
    page.locator("#map-shade").select_option("reached:built")
    expect(page).to_have_url(re.compile("shade=reached:built"))
    expect(page.locator("#map-shades li")).to_have_text([re.compile(r"below 20%\d"), *[re.compile("at least")] * 4])
    page.locator("#map-colour").select_option("waiting")
    expect(
        page.get_by_role("checkbox", name="Nobody is waited for").locator("xpath=..").locator("output")
    ).to_have_text("60")
