"""What every page is told: the version, whether the data are simulated, the reader's theme and duties."""

import tomllib
from functools import cache as once

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from accounts.roles import Role
from sites.models import Event
from workflows.coordination.selectors import due_count
from workflows.inbox import queues
from workflows.notifications.mails import mail_trouble
from workflows.notifications.selectors import unread_count

# The roles that have steps for the phone.
REPORTING = (Role.VILLAGE_OFFICER, Role.FIELD_OFFICER, Role.DISTRICT_COMMAND, Role.ENGINEERING, Role.ICT_OFFICE)
THEMES = ("light", "dark")
THEME_COOKIE = "theme"
SIMULATED_KEY = "rollout.context.simulated"
SIMULATED_SECONDS = 30


def installation(request: HttpRequest) -> dict[str, object]:
    """The context processor: ``version``, ``simulated``, ``theme`` ("light", "dark" or "auto"), ``keeps_kits``
    (is he of an ICT office?), ``reports_from_field``, ``duties``, ``inbox_count``,
    ``unread_count`` and ``mail_trouble``.

    The last six are called only by a template that shows them, so that a page without a user menu asks nothing.
    """
    chosen = request.COOKIES.get(THEME_COOKIE)
    return {
        "version": version(),
        "simulated": simulated(),
        "theme": chosen if chosen in THEMES else "auto",
        "duties": lambda: duties(request.user),
        "reports_from_field": lambda: (
            request.user.is_authenticated and any(request.user.scope.holds(role) for role in REPORTING)
        ),
        "keeps_kits": lambda: request.user.is_authenticated and request.user.scope.holds(Role.ICT_OFFICE),
        "inbox_count": once(lambda: inbox_count(request.user)),
        "unread_count": once(lambda: unread_count(request.user) if request.user.is_authenticated else 0),
        "mail_trouble": once(lambda: mail_trouble(request.user)),
    }


def duties(user) -> list[dict]:
    """What the person is: for each role in force the role (in words), its office and region code, and for a lent one
    whose it is and its last day."""
    if not user.is_authenticated:
        return []
    return [
        {
            "role": Role(grant.role).label,
            "office": grant.office,
            "region": grant.region_code,
            "lent_by": grant.for_name,
            "until": grant.until,
        }
        for grant in user.scope.grants
    ]


def inbox_count(user) -> int:
    """How many decisions and commitments await the person. Two queries."""
    return sum(queue.count for queue in queues(user)) + due_count(user) if user.is_authenticated else 0


@once
def version() -> str:
    """The version in ``pyproject.toml``, the only place that states it."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["version"]


def simulated() -> bool:
    """Does any ledger entry come from a simulation? Asked of the database twice a minute at most."""
    answer = cache.get(SIMULATED_KEY)
    if answer is None:
        answer = Event.objects.filter(simulated=True).exists()
        cache.set(SIMULATED_KEY, answer, SIMULATED_SECONDS)
    return answer
