from django.urls import path, re_path

from submissions.form import deadline, private, views
from submissions.models.submission import REFERENCE_LETTERS

app_name = "form"

REFERENCE = f"SIM-[{REFERENCE_LETTERS}]{{4}}-[{REFERENCE_LETTERS}]{{4}}"

urlpatterns = [
    path("submissions/<str:token>/", private.private, name="private"),
    path("submit/", views.submit, name="submit"),
    path("submit/<slug:slug>/deadline.ics", deadline.deadline, name="deadline"),
    path("submit/<slug:slug>/", views.call, name="call"),
    re_path(rf"^submit/(?P<slug>[-a-zA-Z0-9_]+)/sent/(?P<reference>{REFERENCE})/$", views.sent, name="sent"),
]
