from django.urls import path

from articles.preview import views

app_name = "preview"

urlpatterns = [path("preview/<str:secret>/", views.page, name="page")]
