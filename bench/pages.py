"""Pages a person waits for: server time with full middleware, beside the floor of running the same SQL bare."""

from django.urls import reverse

from accounts.roles import Role
from bench import world
from bench.measure import Figure, milliseconds, p95
from bench.page_figure import figure, timed
from bench.wsgi_client import WsgiClient
from sites.models import Site


def figures() -> list[Figure]:
    """A site with a history, a small inbox and a large one: the number of queries must not grow with the rows."""
    proposer = world.person(Role.VILLAGE_OFFICER)
    site = Site.objects.order_by("code").last()
    few = world.surveyed_plots(20, proposer)
    reader = WsgiClient(world.person(Role.DISTRICT_COMMAND, "62"))
    rows = [
        figure("log-in page", reverse("login"), WsgiClient()),
        figure("site page", reverse("site_detail", args=[site.code]), reader),
        figure("site list", reverse("site_list"), reader),
    ]
    small = timed(reverse("inbox"), reader)
    more = world.surveyed_plots(400, proposer)
    large = timed(reverse("inbox"), reader)
    return [
        *rows,
        figure("inbox", reverse("inbox"), reader),
        Figure(
            f"inbox with {len(few) + len(more)}+ waiting / with {len(few)}+ waiting, p95",
            f"{milliseconds(p95(large.page))}, {len(large.statements)} queries",
            f"{milliseconds(p95(small.page))}, {len(small.statements)} queries",
            p95(large.page) / p95(small.page),
            "same queries",
            len(large.statements) == len(small.statements),
        ),
    ]
