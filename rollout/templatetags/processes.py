"""How a note that names a process is written for a person."""

from django import template

from workflows.changes import process_in_words

register = template.Library()
register.filter("process_in_words", process_in_words)
