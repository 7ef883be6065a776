"""The funds that simulated stimuli are lent from: one for each regency, there as long as the simulation is."""

from django.utils import timezone

from rollout.simulation.stories.stimulus import GRACE_MONTHS, INSTALMENTS
from workflows.stimulus.fund import Fund

_SOURCE = "SIMULASI"
_TOTAL = 5_000_000_000


def provide(regency_codes: set[str]) -> None:
    """Let each of these regencies have its simulated fund."""
    for code in sorted(regency_codes):
        Fund.objects.get_or_create(
            region_code=code,
            source=_SOURCE,
            defaults={
                "name": f"Dana bergulir contoh {code}",
                "total": _TOTAL,
                "instalments": INSTALMENTS,
                "grace_months": GRACE_MONTHS,
                "as_of": timezone.localdate(),
            },
        )


def of(site_code: str) -> Fund:
    """The simulated fund of the site's regency."""
    return Fund.objects.get(region_code=site_code[:5], source=_SOURCE)


def remove() -> None:
    """Delete the simulated funds from which nothing is lent any more."""
    Fund.objects.filter(source=_SOURCE, stimuli=None).delete()
