"""Decision letters: each number of an organ and a year is entered once, with its scan; the database decides."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sites.authorship import Authorship
from workflows import registry
from workflows.models import BulkItem, Letter, Process
from workflows.refusals import Invalid
from workflows.step import Step


@dataclass(frozen=True)
class NewLetter:
    """A letter as it is to be entered. ``issuer`` is a region's code, ``decides`` the step ("asset_loan.approve"),
    ``sha256`` names the scan; the others as ``ByLetter`` says."""

    issuer: str
    body: str
    number: str
    dated: datetime.date
    subject: str
    decides: str
    sha256: str
    several: bool = False


def new_letter(kind: str, step: Step, *, issuer: str, number: str, dated: datetime.date, sha256: str) -> NewLetter:
    """The letter by which that step of the workflow decides, with what was filled in of it."""
    declared = step.letter
    return NewLetter(
        issuer=issuer,
        body=declared.body,
        number=number,
        dated=dated,
        subject=str(declared.subject),
        decides=f"{kind}.{step.name}",
        sha256=sha256,
        several=declared.several,
    )


def enter(process: Process, step: Step, shared: int | None, by: Authorship) -> None:
    """Give the locked process the letter its step decides by, from what was filled in; the caller writes the column.

    ``shared``: the id of a letter that was entered for several processes together (``enter_for_many``). The letter that
    decided this process before, or was entered for it among others, may decide it again by the same step. Raises
    Invalid for a number that was used otherwise, naming where, and for a shared letter that is another one.
    """
    declared = step.letter
    new = new_letter(
        process.kind,
        step,
        issuer=getattr(process, declared.issuer),
        number=getattr(process, declared.number),
        dated=getattr(process, declared.dated),
        sha256="" if shared is not None else _scan(process, step),
    )
    if shared is not None:
        letter = _shared(shared, new)
        if letter is None:
            raise Invalid({declared.number: [_("This is not the letter that was entered for these decisions.")]})
    else:
        letter = _put(new, by, process=process, field=declared.number)
    setattr(process, declared.column, letter)


def enter_for_many(new: NewLetter, by: Authorship) -> Letter:
    """Enter one letter that decides several processes; each of their steps then names it (``Submission.letter``).

    Raises Invalid for a number that was used already.
    """
    return _put(new, by, process=None, field="number")


def used(new: NewLetter) -> str:
    """Where the number was used already, in a sentence; "" when it is free for this letter now, which is to decide
    several processes together. The database decides on entry."""
    first = _same(new)
    cited = Letter(dated=new.dated, decides=new.decides, sha256=new.sha256)
    return _used(first) if first and not _is_again(first, cited, new.several) else ""


def _same(new: NewLetter) -> Letter | None:
    letters = Letter.objects.select_related("issuer", "process__site__village", "entered_by")
    return letters.filter(
        issuer=new.issuer, body=new.body, number_key=Letter.key_of(new.number), year=new.dated.year
    ).first()


def _put(new: NewLetter, by: Authorship, *, process: Process | None, field: str) -> Letter:
    """``field``: what a refusal is said of."""
    made = Letter(
        issuer_id=new.issuer,
        body=new.body,
        number=new.number,
        number_key=Letter.key_of(new.number),
        year=new.dated.year,
        dated=new.dated,
        subject=new.subject[:200],
        decides=new.decides,
        sha256=new.sha256,
        process=process,
        entered_by=by.user,
        entered_at=by.recorded_at,
        simulated=process.simulated if process else by.simulates,
    )
    try:
        # Waits for another transaction that enters the same number now; the constraint decides between the two.
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        first = _same(new)
        if first is None:
            raise
        if not _is_again(first, made, new.several):
            raise Invalid({field: [_used(first), *_other_scan(first, made, new.several)]}) from error
        return first
    return made


def _is_again(first: Letter, cited: Letter, several: bool) -> bool:
    """Is it the letter that was entered first, cited for the same decision: by a process that it was entered for, or
    by any with the same scan, where one letter names several?"""
    if (first.decides, first.dated) != (cited.decides, cited.dated):
        return False
    if several and first.sha256 == cited.sha256:
        return True
    if cited.process_id is None:
        return False
    if first.process_id is not None:
        return first.process_id == cited.process_id
    return BulkItem.objects.filter(decision__letter=first, process=cited.process_id).exists()


def _other_scan(first: Letter, cited: Letter, several: bool) -> list[str]:
    """What to do when it is the same letter after all, scanned anew."""
    if several and (first.decides, first.dated) == (cited.decides, cited.dated):
        return [_("If it is the very same letter, attach the same file that was attached there.")]
    return []


def _shared(pk: int, new: NewLetter) -> Letter | None:
    shared = Letter.objects.filter(pk=pk, process=None, issuer=new.issuer, body=new.body, dated=new.dated)
    return shared.filter(number_key=Letter.key_of(new.number)).first()


def _scan(process: Process, step: Step) -> str:
    slot = next(slot for slot in step.evidence if slot.name == step.letter.slot)
    return process.counted(slot)[-1].sha256


def _used(letter: Letter) -> str:
    """Where a number was used, so that whoever comes second can look it up."""
    words = {
        "number": letter.number,
        "year": str(letter.year),
        "issuer": letter.issuer.full_name,
        "body": letter.get_body_display(),
        "name": str(letter.entered_by),
        "date": date_format(timezone.localtime(letter.entered_at), "DATE_FORMAT"),
    }
    if letter.process is None:
        words["subject"] = letter.subject
        return (
            _(
                "The number %(number)s of %(year)s (%(body)s, %(issuer)s) was entered by %(name)s on %(date)s for "
                "several decisions: %(subject)s. Check the number of this letter."
            )
            % words
        )
    site = letter.process.site
    words["process"] = f"{registry.flow(letter.process.kind).label}, {site.village.full_name} ({site.code})"
    return (
        _(
            "The number %(number)s of %(year)s (%(body)s, %(issuer)s) was used already: %(process)s, entered by "
            "%(name)s on %(date)s. Check the number of this letter."
        )
        % words
    )
