"""What every template may use: `site` and `SITE_URL`."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from ccsis import caching
from ccsis.models import SiteSettings


def site(request):
    """`site` costs one query, and only where a template uses it. Never looks at the session: no cookie, no Vary."""
    return {"site": SimpleLazyObject(_settings), "SITE_URL": settings.SITE_URL}


def _settings():
    return caching.remember("settings", SiteSettings.load, "site")
