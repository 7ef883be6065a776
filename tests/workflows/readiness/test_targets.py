"""What the programme is to reach, beside what is reached: by region, by level, each cooperative once."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from sites.models import Site
from tests import factories
from tests.workflows.flows.readiness_play import Papers
from workflows.readiness.catalogue import DocumentKind, Target
from workflows.readiness.targets import targets_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_target_yet(transactional_db):
    Target.objects.all().delete()


def target(region: str, count: int, what: str = "active", year: int = 2026) -> Target:
    made = Target(
        region_code=region, year=year, what=what, count=count, source="test", as_of=datetime.date(2026, 1, 19)
    )
    made.full_clean()
    made.save()
    return made


def test_active_is_the_level_that_the_configuration_names(site, cast, settings):
    target("62.02", 3)
    papers = Papers(site, cast).complete()
    [found] = targets_for(cast.dinkop)
    assert (found.region, found.level.value, found.reached, found.missing) == (
        "Kabupaten Kotawaringin Timur",
        "papers_complete",
        1,
        2,
    )
    settings.READINESS_ACTIVE_LEVEL = "trading"
    assert targets_for(cast.dinkop)[0].reached == 0
    settings.READINESS_ACTIVE_LEVEL = "papers_complete"
    reason = ("not_genuine", "Tidak terdaftar.")
    papers.take("revoke_document", cast.dinkop, reason=reason, item=papers.line("npwp").number)
    assert targets_for(cast.dinkop)[0].reached == 0


def test_a_cooperative_with_two_sites_counts_once(site, cast):
    target("62.02", 3, "papers_complete")
    other = factories.site("62.02.01.2002")
    Site.objects.filter(pk=other.pk).update(cooperative=site.cooperative)
    Papers(site, cast).complete()
    factories.assign(cast.village_officer, "village_officer", "62.02.01.2002")
    Papers(other, cast).complete()
    assert targets_for(cast.dinkop)[0].reached == 1
    Site.objects.update(cooperative=None)
    assert targets_for(cast.dinkop)[0].reached == 2


def test_only_whoever_sees_all_of_a_region_is_told_its_count(site, cast):
    target("62", 50)
    target("62.02", 5, "legal")
    assert [found.target.count for found in targets_for(cast.viewer)] == [50, 5]
    assert [found.target.count for found in targets_for(cast.dinkop)] == [5]
    assert targets_for(cast.village_officer) == targets_for(cast.nobody) == targets_for(cast.outsider) == []
    assert targets_for(cast.viewer, year=2027) == []


def test_the_queries_do_not_grow_with_the_targets(site, cast, django_assert_num_queries):
    target("62", 50)
    cast.viewer.scope  # noqa: B018  asked once per request
    with django_assert_num_queries(3):
        targets_for(cast.viewer)
    for year in range(2027, 2035):
        target("62", 50, year=year)
    with django_assert_num_queries(3):
        targets_for(cast.viewer)


@pytest.mark.parametrize("bad", [{"region": "62.2"}, {"count": 0}, {"what": "x"}, {"year": 1999}])
def test_a_target_that_is_none_is_refused(db, bad):
    with pytest.raises(ValidationError):
        target(**{"region": "62", "count": 5, **bad})


def test_a_target_stands_once(db):
    target("62", 50)
    with pytest.raises(ValidationError, match="has that target"):
        target("62", 60)


def test_a_pattern_that_is_none_is_refused(db):
    with pytest.raises(ValidationError, match="regular expression"):
        DocumentKind(code="x", name="x", pattern="(").full_clean()


def test_an_administrator_edits_them(client, cast):
    boss = factories.user("boss", is_staff=True, is_superuser=True)
    client.force_login(boss)
    for page in ("documentkind", "target", "fund"):
        assert client.get(f"/admin/workflows/{page}/").status_code == 200
        assert client.get(f"/admin/workflows/{page}/add/").status_code == 200
    kind = DocumentKind.objects.get(pk="nib")
    assert client.get(f"/admin/workflows/documentkind/{kind.pk}/delete/").status_code == 403
    fields = {"region_code": "62", "year": "2027", "what": "active", "count": "200", "source": "RPJMD"}
    answer = client.post("/admin/workflows/target/add/", {**fields, "as_of": "2026-06-01"})
    assert answer.status_code == 302, answer.content
    assert Target.objects.get(year=2027).count == 200
