"""What every page carries: landmarks, languages, theme, the demonstration banner, forms and errors a person can use."""

import datetime
import re
import shutil

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.storage import FileSystemStorage
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import include, path
from django.utils import timezone, translation

from rollout import context
from rollout.pages.styleguide import styleguide
from rollout.staticfiles import STYLESHEET, InlinedImports, ModuleManifestStorage


def _page(request):
    return render(request, "rollout/about.html")


def _forbidden(request):
    raise PermissionDenied("Only the district command verifies.")


def _broken(request):
    raise RuntimeError("broken on purpose")


# The names base.html relies on, at addresses of this test's own: pages are tested here, not the list of addresses.
_PLACES = ["home", "map", "inbox", "site_list", "stuck", "coordination", "funds", "kit_list", "about", "notifications"]
_PAPERS = ["reports", "paper_register"]
_OWN = [
    "login",
    "logout",
    "profile",
    "field",
    "field_devices",
    "field_receipts",
    "delegation_list",
    "delegation_new",
    "password_change",
    "token_create",
]
_NAMES = [*_PLACES, *_PAPERS, *_OWN]
urlpatterns = [
    *(path(f"{name}/", _page, name=name) for name in _NAMES),
    path("map/", _page),
    path("forbidden/", _forbidden),
    path("broken/", _broken),
    path("styleguide/", styleguide, name="styleguide"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", include(([path("", _page, name="index")], "admin"))),
]


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.ROOT_URLCONF = __name__
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    cache.clear()


@pytest.fixture
def person(django_user_model):
    return django_user_model.objects.create_user(username="kotim", full_name="Dinas Koperasi", password="x")


@pytest.fixture
def page(client, db):
    def get(address: str = "/about/", **cookies) -> str:
        for name, value in cookies.items():
            client.cookies[name] = value
        return client.get(address, headers={"accept-language": "id"}).content.decode()

    return get


def test_a_page_has_its_landmarks_and_a_way_past_the_header(page):
    html = page()
    assert '<html lang="id"' in html
    assert html.index('href="#main"') < html.index("<header") < html.index('<main id="main"') < html.index("<footer")
    assert html.count("<h1") == 1


def test_nobody_sees_no_navigation_but_may_choose_language_and_appearance(page):
    html = page()
    assert 'class="nav"' not in html
    assert "data-theme-switch" in html
    assert 'name="language" value="en"' in html


def test_a_person_sees_name_navigation_and_the_way_out(page, client, person):
    client.force_login(person)
    html = page("/map/")
    assert "Dinas Koperasi" in html
    assert 'action="/logout/"' in html
    assert re.search(r'<a href="/map/" aria-current="true">', html)
    assert html.count("aria-current") == 1


def test_the_language_switch_leads_back_to_the_same_page(client, db):
    html = client.get("/about/?a=1", headers={"accept-language": "id"}).content.decode()
    assert 'name="next" value="/about/?a=1"' in html
    client.post("/i18n/setlang/", {"language": "en", "next": "/about/"})
    assert '<html lang="en"' in client.get("/about/").content.decode()


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("", "auto"), ('"><b>', "auto")])
def test_the_theme_is_in_the_first_byte_that_is_drawn(page, cookie, theme):
    html = page(theme=cookie) if cookie else page()
    assert f'data-theme="{theme}"' in html
    assert f'value="{theme}" aria-pressed="true"' in html


def test_simulated_data_are_announced_on_every_page(page, monkeypatch):
    monkeypatch.setattr(context, "simulated", lambda: True)
    assert 'class="banner"' in page()
    monkeypatch.setattr(context, "simulated", lambda: False)
    assert 'class="banner"' not in page()


def test_whether_data_are_simulated_is_asked_once_in_a_while(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert context.simulated() is False
        assert context.simulated() is False


def test_the_footer_states_the_version(page):
    assert context.version() in page()


def test_a_page_for_nobody_asks_nothing_about_people(client, db, django_assert_num_queries):
    context.simulated()
    with django_assert_num_queries(0):
        client.get("/about/")


class Specimen(forms.Form):
    area = forms.DecimalField(label="Area", help_text="As measured.")
    surveyed_on = forms.DateField(label="Surveyed on", initial=datetime.date(2026, 11, 22))
    decision = forms.ChoiceField(label="Decision", widget=forms.RadioSelect, choices=[("a", "Accept"), ("r", "Reject")])
    note = forms.CharField(label="Note", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].unit = "m²"

    def clean(self):
        if self.data.get("note") == "no":
            self.add_error(None, "The plot has two owners.")


def test_a_field_names_its_hint_its_error_and_its_unit():
    with translation.override("en"):
        html = str(Specimen({"area": "x"})["area"].as_field_group())
    control = re.search(r"<input[^>]*>", html)[0]
    assert 'aria-describedby="id_area_helptext id_area_error"' in control
    assert 'aria-invalid="true"' in control
    assert 'id="id_area_helptext"' in html
    assert 'id="id_area_error"' in html
    assert html.count("m²") == 2  # beside the field for the eye, in the label for the ear
    assert '<label class="field__label" for="id_area">Area' in html


def test_a_group_of_choices_has_a_legend_and_its_error():
    html = str(Specimen({})["decision"].as_field_group())
    assert re.search(r'<fieldset aria-describedby="id_decision_error">\s*<legend', html)
    assert 'id="id_decision"' in html  # where the error summary leads
    assert html.count('type="radio"') == 2


def test_only_what_may_be_left_out_is_marked():
    with translation.override("en"):
        form = Specimen()
        assert "optional" in str(form["note"].as_field_group())
        assert "optional" not in str(form["area"].as_field_group())


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_date_is_asked_with_the_browsers_own_field(language):
    with translation.override(language):
        assert 'type="date" name="surveyed_on" value="2026-11-22"' in str(Specimen()["surveyed_on"])


def test_a_refused_form_says_first_what_is_wrong_and_where():
    with translation.override("en"):
        html = str(Specimen({"note": "no", "area": "12"}))
    assert html.index("data-error-summary") < html.index("<label")
    assert "<li>The plot has two owners.</li>" in html
    assert '<a href="#id_decision">Decision: This field is required.</a>' in html
    assert "data-error-summary" not in str(Specimen())


def test_the_address_is_written_with_plain_numbers_for_machines():
    """1571 must not become 1.571 where a program reads it."""
    html = render_to_string("components/progress.html", {"percent": 1042.5, "label": "x"})
    assert 'value="1042.5"' in html


def test_a_timeline_entry_has_a_time_for_people_and_for_machines():
    at = datetime.datetime(2026, 11, 22, 7, 5, tzinfo=datetime.UTC)
    with translation.override("id"):
        html = render_to_string("components/timeline.html", {"entries": [{"title": "t", "at": at}]})
    assert '<time datetime="2026-11-22T14:05:00+07:00">22 Nov 2026 14.05 WIB</time>' in html


@pytest.mark.parametrize("status", [400, 403, 404, 409, 429, 500])
def test_an_error_page_can_be_drawn_without_a_request(status):
    """The database or the session may be what failed."""
    html = render_to_string(f"{status}.html")
    assert "<h1>" in html
    assert 'href="/home/"' in html


def test_a_refusal_says_why(page, client, person):
    client.force_login(person)
    assert "Only the district command verifies." in page("/forbidden/")


def test_a_fault_is_answered_with_the_fault_page(client, db):
    client.raise_request_exception = False
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert b"<h1>" in answer.content
    assert b"broken on purpose" not in answer.content


def test_the_lockout_page_says_when_to_try_again(rf, db):
    request = rf.get("/login/")
    request.user = AnonymousUser()
    delta = datetime.timedelta(minutes=15)
    with translation.override("id"):
        html = render_to_string("accounts/locked_out.html", {"cooloff_timedelta": delta}, request)
    assert re.search(r"\d{1,2} \w{3} \d{4} \d\d\.\d\d WIB", html)


def test_demonstration_accounts_are_named_only_when_given():
    form = forms.Form()
    account = ("kades.pundu", "Village officer", "Pundu")
    assert "kades.pundu" in render_to_string("accounts/login.html", {"form": form, "demo_accounts": [account]})
    assert 'id="demo-accounts"' not in render_to_string("accounts/login.html", {"form": form})


@pytest.mark.parametrize(("is_staff", "status"), [(False, 403), (True, 200)])
@pytest.mark.parametrize("address", ["/styleguide/", "/styleguide/?errors"])
def test_the_style_guide_is_for_staff(client, person, is_staff, status, address):
    person.is_staff = is_staff
    person.save()
    client.force_login(person)
    assert client.get(address).status_code == status


def test_the_stylesheet_is_sent_in_one_piece(settings):
    source = FileSystemStorage(location=settings.BASE_DIR / "rollout" / "static")
    css = InlinedImports(source).open(STYLESHEET).read().decode()
    assert "@import" not in css
    assert css.index("--page:") < css.index(".button {") < css.index("@media print")
    assert len(css) > 20_000


def test_collecting_hashes_the_stylesheet_as_one_piece(settings, tmp_path):
    source = FileSystemStorage(location=settings.BASE_DIR / "rollout" / "static")
    shutil.copytree(settings.BASE_DIR / "rollout" / "static", tmp_path, dirs_exist_ok=True)
    storage = ModuleManifestStorage(location=tmp_path, base_url="/static/")
    hashed = next(
        new for name, new, _ in storage.post_process({STYLESHEET: (source, STYLESHEET)}) if name == STYLESHEET
    )
    assert re.fullmatch(r"rollout/css/main\.[0-9a-f]{12}\.css", hashed)
    assert b"@import" not in (tmp_path / hashed).read_bytes()


def test_pages_keep_the_other_parameters_of_the_address(db, person):
    request = RequestFactory().get("/styleguide/?sort=name&page=2")
    person.is_staff = True
    request.user = person
    answer: HttpResponse = styleguide(request)
    assert 'href="?sort=name&amp;page=3"' in answer.content.decode()


def test_figures_carry_source_and_day():
    with translation.override("en"):
        html = render_to_string(
            "components/figure.html",
            {"value": "701", "label": "Land verified", "source": "Agrinas", "as_of": datetime.date(2025, 11, 25)},
        )
    assert "Agrinas, as of 25 Nov 2025" in html
    assert timezone.get_current_timezone_name() == "Asia/Pontianak"
