"""Telling people: written down with the step, told by a background job, shown on pages and sent by mail."""
