"""What stands in an item as it was sent, read in the words of the server."""

import datetime
import uuid
from dataclasses import dataclass, field

from django.contrib.gis.geos import Point
from django.utils.dateparse import parse_datetime

from sites.requests import digest_of
from workflows.models import Evidence
from workflows.services.evidence import Position
from workflows.submission import Reason

START = "start"
NO_REASON = Reason()


@dataclass(frozen=True)
class SentFile:
    """A declared file: the hash of its bytes, where and when it was captured; ``thumb`` names its small version."""

    slot: str
    sha256: str
    size: int
    content_type: str
    name: str
    thumb: str
    thumb_size: int
    captured_at: datetime.datetime | None
    position: Position | None
    fix_age_s: int | None
    accuracy_m: float | None

    @classmethod
    def of(cls, sent: dict) -> "SentFile":
        place = sent.get("position")
        return cls(
            slot=sent["slot"],
            sha256=sent["sha256"],
            size=sent["size"],
            content_type=sent["content_type"],
            name=sent.get("name") or "",
            thumb=sent.get("thumb") or "",
            thumb_size=sent.get("thumb_size") or 0,
            captured_at=_moment(sent.get("captured_at")),
            position=_position(place) if place else None,
            fix_age_s=place.get("fix_age_s") if place else None,
            accuracy_m=place.get("accuracy_m") if place else None,
        )


@dataclass(frozen=True, kw_only=True)
class Content:
    """One captured thing. ``after``: the items that must be taken before it, those it is about among them."""

    site: str
    kind: str
    step: str
    process: int | None = None
    opened_by: uuid.UUID | None = None
    about: uuid.UUID | None = None
    corrects: uuid.UUID | None = None
    seen_version: int | None = None
    fields: dict = field(default_factory=dict)
    reason: Reason = NO_REASON
    line: int | None = None
    after: tuple[uuid.UUID, ...] = ()
    captured_at: datetime.datetime
    files: tuple[SentFile, ...] = ()

    @classmethod
    def of(cls, body: dict) -> "Content":
        """From the body as it is kept, which the API's schema has accepted."""
        opened_by, about = _name(body.get("opened_by")), _name(body.get("about"))
        after = [_name(one) for one in body.get("after", [])]
        reason = body.get("reason")
        return cls(
            site=body["site"],
            kind=body["kind"],
            step=body["step"],
            process=body.get("process"),
            opened_by=opened_by,
            about=about,
            corrects=_name(body.get("corrects")),
            seen_version=body.get("seen_version"),
            fields=body.get("fields", {}),
            reason=Reason(reason["code"], reason["text"]) if reason else NO_REASON,
            line=body.get("item"),
            after=tuple(dict.fromkeys(one for one in (*after, opened_by, about) if one)),
            captured_at=_moment(body["captured_at"]),
            files=tuple(SentFile.of(sent) for sent in body.get("files", [])),
        )

    @property
    def is_start(self) -> bool:
        """Does it open a process?"""
        return self.step == START


def digest(body: dict) -> str:
    """SHA-256 over what was sent, without the time of sending: the same capture sent again has the same digest."""
    return digest_of({name: value for name, value in body.items() if name != "sent_at"})


def _moment(text: str | None) -> datetime.datetime | None:
    return parse_datetime(text) if text else None


def _name(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


def _position(place: dict) -> Position:
    accuracy = place.get("accuracy_m")
    return Position(
        Point(place["lon"], place["lat"], srid=4326),
        Evidence.PositionSource.DEVICE,
        round(accuracy) if accuracy is not None else None,
    )
