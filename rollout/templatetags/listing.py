"""How a long list is cut into pages for a person."""

from django import template
from django.core.paginator import Paginator

register = template.Library()


@register.filter
def pages_around(paginator: Paginator, number: int) -> list[int | None]:
    """The page numbers to offer on page ``number``: the ends and the neighbours; None stands for a gap."""
    offered = paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
    return [page if isinstance(page, int) else None for page in offered]
