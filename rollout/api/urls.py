"""The API's addresses, mounted at /api/v1/."""

from django.urls import path

from rollout.api.openapi import openapi_json
from rollout.api.service import api

operations, _app_name, _namespace = api.urls
# Addresses are tried in their order: those of the phones, which ask most often, before all others.
operations.sort(key=lambda operation: not str(operation.pattern).startswith("field/"))

app_name = "api"
urlpatterns = [*operations, path("openapi.json", openapi_json, name="openapi")]
