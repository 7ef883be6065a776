"""Who records agreements, who answers for a commitment, and who confirms it."""

from django.utils.translation import gettext as _

from accounts.roles import Role, roles_in_words
from accounts.scope import Grant
from workflows.coordination.models import Agreement, Commitment

# Those who sit in coordination meetings for a government and keep their minutes.
RECORDERS = frozenset({Role.COOPERATIVE_OFFICE, Role.REGION_HEAD, Role.ADMIN})


def recording_grant(user, region_code: str) -> Grant | None:
    """The grant under which the person may record an agreement made for the region, or None."""
    return next(iter(user.scope.grants_at(region_code, RECORDERS)), None)


def overseeing_grant(user, agreement: Agreement) -> Grant | None:
    """The grant under which the person oversees what was agreed: that of the office which recorded it, or None."""
    grants = user.scope.grants_at(agreement.region_id, {agreement.recorded_role})
    return next((grant for grant in grants if grant.office == agreement.recorded_office), None)


def owning_grant(user, commitment: Commitment) -> Grant | None:
    """The grant under which the person answers for the commitment: one of the office in charge, or None."""
    held = [grant for grant in user.scope.grants if grant.office == commitment.owner.name and grant.role != Role.VIEWER]
    return min(held, key=lambda grant: (grant.for_user is not None, -len(grant.prefix)), default=None)


def why_not_record(user, region_code: str) -> str:
    """Why the person may not record an agreement made for the region; "" when he may."""
    if recording_grant(user, region_code):
        return ""
    return user.scope.lapsed_at(region_code, RECORDERS) or _("Only %(roles)s of this region may do this.") % {
        "roles": roles_in_words(RECORDERS)
    }


def why_not_oversee(user, agreement: Agreement) -> str:
    """Why the person may not decide about the agreement's commitments; "" when he may."""
    if overseeing_grant(user, agreement):
        return ""
    office = agreement.recorded_office or roles_in_words({Role(agreement.recorded_role)})
    return _("Only the office that recorded the agreement may do this: %(office)s.") % {"office": office}


def why_not_report(user, commitment: Commitment) -> str:
    """Why the person may not report it done; "" when he may."""
    if owning_grant(user, commitment):
        return ""
    return _("Only the office in charge reports this: %(office)s.") % {"office": commitment.owner.name}


def why_not_confirm(user, commitment: Commitment) -> str:
    """Why the person may not judge what was reported; "" when he may. Who reported it, or acts for him, does not."""
    if sentence := why_not_oversee(user, commitment.agreement):
        return sentence
    if has_reported(user, commitment.actors):
        return _("You reported this, or act for whoever did; somebody else must confirm it.")
    return ""


def has_reported(user, actors: dict[str, list[int]]) -> bool:
    """Was it this person who reported a commitment done, or somebody for whom he acts? ``actors``: its own."""
    return not {user.pk, *user.scope.acting_regions()}.isdisjoint(actors.get("report", []))
