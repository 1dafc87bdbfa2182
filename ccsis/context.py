"""What every template may use: `site` and `SITE_URL`."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from ccsis.models import SiteSettings


def site(request):
    """`site` costs one query, and only where a template uses it. Never looks at the session: no cookie, no Vary."""
    return {"site": SimpleLazyObject(SiteSettings.load), "SITE_URL": settings.SITE_URL}
