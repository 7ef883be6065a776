"""Satellite internet: from the proposed site to the accepted connection, its faults and its end."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sites.models import Site
from sites.stages import Flag
from workflows import gates
from workflows.choosing import Nothing
from workflows.claims import Wanted
from workflows.facts import Fact
from workflows.guards import waivable
from workflows.internet import downtime, faults, guards
from workflows.internet.columns import ConnectionColumns
from workflows.internet.delivery import Delivery
from workflows.internet.kits import Kit, resource
from workflows.internet.operation import Operation
from workflows.internet.states import DINAS, HOLDING, ICT, MOUNTED, REPORTERS, State
from workflows.internet.vocabulary import DeclineReason, EndReason, MoveReason, SurveyReason, TakeBackReason
from workflows.models import Process
from workflows.step import EvidenceSlot, step


class SatelliteInternet(ConnectionColumns, Delivery, Operation, Process):
    """Is the site connected, by which kit, and how well does it work?"""

    label = _("Satellite internet")
    order = 60
    another_label = _("Propose satellite internet again")
    State = State
    initial, final = State.PROPOSED, {State.DECLINED, State.RELOCATED, State.DEACTIVATED}
    # A site has one connection; another may be proposed after it was declined, moved away or given up.
    single_in = set(State.values) - {State.DECLINED, State.RELOCATED, State.DEACTIVATED}
    started_by = [ICT, DINAS, *REPORTERS[:2]]

    class Meta:
        verbose_name = _("satellite internet")
        verbose_name_plural = _("satellite internet")

    @step(
        _("Report the survey"),
        source=State.PROPOSED,
        target=State.SURVEYED,
        by=REPORTERS,
        asks=["surveyed_on", "sky_view", "power_source", "power_hours", "trained", "contact_name", "contact_phone"],
        optional=["survey_note"],
        evidence=[
            EvidenceSlot(
                "sky_photo", _("Photos of the place and of the sky above it"), minimum=2, located=True, fresh=True
            )
        ],
        guards=[guards.survey_dated_within],
        within=10,
        help=_("What stands between the antenna and the sky, when there is electricity, and whom to call."),
        done=_("The survey was reported."),
        offline=True,
    )
    def survey(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Ask for another survey"),
        source=State.SURVEYED,
        target=State.PROPOSED,
        by=[ICT],
        reasons=SurveyReason,
        duty=None,
        tone="back",
        help=_("The survey is incomplete, or things have changed since."),
        done=_("Another survey was asked for."),
    )
    def return_survey(self) -> None:
        """Nothing but the state."""

    @step(
        _("Allocate a kit"),
        source=State.SURVEYED,
        target=State.ALLOCATED,
        by=[ICT],
        not_by_actor_of=["survey"],
        asks=["kit"],
        guards=[waivable(gates.roof_there, by=[ICT]), waivable(guards.power_enough, by=[ICT])],
        warnings=[guards.sky_seen, guards.somebody_trained, guards.kit_meant_for_here],
        within=10,
        help=_("The kit is kept for this site; no other site can get it."),
        done=_("The kit is allocated."),
    )
    def allocate(self) -> None:
        """Where the kit came from."""
        self.hold_kit()

    @step(
        _("Take the kit back"),
        source=[State.ALLOCATED, State.RECEIVED],
        target=State.SURVEYED,
        by=[ICT],
        reasons=TakeBackReason,
        duty=None,
        tone="back",
        help=_("The kit is free again; the site waits for another."),
        done=_("The kit is free again."),
    )
    def take_back(self) -> None:
        """No kit any more."""
        self.kit = self.former = self.received_on = None

    @step(
        _("Report the installation"),
        source=State.RECEIVED,
        target=State.INSTALLED,
        by=REPORTERS,
        asks=["installed_on", "mounting", "installed_by"],
        evidence=[EvidenceSlot("install_photo", _("Photos of the mounted antenna"), minimum=2, located=True)],
        guards=[guards.installation_dated_within],
        within=10,
        help=_("The antenna is mounted and connected."),
        done=_("The installation was reported."),
        offline=True,
    )
    def install(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Accept the connection"),
        source=State.ACTIVE,
        target=State.ACCEPTED,
        by=[ICT],
        not_by_actor_of=["install", "activate", "measure"],
        asks=["accepted_on", "acceptance_number"],
        evidence=[EvidenceSlot("acceptance_bast", _("Acceptance certificate (BAST)"), accepts="document")],
        guards=[guards.speed_sufficient, guards.acceptance_dated_within],
        warnings=[guards.last_test_sufficient],
        within=10,
        help=_(
            "It is fast enough, and the certificate is signed. Whoever installed or measured it does not accept it."
        ),
        done=_("The connection is accepted."),
    )
    def accept(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Move it to another site"),
        source=MOUNTED,
        target=State.RELOCATED,
        by=[ICT],
        asks=["relocated_to"],
        evidence=[EvidenceSlot("relocation_letter", _("Letter on the move"), minimum=0, accepts="document")],
        reasons=MoveReason,
        duty=None,
        tone="stop",
        help=_("The kit is free again; at the other site it is allocated anew, and this record is named there."),
        done=_("The kit is free for the other site."),
    )
    def relocate(self) -> None:
        """Its downtime is what it was."""
        self._end_fault()

    @step(
        _("Decline the site"),
        source=[State.PROPOSED, State.SURVEYED, State.ALLOCATED],
        target=State.DECLINED,
        by=[ICT],
        reasons=DeclineReason,
        duty=None,
        tone="stop",
        help=_("This site gets no kit now. It can be proposed again."),
        done=_("The site is declined."),
    )
    def decline(self) -> None:
        """Nothing but the state."""

    @step(
        _("Give the connection up"),
        source=MOUNTED,
        target=State.DEACTIVATED,
        by=[ICT],
        reasons=EndReason,
        duty=None,
        tone="stop",
        help=_("The kit goes back into stock. A new connection can be proposed."),
        done=_("The connection is given up."),
    )
    def deactivate(self) -> None:
        """Its downtime is what it was."""
        self._end_fault()

    @property
    def caption(self) -> str:
        """A site has one at a time: only a later one is numbered."""
        return str(self.label) if self.number == 1 else super().caption

    def claims(self) -> list[Wanted]:
        """Its kit, as long as it is kept for this site or stands there."""
        if self.kit_id is None or self.state not in HOLDING:
            return []
        taken = gettext("Kit %(kit)s is in use at another site already.") % {"kit": self.kit_id}
        return [Wanted(resource(self.kit.pk), taken)]

    def offered(self, column: str) -> QuerySet | None:
        if column == "kit":
            return Kit.objects.for_site(self.site.code, simulated=self.simulated)
        if column == "relocated_to":
            regency = Site.objects.filter(code__startswith=self.site.code[:5], closed_at=None)
            return regency.exclude(pk=self.site_id).select_related("village")
        return None

    def none_offered(self, column: str) -> Nothing | None:
        if column != "kit":
            return None
        return Nothing(
            gettext(
                "No kit is free for this site. The ICT office of the regency or of the province registers kits in the "
                "register of kits; a kit that another site does not need any more is free again when it is taken back."
            ),
            reverse("kit_list"),
            gettext("Register of kits"),
        )

    def relocation_of_kit(self) -> "SatelliteInternet | None":
        """The process that its kit was taken down from last, to be moved; None when it came from stock."""
        if self.kit_id is None:
            return None
        moved = SatelliteInternet.objects.filter(kit=self.kit_id, state=State.RELOCATED).exclude(pk=self.pk)
        return moved.select_related("site__village", "relocated_to__village").order_by("-state_since").first()

    def hold_kit(self) -> None:
        """Name where the kit came from; it stays in stock meanwhile. Raises ValidationError for a retired one."""
        if not Kit.objects.select_for_update(no_key=True).filter(pk=self.kit.pk, retired_at=None).exists():
            raise ValidationError(gettext("Kit %(kit)s was taken out of stock just now.") % {"kit": self.kit_id})
        self.former = self.relocation_of_kit()

    def flags(self) -> Flag:
        fault = Flag.INTERNET_FAULT if self.state == State.FAULT else Flag.NONE
        return super().flags() | fault

    def computed_facts(self) -> list[Fact]:
        """Where the kit came from, how long the connection was down, and which part of the time it worked."""
        found = []
        if self.former_id:
            found.append(Fact("kit", _("Came from"), _came_from(self.former), computed=True))
        if self.active_since:
            now = timezone.now() if self.is_open else self.state_since
            down = faults.all_down(self, now)
            found.append(Fact("installed_on", _("Downtime"), downtime.in_words(down), computed=True))
            if (share := downtime.share_working(self.active_since, now, down)) is not None:
                words = gettext("%(share)s %% of the time") % {"share": number_format(share, 2)}
                found.append(Fact("installed_on", _("Worked"), words, computed=True))
        return found

    def _end_fault(self) -> None:
        """A fault that is not over when the connection ends lasts until its end."""
        self.minutes_down = downtime.minutes(faults.all_down(self, timezone.now()))
        self.faulty_since = None


def _came_from(former: Process) -> str:
    return f"{former.site.village.full_name} ({former.site.code})"
