"""The addresses for machines: without a language in front, each a row of the table."""

from django.urls import path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from articles.api.answering import served
from articles.api.document import BASE
from articles.api.page import page
from articles.api.table import ENDPOINTS

app_name = "api"

urlpatterns = [
    path("api/", require_safe(RedirectView.as_view(pattern_name="api:page")), name="latest"),
    path(BASE.lstrip("/"), page, name="page"),
    *(path(BASE.lstrip("/") + endpoint.route, served(endpoint), name=endpoint.name) for endpoint in ENDPOINTS),
]
