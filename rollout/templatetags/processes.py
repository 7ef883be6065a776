"""How a position, and a note that names a process, are written for a person, as on the site's own page."""

from django import template

from workflows.changes import process_in_words
from workflows.facts import pair

register = template.Library()
register.filter("pair", pair)
register.filter("process_in_words", process_in_words)
