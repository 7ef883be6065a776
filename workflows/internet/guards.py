"""The rules of satellite internet, each answering with a sentence."""

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from workflows.comparisons import Clock, Comparison
from workflows.guards import guard
from workflows.internet.downtime import overlapping
from workflows.internet.faults import spells_of
from workflows.internet.lines import SpeedTest
from workflows.internet.vocabulary import SkyView, Trained


def _not_in_future(field: str, what: str) -> Comparison:
    return Comparison(field, "<=", Clock.TODAY, lambda day, _today: _in_future(what, day))


@guard(
    gettext_lazy("The survey lies within the programme and not in the future"),
    fields=["surveyed_on"],
    judged=[_not_in_future("surveyed_on", gettext_lazy("The survey"))],
)
def survey_dated_within(process) -> str:
    day = process.surveyed_on
    return _between(_("The survey"), day, settings.PROGRAMME_START, _("when the programme began"))


@guard(
    gettext_lazy("There is enough electricity"),
    fields=["power_hours"],
    owners=[Role.VILLAGE_OFFICER, Role.ICT_OFFICE],
)
def power_enough(process) -> str:
    """Electricity is what usually stops satellite internet in remote villages (Bisnis.com, 30 January 2024)."""
    hours = process.power_hours
    if hours is None or hours >= settings.INTERNET_MIN_POWER_HOURS:
        return ""
    return _("The survey found electricity for %(hours)s hours a day; at least %(minimum)d are needed.") % {
        "hours": number_format(hours.normalize() if hours else 0, use_l10n=True),
        "minimum": settings.INTERNET_MIN_POWER_HOURS,
    }


@guard(gettext_lazy("The antenna sees the sky"), fields=["sky_view"])
def sky_seen(process) -> str:
    if process.sky_view == SkyView.OBSTRUCTED:
        return _("The survey found the sky obstructed; look for a mast or another place for the antenna.")
    return ""


@guard(gettext_lazy("Somebody there can run it"), fields=["trained"])
def somebody_trained(process) -> str:
    if process.trained == Trained.NO:
        return _("The survey found nobody who is trained to run it.")
    return ""


@guard(gettext_lazy("The kit was meant for this site"), fields=["kit"])
def kit_meant_for_here(process) -> str:
    """A kit that was taken down elsewhere was promised to a site; sending it to another is noticed, not stopped."""
    former = process.relocation_of_kit()
    if former is None or former.relocated_to_id == process.site.code:
        return ""
    return _("Kit %(kit)s was taken down at %(from)s to be installed at %(to)s.") % {
        "kit": process.kit.serial_number,
        "from": former.site.village.full_name,
        "to": former.relocated_to.village.full_name,
    }


@guard(gettext_lazy("Dates of the shipment follow each other and are not in the future"))
def shipment_dates_in_order(process) -> str:
    line = process.item
    if line is None:
        return ""
    since, words = process.surveyed_on, _("when it was surveyed")
    if sentence := _between(_("The dispatch"), line.sent_on, since, words):
        return sentence
    if line.expected_on and line.sent_on and line.expected_on < line.sent_on:
        return _("It is expected on %(expected)s, before it was sent (%(sent)s).") % {
            "expected": _day(line.expected_on),
            "sent": _day(line.sent_on),
        }
    return _between(_("The receipt"), line.received_on, line.sent_on, _("when it was sent"))


@guard(
    gettext_lazy("The installation is dated after the receipt and not in the future"),
    fields=["installed_on"],
    judged=[_not_in_future("installed_on", gettext_lazy("The installation"))],
)
def installation_dated_within(process) -> str:
    return _between(_("The installation"), process.installed_on, process.received_on, _("when the kit was received"))


@guard(gettext_lazy("The measurement is dated after the installation and not in the future"), fields=["measured_at"])
def test_dated_within(process) -> str:
    test = process.item
    if test is None or test.measured_at is None:
        return ""
    if test.measured_at > timezone.now():
        return _("The measurement is dated %(moment)s, which is in the future.") % {"moment": _moment(test.measured_at)}
    day = timezone.localdate(test.measured_at)
    return _between(_("The measurement"), day, process.installed_on, _("when the kit was installed"))


@guard(
    gettext_lazy("A speed test reached the minimum"),
    # Another test, which asks for these, is what makes it true.
    fields=["down_mbps", "up_mbps"],
    owners=[Role.FIELD_OFFICER, Role.VILLAGE_OFFICER, Role.ICT_OFFICE],
)
def speed_sufficient(process) -> str:
    """Of the tests since the installation the best counts; the minimum is configuration (``INTERNET_MIN_…_MBPS``)."""
    down, up = settings.INTERNET_MIN_DOWN_MBPS, settings.INTERNET_MIN_UP_MBPS
    tests = since_installation(process)
    if tests.filter(down_mbps__gte=down, up_mbps__gte=up).exists():
        return ""
    minimum = {"down": down, "up": up}
    best = tests.order_by("-down_mbps", "-up_mbps").first()
    if best is None:
        return _("There is no speed test yet; at least %(down)d Mbps down and %(up)d Mbps up are needed.") % minimum
    return _(
        "The best speed test, of %(moment)s, measured %(best_down)s Mbps down and %(best_up)s Mbps up; "
        "at least %(down)d and %(up)d are needed."
    ) % {
        **minimum,
        "moment": _moment(best.measured_at),
        "best_down": _mbps(best.down_mbps),
        "best_up": _mbps(best.up_mbps),
    }


@guard(gettext_lazy("The last speed test reached the minimum too"))
def last_test_sufficient(process) -> str:
    last = since_installation(process).order_by("-measured_at", "-number").first()
    if last is None or (
        last.down_mbps >= settings.INTERNET_MIN_DOWN_MBPS and last.up_mbps >= settings.INTERNET_MIN_UP_MBPS
    ):
        return ""
    return _("The last speed test, of %(moment)s, measured only %(down)s Mbps down and %(up)s Mbps up.") % {
        "moment": _moment(last.measured_at),
        "down": _mbps(last.down_mbps),
        "up": _mbps(last.up_mbps),
    }


@guard(gettext_lazy("The acceptance is dated after the activation and not in the future"), fields=["accepted_on"])
def acceptance_dated_within(process) -> str:
    since = timezone.localdate(process.active_since) if process.active_since else None
    return _between(_("The acceptance"), process.accepted_on, since, _("when the connection became active"))


@guard(
    gettext_lazy("The fault lies after the activation, ends after it began, and shares no time with another"),
    fields=["began_at", "ended_at"],
)
def fault_dated_within(process) -> str:
    fault = process.item
    if fault is None or fault.began_at is None:
        return ""
    now = timezone.now()
    for moment, words in ((fault.began_at, _("The fault")), (fault.ended_at, _("The end of the fault"))):
        if moment and moment > now:
            return _("%(what)s is dated %(date)s, which is in the future.") % {"what": words, "date": _moment(moment)}
    if process.active_since and fault.began_at < process.active_since:
        return _("The fault is dated %(date)s, before the connection was active (%(since)s).") % {
            "date": _moment(fault.began_at),
            "since": _moment(process.active_since),
        }
    if fault.ended_at and fault.ended_at <= fault.began_at:
        return _("It works again since %(end)s, but was out of order only since %(begin)s.") % {
            "end": _moment(fault.ended_at),
            "begin": _moment(fault.began_at),
        }
    shared = overlapping((fault.began_at, fault.ended_at or now), spells_of(process, but=fault))
    if shared is None:
        return ""
    return _("Another fault is recorded from %(begin)s to %(end)s; the two share time.") % {
        "begin": _moment(shared[0]),
        "end": _moment(shared[1]),
    }


def since_installation(process):
    """The speed tests of the kit that is mounted now."""
    tests = SpeedTest.objects.filter(process_id=process.pk)
    if process.installed_on is None:
        return tests
    began = datetime.datetime.combine(process.installed_on, datetime.time.min, timezone.get_default_timezone())
    return tests.filter(measured_at__gte=began)


def _between(what: str, day: datetime.date | None, since: datetime.date | None, words: str) -> str:
    """Why the day is not between that day and today, in a sentence; "" when it is, or nothing is known of it."""
    if day is None:
        return ""
    if day > timezone.localdate():
        return _in_future(what, _day(day))
    if since and day < since:
        return _("%(what)s is dated %(date)s, before %(since)s, %(words)s.") % {
            "what": what,
            "date": _day(day),
            "since": _day(since),
            "words": words,
        }
    return ""


def _in_future(what: str, day: str) -> str:
    return _("%(what)s is dated %(date)s, which is in the future.") % {"what": what, "date": day}


def _day(value: datetime.date) -> str:
    return date_format(value, "DATE_FORMAT")


def _moment(value: datetime.datetime) -> str:
    return date_format(timezone.localtime(value), "DATETIME_FORMAT")


def _mbps(value) -> str:
    return number_format(value.normalize() if value else 0, use_l10n=True)
