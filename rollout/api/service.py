"""The API itself: the apps' routers under one roof, with the conventions around every operation."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from accounts.api import router as people
from accounts.enrolment_api import router as enrolment
from gis_data.api import router as regions
from rollout.api import conditional, errors
from rollout.api.auth import Anybody, Session, Token
from rollout.api.parsing import StrictParser
from rollout.reports.api import router as reports
from sites.api import router as sites
from workflows.api import public_routers
from workflows.api import routers as workflows

DESCRIPTION = """\
The rollout tracker for programs: the same rules, the same sentences and the same sight as its pages.

**Who asks.** `Authorization: Bearer kdmp_…` with a token from your profile page; or the browser's session with its CSRF
token. A person sees the regions of his assignments; anything outside answers 404.

**Writes** need an `Idempotency-Key`: 1 to 200 characters of your choice, new for each action. The same request again
gets the first answer (`Idempotency-Replayed: true`) and happens once; the same key with other content is refused (409).

**Reads** carry an `ETag`; send it back as `If-None-Match` and an unchanged answer is 304. Lists come in pages: follow
`next`.

**Refusals** are problem documents (RFC 9457) in the language of `Accept-Language` (`id` or `en`), else in your own.
"""


def conventions(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Around every operation: the request's own number before, cache headers and ETag after."""
    operation = run.__self__

    @wraps(run)
    def kept(request: HttpRequest, **parameters) -> HttpResponse:
        request.operation = operation
        request.request_id = uuid.uuid4()
        return conditional.finish(request, run(request, **parameters))

    return kept


api = NinjaAPI(
    title="Rollout tracker",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    auth=[Token(), Session()],
    parser=StrictParser(),
    openapi_url=None,
    docs_url=None,
)
api.add_decorator(conditional.unless_unchanged, mode="operation")
api.add_decorator(conventions, mode="view")
errors.register(api)
for router in (people, regions, sites, *workflows, reports):
    api.add_router("", router)
for router in (enrolment, *public_routers):
    api.add_router("", router, auth=[Anybody()])
