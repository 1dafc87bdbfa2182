"""The whole site on one screen."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from ccsis import health, metrics, reports, security_txt
from ccsis.accounts.views import Logout

handler400 = "ccsis.errors.bad_request"
handler403 = "ccsis.errors.permission_denied"
handler404 = "ccsis.errors.page_not_found"
handler429 = "ccsis.errors.too_many_tries"  # asked for by django-allauth
handler500 = "ccsis.errors.server_error"

urlpatterns = [
    # machines
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("csp-report", reports.csp, name="csp_report"),
    path(".well-known/security.txt", security_txt.security_txt, name="security_txt"),
    path("", include("articles.api.urls")),
    # staff; there is one login, with its rate limit
    path("accounts/", include("ccsis.accounts.urls")),
    path("admin/login/", RedirectView.as_view(pattern_name="login", query_string=True)),
    path("admin/logout/", Logout.as_view()),
    path("admin/password_change/", RedirectView.as_view(pattern_name="password_change")),
    path("admin/", admin.site.urls),
    path("", include("articles.desk.urls")),
    # outsiders, by secret links
    path("", include("articles.preview.urls")),
    # contributors
    path("", include("submissions.form.urls")),
    # readers
    path("", include("articles.site.urls")),
]
