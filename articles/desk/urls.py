"""What staff fetch without a login: everything else of the desk stands in the admin."""

from django.urls import path

from articles.desk import feed

app_name = "desk"

urlpatterns = [path("calendar/<str:secret>.ics", feed.calendar, name="calendar_feed")]
