"""Journeys in a real Chromium, against a real server and database."""
