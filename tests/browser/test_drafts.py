"""What was typed and not sent comes back, after a refusal, a log-in, a closed page; and it goes when it should."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Session, User
from accounts.roles import Role
from tests import factories
from tests.workflows.pages import address, page_of
from workflows.models import Evidence

pytestmark = pytest.mark.django_db(transaction=True)
RESTORED = re.compile(r"Your answers from \d\d:\d\d")


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")


def expect_nothing_kept(page: Page) -> None:
    """The page's script may come a little after its words."""
    for _ in range(50):
        if not kept(page):
            return
        page.wait_for_timeout(100)
    assert kept(page) == []


def type_a_title(page: Page, number: str = "HP 77/2025") -> None:
    page.get_by_label("Number of the title").fill(number)
    page.get_by_role("group", name="Owner").get_by_label("Village (desa)").check()


def expect_the_title(page: Page, number: str = "HP 77/2025") -> None:
    expect(page.get_by_text(RESTORED)).to_be_visible()
    expect(page.get_by_label("Number of the title")).to_have_value(number)
    expect(page.get_by_role("group", name="Owner").get_by_label("Village (desa)")).to_be_checked()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_closed_page_opens_with_what_was_typed(browse, accessible, plot, phone):
    page = browse(plot.cast.village_officer, address(plot, "submit"), phone=phone)
    assert kept(page) == []
    type_a_title(page)
    page.get_by_text("Coordinates as text or from a file").click()
    x, y = plot.site.position.coords
    page.get_by_label("Outline of the plot").fill(f"{y}, {x}\n{y}, {x + 0.0005}\n{y + 0.0004}, {x + 0.0005}")
    page.get_by_role("button", name="Show on the map").click()
    expect(page.locator("[data-editor-figures]")).to_contain_text("Area")
    # Killed as a phone kills it: nothing of the page runs any more.
    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.goto(address(plot, "submit"))
    expect_the_title(again)
    expect(again.locator("[data-editor-figures]")).to_contain_text("Area")
    accessible(again)
    again.get_by_role("button", name="Discard").click()
    expect(again.get_by_label("Number of the title")).to_have_value("")
    expect(again.get_by_text(RESTORED)).to_be_hidden()
    assert kept(again) == []


def test_the_time_is_the_programmes_whatever_the_devices_clock(browse, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"), timezone_id="America/New_York")
    type_a_title(page)
    hour = timezone.localtime().strftime("%H")
    page.reload()
    expect(page.get_by_text(re.compile(rf"Your answers from {hour}:\d\d"))).to_be_visible()


def test_what_was_refused_and_left_comes_back(browse, plot):
    browse.expect(r"^422: |status of 422")
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    type_a_title(page)
    page.get_by_role("button", name="Submit the plot").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    expect(page.get_by_text(RESTORED)).to_be_hidden()
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("link", name="Submit the plot").click()
    expect_the_title(page)


def test_a_log_in_in_between_leads_back_to_the_answers(browse, plot):
    User.objects.filter(username="kades").update(language="en")
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    type_a_title(page)
    Session.objects.all().delete()
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_label("Username").fill("kades")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Submit the plot")
    expect_the_title(page)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("The draft is saved; nothing was sent.")).to_be_visible()
    expect_nothing_kept(page)


def test_a_file_sent_beside_the_answers_does_not_part_them_from_the_case(browse, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    type_a_title(page)
    content = factories.photo(1)
    photo = {"name": content.name, "mimeType": "image/jpeg", "buffer": content.read()}
    page.locator("#files-plot_photo").set_input_files([photo])
    expect(page.locator("#slot-plot_photo .slot__files li")).to_have_count(1)
    assert Evidence.objects.count() == 1
    page.reload()
    expect_the_title(page)


def test_when_the_case_changed_since_the_answers_are_offered_not_mixed_in(browse, accessible, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    type_a_title(page)
    plot.take("save_draft", plot.cast.dinkop, {"title_number": "HP 1/2020"})
    page.reload()
    expect(page.get_by_text(re.compile("You typed answers here at"))).to_be_visible()
    expect(page.get_by_label("Number of the title")).to_have_value("HP 1/2020")
    accessible(page)
    page.get_by_role("button", name="Restore them").click()
    expect_the_title(page)
    page.reload()
    expect_the_title(page)


def test_answers_are_one_persons_own_and_go_when_he_logs_out_after_a_question(browse, accessible, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    type_a_title(page)
    assert len(kept(page)) == 1
    page.goto("/")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Log out").click()
    question = page.get_by_role("dialog", name="There are answers you have not sent")
    expect(question).to_be_visible()
    accessible(page)
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_be_hidden()
    assert len(kept(page)) == 1
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Log out").click()
    question.get_by_role("button", name="Log out and remove them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    assert kept(page) == []


def test_numbers_stay_the_same_numbers_in_the_other_language(browse, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"), language="id")
    page.locator("#id_stated_area_m2").fill("3.000")
    page.locator("#id_length_m").fill("50,5")
    page.locator("#id_width_m").fill("12.5")
    page.locator("button[name=language][value=en]").click()
    expect(page.get_by_text(RESTORED)).to_be_visible()
    expect(page.locator("#id_stated_area_m2")).to_have_value("3,000")
    expect(page.locator("#id_length_m")).to_have_value("50.5")
    expect(page.locator("#id_width_m")).to_have_value("12.5")


def test_another_person_at_the_same_device_sees_nothing_of_it(browse, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    type_a_title(page)
    other = factories.user("sekdes", Role.VILLAGE_OFFICER, plot.site.code)
    log_in = Client()
    log_in.force_login(other)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": log_in.cookies[name].value, "url": browse.address}])
    page.goto(address(plot, "submit"))
    expect(page.get_by_text(RESTORED)).to_be_hidden()
    expect(page.get_by_label("Number of the title")).to_have_value("")


def test_a_confirmation_is_given_anew_each_time(browse, plot):
    plot.surveyed()
    page = browse(plot.cast.kodim, address(plot, "reject"))
    page.get_by_label("Explanation").fill("Seluruh lahan rawa.")
    page.get_by_label(re.compile("^I am sure")).check()
    page.goto(page_of(plot))
    page.get_by_role("link", name="Reject").click()
    expect(page.get_by_label("Explanation")).to_have_value("Seluruh lahan rawa.")
    expect(page.get_by_label(re.compile("^I am sure"))).not_to_be_checked()
