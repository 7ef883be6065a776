"""Lock a process: its site's row first, then its own, whoever comes; one order for all cannot deadlock."""

from functools import cache

from django.db.models import F, QuerySet

from sites.models import Site
from workflows import registry
from workflows.models import Process


def locked(process_id: int, actor) -> Process:
    """The process with its site's row and its own locked, as its workflow's class, with the site attached.

    The site is always locked first, whoever comes: that order is the same for all and cannot deadlock.
    Raises Process.DoesNotExist when there is none or the actor may not see it.
    """
    site = next(iter(Site.objects.raw(_site_lock(), [process_id])), None)
    if site is None or not actor.scope.covers(site.code):
        raise Process.DoesNotExist
    flow = registry.flow(site.kind)
    process = next(iter(flow.objects.raw(_process_lock(flow), [process_id])))
    process.site = site
    return process


@cache
def _site_lock() -> str:
    """The SQL that locks a process's site. Composed once: Django's composing costs more than the database's answer."""
    # The filter comes first: an annotation over a many-valued relation then speaks of the same row, not of any row.
    of_process = Site.objects.filter(process_set__pk=0).annotate(kind=F("process_set__kind"))
    return _sql(of_process.select_for_update(of=("self",)))


@cache
def _process_lock(flow: type[Process]) -> str:
    return _sql(flow.objects.filter(pk=0).select_for_update())


def _sql(queryset: QuerySet) -> str:
    sql, _params = queryset.order_by().query.sql_with_params()
    return sql
