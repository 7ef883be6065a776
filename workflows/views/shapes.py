"""Read coordinates for the plot editor: whatever notation a person has, checked as the form will check it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse

from accounts.posting import posted_from
from gis_data import shapes
from gis_data.forms import geojson
from workflows.views.receiving import receives_files
from workflows.views.refusals import answers_refusals_in_json

READERS = {"polygon": shapes.parse_polygon, "point": shapes.parse_point}


@posted_from("home")
@login_required
@answers_refusals_in_json
@receives_files
def shape_read(request: HttpRequest) -> JsonResponse:
    """``text`` as GeoJSON geometry (EPSG:4326), or 422 with the sentence. ``shape``: polygon or point.

    A text without end is refused with 413.
    """
    read = READERS.get(request.POST.get("shape", ""), shapes.parse_polygon)
    try:
        geometry = read(request.POST.get("text", ""))
    except ValidationError as error:
        return JsonResponse({"sentences": error.messages}, status=422)
    return JsonResponse({"geometry": geojson(geometry)})
