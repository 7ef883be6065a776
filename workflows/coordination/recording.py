"""Record an agreement, and the commitments that stand in it."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Office
from gis_data import codes
from gis_data.dates import why_impossible
from gis_data.models import Region
from sites.requests import digest_of
from workflows.coordination import permission, selectors, trail
from workflows.coordination.gate import Request, check_simulation, iso, once
from workflows.coordination.models import Agreement, Commitment
from workflows.documents import Scan
from workflows.refusals import Invalid, NotPermitted


def record_agreement(
    *,
    kind: str,
    title: str,
    number: str,
    signed_on: datetime.date,
    region: Region,
    parties: Iterable[Office],
    scan: Scan,
    request: Request,
) -> Agreement:
    """Record a document. Raises NotPermitted, Invalid, Conflict when it is recorded already, ClientIdReused."""
    parties = list(parties)
    asked = [kind, title, number, signed_on, region.pk, sorted(office.pk for office in parties), scan.sha256]
    digest = digest_of({"agreement": asked})
    with once(), transaction.atomic(durable=True):
        if event := trail.answered(request.client_id, actor=request.actor, digest=digest):
            return event.agreement
        if sentence := permission.why_not_record(request.actor, region.pk):
            raise NotPermitted(sentence)
        if sentence := why_impossible(signed_on, past=True):
            raise Invalid({"signed_on": [sentence]})
        if not parties:
            raise Invalid({"parties": [_("Name the parties.")]})
        grant = permission.recording_grant(request.actor, region.pk)
        by = request.author(grant, digest)
        agreement = Agreement.objects.create(
            kind=kind,
            title=title,
            number=number,
            signed_on=signed_on,
            region=region,
            scan_sha256=scan.sha256,
            scan_type=scan.content_type,
            scan_name=scan.filename,
            recorded_by=request.actor,
            recorded_at=by.recorded_at,
            recorded_role=grant.role,
            recorded_office=grant.office,
            simulated=by.simulates,
        )
        agreement.parties.set(parties)
        told = {
            "kind": [None, kind],
            "title": [None, title],
            "number": [None, number],
            "signed_on": [None, iso(signed_on)],
            "region": [None, region.pk],
            "parties": [None, sorted(office.name for office in parties)],
        }
        trail.append(agreement, verb="record", by=by, changes=told, evidence=scan.sha256)
        return agreement


def commit(
    agreement_id: int,
    *,
    subject: str,
    owner: Office,
    regions: Iterable[Region],
    due_on: datetime.date,
    request: Request,
) -> Commitment:
    """Add a commitment to an agreement.

    Raises Agreement.DoesNotExist for one the person may not see, NotPermitted, SimulationMixed, Invalid,
    ClientIdReused.
    """
    regions = list(regions)
    digest = digest_of({"commit": [agreement_id, subject, owner.pk, sorted(one.pk for one in regions), due_on]})
    with once(), transaction.atomic(durable=True):
        agreement = _locked(agreement_id, request.actor)
        if event := trail.answered(request.client_id, actor=request.actor, digest=digest):
            return Commitment.objects.get(pk=event.process_id)
        if sentence := permission.why_not_oversee(request.actor, agreement):
            raise NotPermitted(sentence)
        check_simulation(request.actor, agreement)
        if errors := _why_not(agreement, regions, due_on):
            raise Invalid(errors)
        by = request.author(permission.overseeing_grant(request.actor, agreement), digest)
        commitment = Commitment.objects.create(
            agreement=agreement,
            number=agreement.commitments.count() + 1,
            subject=subject,
            owner=owner,
            due_on=due_on,
            state_since=by.recorded_at,
            actors={"commit": by.actors},
        )
        commitment.regions.set(regions)
        told = {
            "subject": [None, subject],
            "owner": [None, owner.name],
            "regions": [None, sorted(region.pk for region in regions)],
            "due_on": [None, iso(due_on)],
        }
        trail.append(agreement, verb="commit", by=by, changes=told, commitment=commitment)
        return commitment


def _locked(agreement_id: int, actor) -> Agreement:
    visible = selectors.agreements_visible_to(actor).filter(pk=agreement_id).values("pk")
    return Agreement.objects.select_for_update().get(pk__in=visible)


def _why_not(agreement: Agreement, regions: list[Region], due_on: datetime.date) -> dict[str, list[str]]:
    errors = {}
    made_for = codes.parse(agreement.region_id)
    outside = [region for region in regions if not made_for.contains(region.code)]
    if outside:
        errors["regions"] = [
            _("%(places)s: the agreement was not made for this place.")
            % {"places": ", ".join(region.full_name for region in outside)}
        ]
    elif not regions:
        errors["regions"] = [_("Name the region it is for.")]
    if sentence := why_impossible(due_on):
        errors["due_on"] = [sentence]
    elif due_on < agreement.signed_on:
        errors["due_on"] = [
            _("It cannot be due before the agreement was made (%(date)s).")
            % {"date": date_format(agreement.signed_on, "j F Y")}
        ]
    return errors
