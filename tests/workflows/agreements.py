"""An agreement with a commitment, recorded and reported through the real gate."""

import datetime
import itertools

from django.utils import timezone

from accounts.models import Office
from tests import factories
from workflows import documents
from workflows.coordination import deeds, recording
from workflows.coordination.gate import Request
from workflows.coordination.models import Agreement, Commitment

numbers = itertools.count(1)


def agreed(cast) -> tuple[Agreement, Commitment]:
    """An agreement of Kotawaringin Timur with a scan, and a commitment of its BPKAD, reported done with another."""
    offices = list(Office.objects.filter(name__in=["Dinas Koperasi Kotim", "BPKAD Kotim"]))
    agreement = recording.record_agreement(
        kind="mou",
        title="Percepatan gerai",
        number=f"415/{next(numbers)}",
        signed_on=datetime.date(2026, 1, 15),
        region=factories.region("62.02"),
        parties=offices,
        scan=documents.keep(factories.pdf(next(numbers))),
        request=Request(cast.dinkop),
    )
    commitment = recording.commit(
        agreement.pk,
        subject="Menyiapkan lahan dua desa",
        owner=Office.objects.get(name="BPKAD Kotim"),
        regions=[factories.region("62.02")],
        due_on=timezone.localdate() + datetime.timedelta(days=10),
        request=Request(cast.dinkop),
    )
    done = deeds.report(
        commitment.pk,
        done_on=timezone.localdate(),
        note="Lahan siap.",
        scan=documents.keep(factories.pdf(next(numbers))),
        request=Request(cast.bpkad),
    )
    return agreement, done
